"""Putting drafts into the tables: the row, its side tables, its trail, its search entry, its events."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import repeat
from typing import Any

from django.db import models

from odnos.engine.access.actor import Actor
from odnos.engine.access.tripwire import written
from odnos.engine.audit.models import Entry
from odnos.engine.audit.trail import origin
from odnos.engine.outbox.emit import emit
from odnos.engine.records import indexing, shadows
from odnos.engine.records.draft import Draft, touched
from odnos.engine.records.kept import real
from odnos.engine.records.models import RecordLink, RecordValue
from odnos.engine.tables import bulk
from odnos.engine.tables.custom import COLUMN, packed
from odnos.objects.fields import Field, File, Links, MultiChoice
from odnos.objects.registry import ObjectType

NOT_GIVEN = object()
LINK = ("object_key", "record_id", "field", "to_key", "to_id", "role", "position")
VALUE = ("object_key", "field", "value", "record_id")


def insert(object_type: ObjectType, drafts: Sequence[Draft], *, by: Actor) -> None:
    """Insert new records, column by column: what no draft speaks of is the same in every row."""
    ids = bulk.next_ids(object_type.model, len(drafts))
    for draft, record_id in zip(drafts, ids, strict=True):
        draft.id = record_id
    blank = blanks(object_type)
    columns: dict[str, Iterable[Any]] = {name: repeat(value) for name, value in blank.items()}
    given = [object_type.by_name[name] for name in set().union(*(draft.values for draft in drafts))]
    for field in given:
        if not field.key:
            columns |= columns_of(field, drafts, blank)
    if added := [field for field in given if field.key]:
        columns[COLUMN] = [
            shadows.followed(object_type, packed(values_of(added, draft), object_type.kept))
            for draft in drafts
        ]
    moments = [draft.at for draft in drafts]
    columns |= {"id": ids, "version": repeat(1), "created_at": moments, "updated_at": moments}
    columns |= {"created_by_id": repeat(by.user_id), "updated_by_id": repeat(by.user_id)}
    if object_type.is_custom:
        columns["object_key"] = repeat(object_type.key)
    bulk.insert(object_type.model, columns, mark=written(object_type.table))


def columns_of(field: Field, drafts: Sequence[Draft], blank: dict[str, Any]) -> dict[str, list[Any]]:
    """Return the columns that hold a field of new records, `blank` where a draft does not speak of it."""
    given = [draft.values.get(field.name, NOT_GIVEN) for draft in drafts]
    if field.columns == (field.column,):
        keep, otherwise = field.kept, blank[field.column]
        return {field.column: [otherwise if value is NOT_GIVEN else keep(value) for value in given]}
    held = [blank if value is NOT_GIVEN else field.store(value) for value in given]
    return {column: [one[column] for one in held] for column in field.columns}


def values_of(added: Sequence[Field], draft: Draft) -> dict[str, Any]:
    """Return what a new record holds in the keys of added fields."""
    held: dict[str, Any] = {}
    for field in added:
        if field.name in draft.values:
            held |= field.store(draft.values[field.name])
    return held


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
    return columns | {COLUMN: shadows.followed(object_type, held | packed(changed, object_type.kept))}


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
    for name in sorted(touched(drafts)):
        field = object_type.by_name[name]
        if isinstance(field, Links | MultiChoice | File):
            changed = [draft for draft in drafts if draft.changed(name)]
            if isinstance(field, Links):
                replace(RecordLink, object_type, field, changed, link_rows(object_type, field, changed))
            else:
                replace(RecordValue, object_type, field, changed, value_rows(object_type, field, changed))
    for target, changed, values in shadows.beside(object_type, drafts):
        rows_ = side_rows(object_type, target, [draft.id for draft in changed], values)
        replace(RecordValue, object_type, target, changed, rows_)
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
        bulk.insert(model, {name: [getattr(row, name) for row in rows] for name in names})


def replace(
    model: type[Any], object_type: ObjectType, field: Field, changed: Sequence[Draft], rows: list[list[Any]]
) -> None:
    old = [draft.id for draft in changed if not draft.is_new]
    if old:
        model.objects.filter(object_key=object_type.key, field=field.name, record_id__in=old).delete()
    names = LINK if model is RecordLink else VALUE
    bulk.insert(model, dict(zip(names, zip(*rows, strict=True), strict=False)))


def link_rows(object_type: ObjectType, field: Links, drafts: Sequence[Draft]) -> list[list[Any]]:
    return [
        [object_type.key, draft.id, field.name, field.to, item.id, item.role, position]
        for draft in drafts
        for position, item in enumerate(draft.values[field.name])
    ]


def value_rows(
    object_type: ObjectType, field: MultiChoice | File, drafts: Sequence[Draft]
) -> list[list[Any]]:
    values = [draft.values[field.name] for draft in drafts]
    return side_rows(object_type, field, [draft.id for draft in drafts], values)


def side_rows(
    object_type: ObjectType, field: MultiChoice | File, ids: Sequence[int | None], values: Sequence[Any]
) -> list[list[Any]]:
    """Return the rows of the side table by which records are found that have `values` in a field."""
    return [
        [object_type.key, field.name, item[:200], record_id]
        for record_id, value in zip(ids, values, strict=True)
        for item in dict.fromkeys(field.side_values(value))
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
    audited = {field.name: field.json for field in object_type.all_fields if field.audited}
    columns = {
        "at": [draft.at for draft in drafts],
        **{name: repeat(value) for name, value in origin(by).items()},
        "object_key": repeat(object_type.key),
        "record_id": [draft.id for draft in drafts],
        "version": [draft.old.version + 1 if draft.old else 1 for draft in drafts],
        "action": repeat(action),
        "diff": [diff(draft, audited) for draft in drafts],
        "change_set_id": repeat(change_set),
    }
    bulk.insert(Entry, columns)


def diff(draft: Draft, audited: Mapping[str, Callable[[Any], Any]]) -> dict[str, list[Any]]:
    """Return the old and the new value of each changed field, by what makes JSON of the `audited` ones."""
    return {
        name: [None if draft.is_new else audited[name](before), audited[name](after)]
        for name, (before, after) in draft.changes().items()
        if name in audited
    }


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
            is_write=event == action,
        )


def follow_up(object_type: ObjectType, drafts: Sequence[Draft]) -> None:
    """Let what is kept elsewhere of these records follow them, such as the total of an order its lines."""
    for follow in object_type.consequences:
        follow(drafts)


def index(object_type: ObjectType, drafts: Sequence[Draft]) -> None:
    """Keep the search entries of these records true."""
    indexing.write(object_type, drafts)
