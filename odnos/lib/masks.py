"""Input masks: how a value such as a tax id, a plate number or a postcode is written.

`0` is a digit, `9` a digit that may be missing, `A` a letter, `a` a letter that may be missing, `*` a letter or a digit;
`\\` makes the next sign stand for itself, as every other sign does. `|` separates several masks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache

Token = tuple[Callable[[str], bool] | None, str, bool]
"""What it takes (None for a sign that stands for itself), the sign, whether it may be missing."""

SIGNS: dict[str, tuple[Callable[[str], bool], bool]] = {
    "0": (str.isdecimal, False),
    "9": (str.isdecimal, True),
    "A": (str.isalpha, False),
    "a": (str.isalpha, True),
    "*": (str.isalnum, False),
}
BETWEEN = dict.fromkeys(map(ord, " -./–—\u00a0"))


def fit(masks: str, written: str) -> str | None:
    """Return `written` as the first of `masks` that takes it has it: letters large, signs between put in. None if none does."""
    for mask in masks.split("|"):
        tokens = tokens_of(mask.strip())
        for given in (written.strip(), written.translate(BETWEEN)):
            if (found := fitted(tokens, given)) is not None:
                return found
    return None


def fitted(tokens: tuple[Token, ...], given: str) -> str | None:
    """Read `given` from left to right; a sign of the mask that is not there is put in."""
    out, place = "", 0
    for takes, sign, is_optional in tokens:
        here = given[place : place + 1].upper()
        if takes is None:
            place += here == sign.upper()
            out += sign
        elif len(here) == 1 and takes(here):
            place += 1
            out += here
        elif not is_optional:
            return None
    return out.strip() if place == len(given) else None


@lru_cache(maxsize=256)
def tokens_of(mask: str) -> tuple[Token, ...]:
    return tuple(_tokens(iter(mask)))


def _tokens(signs: Iterator[str]) -> Iterator[Token]:
    for sign in signs:
        if sign == "\\":
            yield None, next(signs, "\\"), False
        elif sign in SIGNS:
            takes, is_optional = SIGNS[sign]
            yield takes, sign, is_optional
        else:
            yield None, sign, False
