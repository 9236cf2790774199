"""Putting drafts into the tables: the row, its side tables, its trail, its search entry, its events."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import models

from odnos.engine.access.actor import Actor
from odnos.engine.access.tripwire import written
from odnos.engine.audit.models import Entry
from odnos.engine.outbox.emit import emit
from odnos.engine.records import indexing
from odnos.engine.records.draft import Draft
from odnos.engine.records.kept import real
from odnos.engine.records.models import RecordLink, RecordValue
from odnos.engine.tables import bulk
from odnos.engine.tables.custom import COLUMN, packed
from odnos.objects.fields import Field, File, Links, MultiChoice
from odnos.objects.registry import ObjectType

STAMPS = ("version", "created_at", "updated_at", "created_by_id", "updated_by_id")


def insert(object_type: ObjectType, drafts: Sequence[Draft], *, by: Actor) -> None:
    """Insert new records and everything that hangs on them."""
    for draft, record_id in zip(drafts, bulk.next_ids(object_type.model, len(drafts)), strict=True):
        draft.id = record_id
    names = columns_of(object_type)
    places = {name: place for place, name in enumerate(names)}
    blank = blanks(object_type)
    blank |= {"version": 1, "created_by_id": by.user_id, "updated_by_id": by.user_id}
    empty = [blank[name] for name in names]
    rows = [row_of(object_type, draft, places, list(empty)) for draft in drafts]
    bulk.insert(object_type.model, names, rows, mark=written(object_type.table))


def row_of(object_type: ObjectType, draft: Draft, places: dict[str, int], row: list[Any]) -> list[Any]:
    """Fill the `row` of a new record. An import comes here a million times: no mapping is made that is not needed."""
    custom: dict[str, Any] = {}
    for name, value in draft.values.items():
        for column, kept in object_type.by_name[name].store(value).items():
            if column in places:
                row[places[column]] = kept
            else:
                custom[column] = kept
    if custom:
        row[places[COLUMN]] = packed(custom, object_type.kept)
    row[places["id"]] = draft.id
    row[places["created_at"]] = row[places["updated_at"]] = draft.at
    return row


def stored(object_type: ObjectType, draft: Draft, names: Iterable[str]) -> dict[str, Any]:
    kept: dict[str, Any] = {}
    for name in names:
        kept.update(object_type.by_name[name].store(draft.values[name]))
    return kept


def gathered(object_type: ObjectType, draft: Draft, columns: dict[str, Any]) -> dict[str, Any]:
    """Return changed columns with those of added fields within the custom one, beside what it holds already."""
    changed = {name: value for name, value in columns.items() if name in object_type.kept}
    if not changed or draft.old is None:
        return columns
    held = {key: value for key, value in (draft.old.columns[COLUMN] or {}).items() if key not in changed}
    return columns | {COLUMN: held | packed(changed, object_type.kept)}


def columns_of(object_type: ObjectType) -> list[str]:
    return [field.attname for field in object_type.model._meta.concrete_fields]


def blanks(object_type: ObjectType) -> dict[str, Any]:
    """Return what each column of a new row holds when nothing was said."""
    return {field.attname: field.get_default() for field in object_type.model._meta.concrete_fields}


def change(object_type: ObjectType, drafts: Sequence[Draft], *, by: Actor) -> None:
    """Write the changed columns; drafts that change the same fields go in one statement. The version guards each row."""
    alike: dict[tuple[str, ...], list[Draft]] = defaultdict(list)
    for draft in drafts:
        alike[tuple(sorted(draft.changes()))].append(draft)
    for names, group in alike.items():
        columns = real(
            object_type, [column for name in names for column in object_type.by_name[name].columns]
        )
        rows = []
        for draft in group:
            assert draft.old is not None
            kept = gathered(object_type, draft, stored(object_type, draft, names))
            version = draft.old.version
            rows.append(
                [*(kept[column] for column in columns), version + 1, draft.at, by.user_id, draft.id, version]
            )
        stamped = [*columns, "version", "updated_at", "updated_by_id"]
        bulk.update(object_type.model, stamped, rows, mark=written(object_type.table))


def beside(object_type: ObjectType, drafts: Sequence[Draft]) -> None:
    """Write the side tables: links with their roles, values of many, and the rows that rules asked for."""
    for field in object_type.all_fields:
        if isinstance(field, Links | MultiChoice | File):
            touched = [draft for draft in drafts if draft.changed(field.name)]
            if touched and isinstance(field, Links):
                replace(RecordLink, object_type, field, touched, link_rows(object_type, field, touched))
            elif touched and isinstance(field, MultiChoice | File):
                replace(RecordValue, object_type, field, touched, value_rows(object_type, field, touched))
    extras: dict[type[models.Model], list[models.Model]] = defaultdict(list)
    for draft in drafts:
        assert draft.id is not None
        for do in draft.deeds:
            do()
        for make in draft.extras:
            extra = make(draft.id)
            extras[type(extra)].append(extra)
    for model, rows in extras.items():
        names = [field.attname for field in model._meta.concrete_fields if not field.primary_key]
        bulk.insert(model, names, [[getattr(row, name) for name in names] for row in rows])


def replace(
    model: type[Any], object_type: ObjectType, field: Field, touched: Sequence[Draft], rows: list[list[Any]]
) -> None:
    old = [draft.id for draft in touched if not draft.is_new]
    if old:
        model.objects.filter(object_key=object_type.key, field=field.name, record_id__in=old).delete()
    if model is RecordLink:
        bulk.insert(model, ("object_key", "record_id", "field", "to_key", "to_id", "role", "position"), rows)
    else:
        bulk.insert(model, ("object_key", "field", "value", "record_id"), rows)


def link_rows(object_type: ObjectType, field: Links, drafts: Sequence[Draft]) -> list[list[Any]]:
    return [
        [object_type.key, draft.id, field.name, field.to, item.id, item.role, position]
        for draft in drafts
        for position, item in enumerate(draft.values[field.name])
    ]


def value_rows(
    object_type: ObjectType, field: MultiChoice | File, drafts: Sequence[Draft]
) -> list[list[Any]]:
    return [
        [object_type.key, field.name, value[:200], draft.id]
        for draft in drafts
        for value in dict.fromkeys(field.side_values(draft.values[field.name]))
    ]


def trail(
    object_type: ObjectType,
    drafts: Sequence[Draft],
    *,
    action: str,
    by: Actor,
    change_set: int | None,
) -> None:
    """Write one audit entry a draft: every audited field with its old and new value."""
    names = (
        "at",
        "actor_id",
        "source",
        "object_key",
        "record_id",
        "version",
        "action",
        "diff",
        "change_set_id",
    )
    rows = [
        [
            draft.at,
            by.user_id,
            by.source,
            object_type.key,
            draft.id,
            version_of(draft),
            action,
            diff(draft),
            change_set,
        ]
        for draft in drafts
    ]
    bulk.insert(Entry, names, rows)


def version_of(draft: Draft) -> int:
    return draft.old.version + 1 if draft.old else 1


def diff(draft: Draft) -> dict[str, list[Any]]:
    found = {}
    for name, (before, after) in draft.changes().items():
        field = draft.type.by_name[name]
        if field.audited:
            found[name] = [None if draft.is_new else field.json(before), field.json(after)]
    return found


def announce(
    object_type: ObjectType,
    drafts: Sequence[Draft],
    *,
    action: str,
    by: Actor,
    at: dt.datetime,
    change_set: int | None,
) -> None:
    """Emit the events of these writes, one for all records to which the same happened."""
    happened: dict[str, list[int]] = {action: [draft.id for draft in drafts if draft.id]}
    for draft in drafts:
        for event in draft.events:
            happened.setdefault(event, []).append(draft.id or 0)
    for event, records in happened.items():
        emit(
            f"{object_type.key}.{event}",
            object_key=object_type.key,
            records=records,
            by=by,
            at=at,
            change_set=change_set,
        )


def index(object_type: ObjectType, drafts: Sequence[Draft]) -> None:
    """Keep the search entries of these records true."""
    indexing.write(object_type, drafts)
