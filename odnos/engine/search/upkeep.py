"""Keeping the index true: comparing it with the records, and writing what differs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db import transaction

from odnos.engine import index
from odnos.engine.access.actor import Actor
from odnos.engine.index import Entry, words
from odnos.engine.index.entry import ID_MASK, entry_id, record_id_of
from odnos.engine.index.models import Indexed
from odnos.engine.records import indexing, read
from odnos.engine.records.row import Row
from odnos.objects.registry import ObjectType, registry

BATCH = 1000


@dataclass(kw_only=True)
class Difference:
    """How many records lack an entry, have an old one, and how many entries have no record."""

    missing: int = 0
    stale: int = 0
    stray: int = 0

    @property
    def total(self) -> int:
        return self.missing + self.stale + self.stray


def verify(*, by: Actor, at: dt.datetime) -> dict[str, Difference]:
    """Return by object how the index differs from the records; objects without a difference are left out."""
    found = {item.key: compare(item, by=by, at=at) for item in registry}
    return {key: difference for key, difference in found.items() if difference.total}


def repair(*, by: Actor, at: dt.datetime) -> dict[str, Difference]:
    """Write what differs, and return what it was."""
    return {item.key: compare(item, by=by, at=at, write=True) for item in registry}


def rebuild(*, by: Actor, at: dt.datetime) -> None:
    """Make the whole index anew, words included; pages go on working meanwhile."""
    words.forget_all()
    for item in registry:
        for batch in batches(item, by=by, at=at):
            index.write([entry_of(row) for row in batch])
    repair(by=by, at=at)
    index.store().rebuild()


def batches(object_type: ObjectType, *, by: Actor, at: dt.datetime) -> Iterator[list[Row]]:
    if indexing.is_searched(object_type):
        yield from read.iterate(object_type, by=by, at=at, batch=BATCH)


def entry_of(row: Row) -> Entry:
    return indexing.entry(row.type, row.id, row.__getitem__)


def compare(object_type: ObjectType, *, by: Actor, at: dt.datetime, write: bool = False) -> Difference:
    """Walk records and entries side by side in the order of their ids."""
    difference, reached = Difference(), 0
    for batch in batches(object_type, by=by, at=at):
        settle(object_type, batch, (reached + 1, batch[-1].id), difference, by=by, write=write)
        reached = batch[-1].id
    settle(object_type, [], (reached + 1, ID_MASK), difference, by=by, write=write)
    return difference


def settle(
    object_type: ObjectType,
    rows: Sequence[Row],
    stretch: tuple[int, int],
    difference: Difference,
    *,
    by: Actor,
    write: bool,
) -> None:
    """Count, and with `write` mend, what differs between `rows` and the entries of the same stretch of ids."""
    last, first = (entry_id(object_type.key, record_id) for record_id in stretch)
    kept = {item.id: item for item in Indexed.objects.filter(pk__range=(first, last))}
    wrong = []
    for entry in map(entry_of, rows):
        old = kept.pop(entry.id, None)
        difference.missing += old is None
        if old is not None and (old.id, old.text, old.owner_id, old.team_id, old.also_id) != entry.row:
            difference.stale += 1
        elif old is not None:
            continue
        wrong.append(entry.record_id)
    difference.stray += len(kept)
    if write and (wrong or kept):
        mend(object_type, [*wrong, *map(record_id_of, kept)], by=by)


def mend(object_type: ObjectType, ids: Sequence[int], *, by: Actor) -> None:
    """Write the entries of records as they are at this moment, whatever was read before."""
    with transaction.atomic():
        rows = read.get_many(object_type, ids, by=by)
        index.remove(object_type.key, ids)
        index.write([entry_of(row) for row in rows.values()], fresh=True)
