"""The bin: records leave and come back with everything that is a part of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from odnos.engine.access import rights
from odnos.engine.access.actor import Actor
from odnos.engine.access.fields import whole
from odnos.engine.access.tripwire import written
from odnos.engine.records import clean, indexing, read, save
from odnos.engine.records.draft import Draft
from odnos.engine.records.errors import Errors
from odnos.engine.records.heirs import parts
from odnos.engine.records.outcome import Outcome
from odnos.engine.records.row import Row
from odnos.engine.records.rows import locked, marked, unreachable
from odnos.engine.tables import bulk
from odnos.objects.fields import Link
from odnos.objects.labels import Label
from odnos.objects.registry import ObjectType, registry


def delete(
    object_type: ObjectType, ids: Sequence[int], *, by: Actor, at: dt.datetime, change_set: int | None = None
) -> list[Outcome]:
    """Move records to the bin, with what hangs on them. Raises Denied, NotFound for a sole unknown id."""
    object_type = whole(object_type)
    rights.check(by, "delete", object_type)
    with transaction.atomic():
        rows = locked(object_type, ids, by=by, deed="delete")
        held = {row.id: reasons for row in rows.values() if (reasons := holds(row))}
        free = [row for row in rows.values() if row.id not in held]
        good = bin_rows(object_type, free, at, action="deleted", by=by, at=at, change_set=change_set)
        bin_parts(object_type, good, at, by=by, at=at, change_set=change_set)
    return [
        Outcome(id=record_id, errors={"": held[record_id]} if record_id in held else {})
        if record_id in rows
        else unreachable(object_type, record_id, by=by, alone=len(ids) == 1)
        for record_id in ids
    ]


def delete_one(
    object_type: ObjectType, record_id: int, *, by: Actor, at: dt.datetime, change_set: int | None = None
) -> None:
    """Move one record to the bin. Raises NotFound, and Denied also when something holds it."""
    [outcome] = delete(object_type, [record_id], by=by, at=at, change_set=change_set)
    for reasons in outcome.errors.values():
        raise rights.Denied(reasons[0])


def holds(row: Row) -> list[Label]:
    """Return why a record may not go to the bin."""
    return [reason for hold in row.type.held if (reason := hold(row))]


def restore(
    object_type: ObjectType, ids: Sequence[int], *, by: Actor, at: dt.datetime, change_set: int | None = None
) -> list[Outcome]:
    """Take records out of the bin, with the parts that went into it together with them. Raises Denied."""
    object_type = whole(object_type)
    rights.check(by, "delete", object_type)
    with transaction.atomic():
        rows = locked(object_type, ids, by=by, deed="delete", deleted=True)
        clashing = clashes(object_type, list(rows.values()))
        good = [row for row in rows.values() if row.id not in clashing]
        moments = {row.id: row.columns["deleted_at"] for row in good}
        bin_rows(object_type, good, None, action="restored", by=by, at=at, change_set=change_set)
        restore_parts(object_type, moments, by=by, at=at, change_set=change_set)
    missing = Outcome(errors={"": [_("This record is not in the bin, or you may not restore it.")]})
    return [
        Outcome(id=i) if i in moments else Outcome(errors=clashing[i]) if i in clashing else missing
        for i in ids
    ]


def bin_rows(
    object_type: ObjectType,
    rows: Sequence[Row],
    moment: dt.datetime | None,
    *,
    action: str,
    by: Actor,
    at: dt.datetime,
    change_set: int | None,
) -> list[int]:
    """Set or clear the moment of deletion, with trail, search entry and event."""
    drafts = [Draft(object_type, old=row, by=by, at=at, ctx=by.context(at)) for row in rows]
    columns = ("deleted_at", "version", "updated_at", "updated_by_id")
    changed = [[moment, row.version + 1, at, by.user_id, row.id, row.version] for row in rows]
    bulk.update(object_type.model, columns, changed, mark=written(object_type.table))
    save.trail(object_type, drafts, action=action, by=by, change_set=change_set)
    if moment is None:
        indexing.write(object_type, drafts, anew=True)
    else:
        indexing.remove(object_type, [row.id for row in rows])
    if drafts:
        save.announce(object_type, drafts, action=action, by=by, at=at, change_set=change_set)
        save.follow_up(object_type, drafts)
    return [row.id for row in rows]


def clashes(object_type: ObjectType, rows: Sequence[Row]) -> dict[int, Errors]:
    """Return why rows cannot leave the bin: another record has taken their unique value meanwhile."""
    found: dict[int, Errors] = {}
    for item in object_type.all_fields:
        if not item.unique:
            continue
        wanted = {row[item.name]: row.id for row in rows if not item.is_empty(row[item.name])}
        for value in clean.holders(object_type, item, list(wanted)):
            found[wanted[value]] = {item.name: [_("Another record has this value already.")]}
    return found | rootless(object_type, rows)


def rootless(object_type: ObjectType, rows: Sequence[Row]) -> dict[int, Errors]:
    """Return why rows cannot leave the bin: what they cannot be without, such as a deal's stage, is there too."""
    found: dict[int, Errors] = {}
    for item in object_type.fields:
        if not item.required or not isinstance(item, Link):
            continue
        wanted = {row[item.name] for row in rows}
        living = set(
            marked(registry.get(item.to))
            .filter(pk__in=wanted, deleted_at__isnull=True)
            .values_list("pk", flat=True)
        )
        for row in rows:
            if row[item.name] not in living:
                found[row.id] = {item.name: [_("This is in the bin itself. Restore it first.")]}
    return found


def bin_parts(
    object_type: ObjectType,
    ids: Sequence[int],
    moment: dt.datetime,
    *,
    by: Actor,
    at: dt.datetime,
    change_set: int | None,
) -> None:
    """Move the parts of records that went to the bin there too, at the same moment."""
    for part, rows in part_rows(object_type, ids, Q(deleted_at__isnull=True)):
        move(part, rows, moment, action="deleted", by=by, at=at, change_set=change_set)


def restore_parts(
    object_type: ObjectType,
    moments: Mapping[int, dt.datetime],
    *,
    by: Actor,
    at: dt.datetime,
    change_set: int | None,
) -> None:
    """Take out of the bin the parts that went there with the records restored, and no others."""
    for part, rows in part_rows(object_type, list(moments), Q(deleted_at__in=set(moments.values()))):
        move(part, rows, None, action="restored", by=by, at=at, change_set=change_set)


def part_rows(
    object_type: ObjectType, ids: Sequence[int], condition: Q
) -> Iterator[tuple[ObjectType, list[Row]]]:
    if not ids:
        return
    for part, theirs in parts(object_type, ids):
        found = marked(part).filter(theirs, condition)
        rows = [Row(part, columns) for columns in found.values(*read.column_names(part, None))]
        if rows:
            yield part, rows


def move(
    part: ObjectType,
    rows: Sequence[Row],
    moment: dt.datetime | None,
    *,
    action: str,
    by: Actor,
    at: dt.datetime,
    change_set: int | None,
) -> None:
    moved = bin_rows(part, rows, moment, action=action, by=by, at=at, change_set=change_set)
    if moment is not None:
        bin_parts(part, moved, moment, by=by, at=at, change_set=change_set)
