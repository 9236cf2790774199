"""Where in a text the words stand that were looked for."""

from __future__ import annotations

from collections.abc import Iterable

from odnos.lib import text

Span = tuple[int, int]


def spans(shown: str, words: Iterable[str]) -> list[Span]:
    """Return the places (from, to) of folded `words` in `shown`, in order and apart from one another."""
    folded, places = unfolded(shown)
    found: list[Span] = []
    for word in words:
        at = folded.find(word) if word else -1
        while at >= 0:
            found.append((places[at], places[at + len(word) - 1] + 1))
            at = folded.find(word, at + len(word))
    return merged(found)


def unfolded(shown: str) -> tuple[str, list[int]]:
    """Return the folding of a text letter by letter, and for each folded letter where it came from."""
    letters, places = [], []
    for place, letter in enumerate(shown):
        for folded in text.fold(letter) or (" " if letter.isspace() else ""):
            letters.append(folded)
            places.append(place)
    return "".join(letters), places


def merged(found: list[Span]) -> list[Span]:
    result: list[Span] = []
    for start, end in sorted(found):
        if result and start <= result[-1][1]:
            result[-1] = (result[-1][0], max(end, result[-1][1]))
        else:
            result.append((start, end))
    return result


def around(shown: str, words: Iterable[str], *, length: int = 90) -> str:
    """Return the stretch of a text in which the first of `words` stands."""
    line = " ".join(shown.split())
    found = spans(line, words)
    if len(line) <= length:
        return line
    first = max(0, (found[0][0] if found else 0) - length // 3)
    cut = line[first : first + length]
    return f"{'…' if first else ''}{cut.strip()}{'…' if first + length < len(line) else ''}"
