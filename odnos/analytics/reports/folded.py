"""Text that people read as equal, found by a pattern: stores know no folding of ours, but every one knows regular expressions.

The pattern of a folded needle meets each text whose folding (`lib.text.fold`) has the needle in it: each letter stands for
all that fold to it, a space for any room between words, and marks that folding drops may stand anywhere. A letter that
folds to several («ß», «æ», «№») is met by all of them, and by its first or last one at an end of the needle.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Mapping
from functools import cache

from odnos.lib import text

BLOCKS = ((0x20, 0x3400), (0xA640, 0xAC00), (0xF900, 0x10000), (0x10400, 0x10450), (0x1D400, 0x1D800))
"""Where letters stand that fold to others."""
DROPPED = "[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]*"
ROOM = "[\t-\r\x1c-\x20\x7f-\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]"
LONGEST = 4
"""Letters that one letter folds to, at most, where it is found by them: «ß» by «ss», «㎞» by «km»."""
SHORT_I = "(?:[йЙ]|[иИ]\u0306)"
"""Its breve is no accent, written apart or not."""


@cache
def folding() -> tuple[Mapping[str, str], Mapping[str, str], Mapping[str, str]]:
    """Return the letters that fold to each text; those whose folding begins, and those whose folding ends with a letter."""
    to: dict[str, list[str]] = defaultdict(list)
    begins: dict[str, list[str]] = defaultdict(list)
    ends: dict[str, list[str]] = defaultdict(list)
    for first, last in BLOCKS:
        for code in range(first, last):
            letter = chr(code)
            folded = text.fold(letter)
            if not folded or folded == letter or unicodedata.category(letter) in ("Cn", "Cs", "Co"):
                continue
            to[folded].append(letter)
            if len(folded) > 1:
                begins[folded[0]].append(letter)
                ends[folded[-1]].append(letter)
    return joined(to), joined(begins), joined(ends)


def joined(letters: Mapping[str, list[str]]) -> Mapping[str, str]:
    return {folded: "".join(some) for folded, some in letters.items()}


def pattern(needle: str, *, starts: bool = False) -> str:
    """Return the pattern of texts that have the folded `needle` in them, or begin with it."""
    parts, place = [], 0
    while place < len(needle):
        size = length_at(needle, place)
        parts.append(part(needle, place, size, is_first=place == 0 and not starts))
        place += size
    return (f"^(?:{ROOM}|{DROPPED[:-1]})*" if starts else "") + DROPPED.join(parts)


def length_at(needle: str, place: int) -> int:
    """Return how many letters of the needle, from `place` on, a single one may stand for."""
    to = folding()[0]
    pieces = (needle[place : place + size] for size in range(LONGEST, 1, -1))
    return next((len(piece) for piece in pieces if len(piece) > 1 and piece in to), 1)


def part(needle: str, place: int, size: int, *, is_first: bool) -> str:
    piece = needle[place : place + size]
    whole = DROPPED.join(letter(one) for one in piece)
    to, begins, ends = folding()
    also = to.get(piece, "") if size > 1 else ""
    if size == 1 and is_first:
        also += ends.get(piece, "")
    if size == 1 and place + size == len(needle):
        also += begins.get(piece, "")
    return f"(?:{whole}|[{escaped(also)}])" if also else whole


def letter(one: str) -> str:
    """Return the class of what folds to one letter."""
    if one == " ":
        return f"{ROOM}+(?:{ROOM}|{DROPPED[:-1]})*"
    if one == "й":
        return SHORT_I
    return f"[{escaped(one + folding()[0].get(one, ''))}]"


def escaped(letters: str) -> str:
    return re.sub(r"([\\\]\[^-])", r"\\\1", letters)
