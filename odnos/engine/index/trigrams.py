"""The query language of SQLite's FTS5 for an index of trigrams without positions.

An entry's document (the view `index_doc`) is its text behind a sign for the beginning, and after it three-letter codes from Unicode's private
use area for its owner, team and object, so that a question's scope is intersected inside the index.
"""

from __future__ import annotations

from collections.abc import Iterable

from odnos.engine.index.asked import Asked
from odnos.engine.index.entry import number
from odnos.engine.index.scope import Scope

START = "\x02"
OWNER, TEAM, OBJECT = 0xE000, 0xE001, 0xE002
BASE, FIRST = 20_000, 0x4E00


def code(kind: int, value: int) -> str:
    """Return the three letters that stand for owner, team or object number `value`."""
    return chr(kind) + chr(FIRST + value // BASE) + chr(FIRST + value % BASE)


def match(asked: Asked, scope: Scope | None) -> str:
    """Return the MATCH expression of a question."""
    parts = dict.fromkeys(quoted(part) for part in pieces(asked))
    allowed = [quoted(item) for item in codes(scope)] if scope else []
    return " AND ".join([f"({' OR '.join(allowed)})", *parts] if allowed else parts)


def pieces(asked: Asked) -> Iterable[str]:
    if asked.start:
        yield from trigrams(f"{START} {asked.start}")
    for word in asked.words:
        yield from trigrams(f" {word}" if len(word) < 3 else word)


def trigrams(text: str) -> Iterable[str]:
    """Return trigrams that cover `text`: every third and the last. All of them would cost more than they exclude."""
    last = len(text) - 3
    return (text[place : place + 3] for place in [*range(0, last, 3), last] if last >= 0)


def codes(scope: Scope) -> Iterable[str]:
    yield from (code(OBJECT, number(key)) for key in scope.every)
    if scope.team:
        yield from (code(TEAM, team) for team in scope.team_ids)
    if scope.team or scope.own:
        yield from (code(OWNER, person) for person in scope.owners)


def quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'
