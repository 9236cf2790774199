"""Entries of the index as a reader may know them: an entry holds the text of a whole record, hidden fields included."""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Sequence

from odnos.engine.access.actor import Actor
from odnos.engine.access.fields import hidden, known_to
from odnos.engine.index import Asked, Found
from odnos.engine.index.entry import reference
from odnos.engine.records import indexing, read
from odnos.objects.registry import ObjectType, registry


def fitting(entries: Sequence[Found], asked: Asked, *, by: Actor) -> list[Found]:
    """Return the entries that fit by what `by` may know of them."""
    return [item for item in known(entries, by=by) if asked.fits(item.text)]


def known(entries: Sequence[Found], *, by: Actor) -> list[Found]:
    """Return entries with the text that `by` may know; those out of their reach are left out where it must be read anew."""
    wanted: dict[str, list[int]] = defaultdict(list)
    for item in entries:
        named = reference(item.id)
        if named and named[0] in registry and is_partly_hidden(registry.get(named[0]), by=by):
            wanted[named[0]].append(named[1])
    if not wanted:
        return list(entries)
    texts = {place: text for key, ids in wanted.items() for place, text in read_anew(key, ids, by=by).items()}
    found = []
    for item in entries:
        place = reference(item.id)
        if place is None or place[0] not in wanted:
            found.append(item)
        elif place in texts:
            found.append(dataclasses.replace(item, text=texts[place]))
    return found


def is_partly_hidden(object_type: ObjectType, *, by: Actor) -> bool:
    """Whether an entry may hold text of a field that is hidden from `by`."""
    gone = hidden(object_type, by=by)
    return bool(gone) and any(name in gone for name in indexing.searched(object_type))


def read_anew(key: str, ids: Sequence[int], *, by: Actor) -> dict[tuple[str, int], str]:
    """Return the searchable text of records, of the fields alone that `by` may know."""
    kind = known_to(key, by=by)
    rows = read.get_many(kind, ids, by=by, columns=[*indexing.read_by(kind)])
    return {row.reference: indexing.entry(kind, row.id, row.__getitem__).text for row in rows.values()}
