"""The index over all records: written in the same transaction as the record, asked by search and by contains-filters."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from types import ModuleType

from django.db import connection

from odnos.engine.index import postgresql, sqlite, words
from odnos.engine.index.asked import Asked, Found
from odnos.engine.index.entry import Entry, Query, entry_id, record_id_of
from odnos.engine.index.scope import Scope

__all__ = [
    "Asked",
    "Entry",
    "Found",
    "Query",
    "Scope",
    "candidates",
    "entries",
    "find",
    "first",
    "reassign",
    "remove",
    "write",
]


def store() -> ModuleType:
    return postgresql if connection.vendor == "postgresql" else sqlite


def write(entries: Sequence[Entry], *, fresh: bool = False) -> None:
    """Write entries, within the caller's transaction; `fresh` ones are known not to be there yet, which is cheaper."""
    if entries:
        store().write([entry.row for entry in entries], fresh=fresh)
        words.learn(word for entry in entries for word in entry.words)


def remove(object_key: str, record_ids: Sequence[int]) -> None:
    """Delete the entries of records."""
    if record_ids:
        store().remove([entry_id(object_key, record_id) for record_id in record_ids])


def reassign(object_key: str, record_ids: Sequence[int], owner_id: int | None, team_id: int | None) -> None:
    """Give the entries of records to another owner and team."""
    if record_ids:
        store().reassign([entry_id(object_key, record_id) for record_id in record_ids], owner_id, team_id)


def find(asked: Asked, scope: Scope, *, each: int = 50) -> list[Found]:
    """Return entries that fit `asked`, the newest of each object in `scope`: some of many, all of few."""
    found: list[Found] = store().find(asked, scope, each=each)
    return found


def entries(ids: Collection[int]) -> list[Found]:
    """Return the entries that stand under `ids`."""
    from odnos.engine.index.models import Indexed

    rows = Indexed.objects.filter(pk__in=ids).values_list("id", "text", "owner_id")
    return [Found(id=found, text=text, owner_id=owner_id) for found, text, owner_id in rows]


def candidates(object_key: str, needle: str, cap: int, *, scope: Scope | None = None) -> list[int] | None:
    """Return ids of records among which are all living ones with the folded `needle` in some searchable field.

    None when there are more than `cap`, or when the needle is too short to be looked up: then a walk meets them soon.
    """
    if len(needle) < 3 or not needle.isprintable():
        return None
    found = first(object_key, needle, cap + 1, scope=scope)
    return None if len(found) > cap else found


def first(
    object_key: str, needle: str, most: int, *, scope: Scope | None = None, beside: Query | None = None
) -> list[int]:
    """Return ids of at most `most` records that may hold the folded `needle` of three letters or more.

    To those of a scope come those of `beside`, a query of records' ids, that do hold it.
    """
    found = store().ids(Asked(words=(needle,)), object_key, scope, most, beside)
    return [record_id_of(item) for item in found]
