"""Parts follow their whole: into the bin and out of it, and to another owner."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence

from django.db.models import Q

from odnos.engine.access.actor import Actor
from odnos.engine.access.tripwire import Mark, Written
from odnos.engine.records import indexing
from odnos.engine.records.draft import Draft
from odnos.engine.records.row import Row
from odnos.objects.access import Everyone
from odnos.objects.fields import About
from odnos.objects.registry import ObjectType, registry


def parts(object_type: ObjectType, ids: Sequence[int]) -> Iterator[tuple[ObjectType, Q]]:
    """Yield each object whose records are parts of the records `ids`, with the condition that finds them."""
    for part in registry:
        parent = part.parent_field
        if isinstance(parent, About):
            key, number = parent.columns
            yield part, Q(**{key: object_type.key, f"{number}__in": ids})
        elif parent is not None and getattr(parent, "to", "") == object_type.key:
            yield part, Q(**{f"{parent.column}__in": ids})


def follow(object_type: ObjectType, drafts: Sequence[Draft]) -> None:
    """Parts of records that changed hands change hands with them; that is no edit of theirs, so nothing is audited."""
    if isinstance(object_type.access, Everyone):
        return
    for draft in drafts:
        if not (draft.changed("owner") or draft.changed("team")):
            continue
        for part, theirs in parts(object_type, [draft.id or 0]):
            found = part.model._base_manager.filter(Mark(part.table), Written(part.table), theirs)
            found.update(owner_id=draft["owner"], team_id=draft["team"])
            indexing.reassign(part, list(found.values_list("pk", flat=True)), draft["owner"], draft["team"])


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
    from odnos.engine.records import read

    if not ids:
        return
    for part, theirs in parts(object_type, ids):
        found = part.model._base_manager.filter(Mark(part.table), theirs, condition)
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
    from odnos.engine.records.write import bin_rows

    moved = bin_rows(part, rows, moment, action=action, by=by, at=at, change_set=change_set)
    if moment is not None:
        bin_parts(part, moved, moment, by=by, at=at, change_set=change_set)
