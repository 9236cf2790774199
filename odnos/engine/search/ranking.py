"""How well an entry answers a question: the lower, the better."""

from __future__ import annotations

from odnos.engine.index import Found
from odnos.engine.index.entry import title_of
from odnos.engine.search.readings import Reading

EXACT, STARTS, TITLE_WORDS, TITLE, ALL_WORDS, INSIDE = range(6)


def score(found: Found, reading: Reading) -> int:
    """Return how far `found` is from what `reading` asks for."""
    return tier(found.text, reading) + reading.distance


def tier(text: str, reading: Reading) -> int:
    title, words = title_of(text), reading.asked.words
    typed = reading.start or reading.asked.start
    if title == typed:
        return EXACT
    if title.startswith(typed):
        return STARTS
    begun = f" {title}"
    if all(f" {word}" in begun for word in words):
        return TITLE_WORDS
    if all(word in title for word in words):
        return TITLE
    return ALL_WORDS if all(f" {word}" in text for word in words) else INSIDE
