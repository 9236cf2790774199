"""Values that follow from others: worked out with every write of the record, and quietly anew when what they read has changed.

A value worked out anew is nobody's edit: it raises no version, writes no trail, and tells those alone who keep a copy.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any

from django.db import connection

from odnos.engine.access.tripwire import Mark, written
from odnos.engine.outbox import emit
from odnos.engine.records.draft import Draft
from odnos.engine.records.kept import real
from odnos.engine.records.row import Row
from odnos.engine.tables import bulk
from odnos.engine.tables.custom import COLUMN, packed, unpacked
from odnos.objects.fields.follows import Path, Read
from odnos.objects.registry import ObjectType, registry

Value = Callable[[str], Any]
Linked = Mapping[str, Mapping[int, Row]]


def settle(object_type: ObjectType, drafts: Sequence[Draft]) -> None:
    """Set the derived fields of drafts, in the order in which they follow from one another."""
    linked = linked_rows(object_type, [draft.__getitem__ for draft in drafts])
    for draft in drafts:
        read = reader(draft.__getitem__, linked)
        for field in object_type.derived:
            assert field.follows
            value = field.follows.work(read, draft.ctx.today)
            if value != draft[field.name]:
                draft.set(field.name, value)


def linked_rows(object_type: ObjectType, records: Sequence[Value]) -> Linked:
    """Read the records that formulas look at through links. They say the same to everybody, so nobody's reach limits them."""
    links = {name for field in object_type.derived if field.follows for name in field.follows.links}
    found = {}
    for name in links:
        target = registry.get(getattr(object_type.field(name), "to", ""))
        ids = {record_id for record in records if (record_id := record(name)) is not None}
        everywhere = target.model._base_manager.filter(Mark(target), pk__in=ids)
        asked = columns_of(target, read_through(object_type, name))
        rows = [Row(target, columns) for columns in everywhere.values(*asked)] if ids else []
        found[name] = {row.id: row for row in rows}
    return found


def paths(object_type: ObjectType) -> set[Path]:
    """Return everything that the derived fields of an object ask for."""
    return {path for field in object_type.derived if field.follows for path in field.follows.reads}


def read_through(object_type: ObjectType, link: str) -> set[str]:
    """Return which fields of the records that a link names are asked for."""
    return {path[1] for path in paths(object_type) if len(path) > 1 and path[0] == link}


def columns_of(object_type: ObjectType, names: Iterable[str]) -> list[str]:
    """Return the table's columns of some fields: reading all of them takes longer than working a formula out."""
    columns = (column for name in names for column in object_type.field(name).columns)
    return real(object_type, ["id", "version", *columns])


def reader(record: Value, linked: Linked) -> Read:
    """Return what gives a formula the values of one record and of those it names."""

    def read(path: Path) -> Any:
        if len(path) == 1:
            return record(path[0])
        named = linked.get(path[0], {}).get(record(path[0]) or 0)
        return None if named is None else named[path[1]]

    return read


def renew(object_type: ObjectType, ids: Iterable[int], *, today: dt.date) -> list[int]:
    """Work the derived fields of records out anew, within the caller's transaction; return the records they changed in."""
    found = object_type.model._base_manager.filter(Mark(object_type), pk__in=list(ids)).order_by("pk")
    if connection.features.has_select_for_update:
        found = found.select_for_update(no_key=True)
    names = {path[0] for path in paths(object_type)}
    asked = columns_of(object_type, names)
    read_keys = [(key, object_type.kept[key]) for key in keys_of(object_type, names)]
    rows = [dict(row, **unpacked(row[COLUMN] or {}, read_keys)) for row in found.values(*asked, COLUMN)]
    linked = linked_rows(object_type, [partial(value_of, object_type, row) for row in rows])
    worked_out = [(row, renewed(object_type, row, linked, today)) for row in rows]
    changed = [(kept, row["id"], row["version"]) for row, kept in worked_out if kept is not None]
    bulk.update(object_type.model, [COLUMN], changed, mark=written(object_type.table))
    emit.renewed(object_type.key, [record_id for _kept, record_id, _version in changed])
    return [record_id for _kept, record_id, _version in changed]


def keys_of(object_type: ObjectType, names: Iterable[str]) -> list[str]:
    """Return the keys of the custom column in which some fields stand."""
    columns = (column for name in names for column in object_type.field(name).columns)
    return [column for column in columns if column in object_type.kept]


def value_of(object_type: ObjectType, columns: Mapping[str, Any], name: str) -> Any:
    return object_type.by_name[name].value(columns)


def renewed(
    object_type: ObjectType, columns: Mapping[str, Any], linked: Linked, today: dt.date
) -> dict[str, Any] | None:
    """Return what the custom column of a record is to hold; None if it holds that already."""
    values: dict[str, Any] = {}

    def current(name: str) -> Any:
        return values[name] if name in values else value_of(object_type, columns, name)

    read, fresh = reader(current, linked), dict[str, Any]()
    for field in object_type.derived:
        assert field.follows
        value = values[field.name] = field.follows.work(read, today)
        fresh |= field.store(value)
    held, kept = columns[COLUMN] or {}, packed(fresh, object_type.kept)
    if all(held.get(key) == kept.get(key) for key in fresh):
        return None
    return {key: value for key, value in held.items() if key not in fresh} | kept
