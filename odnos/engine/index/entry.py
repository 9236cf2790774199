"""One search entry, and the number under which it stands."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from odnos.objects.registry import registry

ID_BITS = 40
ID_MASK = (1 << ID_BITS) - 1
# Of no meaning, but with it the objects of today fall into sixteen different partitions of PostgreSQL.
SALT = 185

Query = tuple[str, Sequence[Any]]
"""SQL with its values."""


@dataclass(slots=True, kw_only=True)  # not frozen: freezing costs more than the rest of making one
class Entry:
    """What a record is found by: folded `text`, and who may find it."""

    object_key: str
    record_id: int
    text: str
    owner_id: int | None = None
    team_id: int | None = None
    also_id: int | None = None
    words: tuple[str, ...] = ()

    @property
    def id(self) -> int:
        return entry_id(self.object_key, self.record_id)

    @property
    def row(self) -> tuple[int, str, int | None, int | None, int | None]:
        return self.id, self.text, self.owner_id, self.team_id, self.also_id


@cache
def number(object_key: str) -> int:
    """Return the number of an object: 23 bits that depend on nothing but its key."""
    digest = hashlib.blake2s(f"{object_key}:{SALT}".encode(), digest_size=3).digest()
    return int.from_bytes(digest) >> 1


def entry_id(object_key: str, record_id: int) -> int:
    """Return the entry's id: the object's number, so that an object's entries lie together, and before them the newest.

    FTS5 begins an ascending walk of a range at once, but walks to where a descending one begins.
    """
    return number(object_key) << ID_BITS | (ID_MASK - record_id)


def record_id_of(found: int) -> int:
    return ID_MASK - (found & ID_MASK)


def entries_of(object_key: str, those: Query) -> Query:
    """Return the query of the entries' ids of records that are given as a query of theirs."""
    sql, values = those
    return f"SELECT {entry_id(object_key, 0):d} - id FROM ({sql}) AS those", values  # noqa: S608 -- a query of our own


def span(object_key: str) -> tuple[int, int]:
    """Return the first and the last id that entries of an object can have."""
    return entry_id(object_key, ID_MASK), entry_id(object_key, 0)


def reference(found: int) -> tuple[str, int] | None:
    """Return the record of an entry; None when its object is no more."""
    key = keys(registry.roster).get(found >> ID_BITS)
    return (key, record_id_of(found)) if key else None


@lru_cache(maxsize=2)
def keys(_roster: int) -> dict[int, str]:
    """Return the key of each object's number; read anew when an object has come or gone."""
    return {number(item.key): item.key for item in registry}


def text_of(lines: Iterable[str]) -> str:
    """Return the searchable text of a record: its folded `lines`, one a field, the title first, each after a space."""
    return " " + "\n ".join(lines)


def title_of(entry_text: str) -> str:
    """Return the folded title in an entry's text."""
    return entry_text.split("\n", 1)[0][1:]
