"""The one write path: right → validation → version → diff → save → trail → search entry → event, in one transaction.

One record and a thousand go the same way; bulk differs in how many drafts travel together.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from odnos.engine.access import rights
from odnos.engine.access.actor import Actor
from odnos.engine.access.rights import Deed, Denied
from odnos.engine.access.tripwire import Mark, written
from odnos.engine.audit.models import Entry
from odnos.engine.records import clean, heirs, indexing, ownership, read, save
from odnos.engine.records.draft import Draft
from odnos.engine.records.errors import Conflict, Errors, Invalid, NotFound
from odnos.engine.records.reach import reach
from odnos.engine.records.row import Row
from odnos.engine.tables import bulk
from odnos.objects.fields import Links
from odnos.objects.registry import ObjectType

Values = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Change:
    """New values for one record; with a `version`, only if it still has that one."""

    id: int
    values: Values
    version: int | None = None


@dataclass(kw_only=True)
class Outcome:
    """What became of one write of a batch: the record's id, or the reasons why not. `changed` is False if it was so already."""

    id: int | None = None
    errors: Errors = field(default_factory=dict)
    conflict: Conflict | None = None
    changed: bool = True


def create(
    object_type: ObjectType,
    values: Values,
    *,
    by: Actor,
    at: dt.datetime,
    change_set: int | None = None,
    action: str = "created",
) -> Row:
    """Create one record. Raises Denied or Invalid."""
    with transaction.atomic():
        [outcome] = create_many(object_type, [values], by=by, at=at, change_set=change_set, action=action)
        if outcome.id is None:
            raise Invalid(outcome.errors)
        return own_row(object_type, outcome.id, by=by)


def own_row(object_type: ObjectType, record_id: int, *, by: Actor) -> Row:
    """Return a record just written, even if writing it put it out of the writer's reach."""
    columns = save_columns(object_type)
    found = list(marked(object_type).filter(pk=record_id).values(*columns))
    return read.rows_of(object_type, found, None)[0]


def save_columns(object_type: ObjectType) -> list[str]:
    return read.column_names(object_type, None)


def marked(object_type: ObjectType) -> Any:
    return object_type.model._base_manager.filter(Mark(object_type.table))


def create_many(
    object_type: ObjectType,
    batch: Sequence[Values],
    *,
    by: Actor,
    at: dt.datetime,
    change_set: int | None = None,
    action: str = "created",
) -> list[Outcome]:
    """Create records; those that cannot be are answered with their errors, the others are made. Raises Denied."""
    rights.check(by, "create", object_type)
    ctx = by.context(at)
    drafts = [Draft(object_type, old=None, by=by, at=at, ctx=ctx) for _values in batch]
    with transaction.atomic():
        for draft, values in zip(drafts, batch, strict=True):
            clean.fill(draft, values)
            clean.fill_defaults(draft)
        ownership.settle(object_type, drafts, by=by, deed="create")
        clean.check(object_type, drafts, by=by)
        good = [draft for draft in drafts if not draft.errors]
        if good:
            save.insert(object_type, good, by=by, at=at)
            finish(object_type, good, action=action, by=by, at=at, change_set=change_set)
    return [Outcome(id=None if draft.errors else draft.id, errors=draft.errors) for draft in drafts]


def finish(
    object_type: ObjectType,
    drafts: Sequence[Draft],
    *,
    action: str,
    by: Actor,
    at: dt.datetime,
    change_set: int | None,
) -> None:
    """Everything that follows the row itself, in the same transaction."""
    save.beside(object_type, drafts)
    save.trail(object_type, drafts, action=action, by=by, at=at, change_set=change_set)
    save.index(object_type, drafts)
    save.announce(object_type, drafts, action=action, by=by, at=at, change_set=change_set)


def update(
    object_type: ObjectType,
    record_id: int,
    values: Values,
    *,
    version: int | None,
    by: Actor,
    at: dt.datetime,
    change_set: int | None = None,
    action: str = "updated",
) -> Row:
    """Change one record that still has `version` (None: whatever it has). Raises NotFound, Denied, Invalid, Conflict."""
    with transaction.atomic():
        change = Change(id=record_id, values=values, version=version)
        [outcome] = update_many(object_type, [change], by=by, at=at, change_set=change_set, action=action)
        if outcome.conflict:
            raise outcome.conflict
        if outcome.errors:
            raise Invalid(outcome.errors)
        return own_row(object_type, record_id, by=by)


def update_many(
    object_type: ObjectType,
    batch: Sequence[Change],
    *,
    by: Actor,
    at: dt.datetime,
    change_set: int | None = None,
    action: str = "updated",
) -> list[Outcome]:
    """Change records; those that cannot be are answered with their errors. Raises Denied, NotFound for a sole unknown id."""
    rights.check(by, "edit", object_type)
    ctx = by.context(at)
    with transaction.atomic():
        rows = locked(object_type, [change.id for change in batch], by=by, deed="edit")
        outcomes: dict[int, Outcome] = {}
        drafts: list[Draft] = []
        for change in batch:
            row = rows.get(change.id)
            if row is None:
                outcomes[change.id] = unreachable(object_type, change.id, by=by, alone=len(batch) == 1)
            elif change.version is not None and change.version != row.version:
                outcomes[change.id] = Outcome(id=row.id, conflict=conflict_at(row, change.version))
            else:
                draft = Draft(object_type, old=row, by=by, at=at, ctx=ctx)
                clean.fill(draft, change.values)
                drafts.append(draft)
        ownership.settle(object_type, drafts, by=by, deed="edit")
        clean.check(object_type, drafts, by=by)
        changed = [draft for draft in drafts if not draft.errors and draft.changes()]
        if changed:
            save.change(object_type, changed, by=by, at=at)
            finish(object_type, changed, action=action, by=by, at=at, change_set=change_set)
            heirs.follow(object_type, changed)
    made = {draft.id: Outcome(id=draft.id, errors=draft.errors, changed=draft in changed) for draft in drafts}
    return [outcomes.get(change.id) or made[change.id] for change in batch]


def locked(
    object_type: ObjectType, ids: Sequence[int], *, by: Actor, deed: Deed, deleted: bool | None = False
) -> dict[int, Row]:
    """Return the rows over which `by` may do `deed`, locked until the transaction ends."""
    found = reach(object_type, by=by, deed=deed, deleted=deleted).filter(pk__in=list(ids)).order_by("pk")
    if connection.features.has_select_for_update:
        found = found.select_for_update(no_key=True)
    rows = [Row(object_type, columns) for columns in found.values(*save_columns(object_type))]
    beside = [item.name for item in object_type.all_fields if isinstance(item, Links)]
    if beside and rows:
        read.load_links(object_type, rows, beside)
    return {row.id: row for row in rows}


def unreachable(object_type: ObjectType, record_id: int, *, by: Actor, alone: bool) -> Outcome:
    """A record that can be seen but not changed is denied; one that cannot be seen does not exist."""
    if not reach(object_type, by=by).filter(pk=record_id).exists():
        if alone:
            raise NotFound(f"{object_type.key} {record_id}")
        return Outcome(errors={"": [_("There is no such record, or you may not see it.")]})
    if alone:
        raise Denied(_("You may see this record, but not change it."))
    return Outcome(errors={"": [_("You may see this record, but not change it.")]})


def conflict_at(row: Row, version: int) -> Conflict:
    """Return the conflict of a writer who knew `version` of a record, with what others changed since."""
    since = list(
        Entry.objects.filter(object_key=row.type.key, record_id=row.id, version__gt=version).order_by("id")
    )
    return Conflict(row, frozenset(name for entry in since for name in entry.diff), since)


def delete(
    object_type: ObjectType, ids: Sequence[int], *, by: Actor, at: dt.datetime, change_set: int | None = None
) -> list[Outcome]:
    """Move records to the bin, with what hangs on them. Raises Denied, NotFound for a sole unknown id."""
    rights.check(by, "delete", object_type)
    with transaction.atomic():
        rows = locked(object_type, ids, by=by, deed="delete")
        good = bin_rows(
            object_type, list(rows.values()), at, action="deleted", by=by, at=at, change_set=change_set
        )
        heirs.bin_parts(object_type, good, at, by=by, at=at, change_set=change_set)
    return [
        Outcome(id=record_id)
        if record_id in rows
        else unreachable(object_type, record_id, by=by, alone=len(ids) == 1)
        for record_id in ids
    ]


def restore(
    object_type: ObjectType, ids: Sequence[int], *, by: Actor, at: dt.datetime, change_set: int | None = None
) -> list[Outcome]:
    """Take records out of the bin, with the parts that went into it together with them. Raises Denied."""
    rights.check(by, "delete", object_type)
    with transaction.atomic():
        rows = locked(object_type, ids, by=by, deed="delete", deleted=True)
        clashing = clashes(object_type, list(rows.values()))
        good = [row for row in rows.values() if row.id not in clashing]
        moments = {row.id: row.columns["deleted_at"] for row in good}
        bin_rows(object_type, good, None, action="restored", by=by, at=at, change_set=change_set)
        heirs.restore_parts(object_type, moments, by=by, at=at, change_set=change_set)
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
    save.trail(object_type, drafts, action=action, by=by, at=at, change_set=change_set)
    if moment is None:
        indexing.write(object_type, drafts, anew=True)
    else:
        indexing.remove(object_type, [row.id for row in rows])
    if drafts:
        save.announce(object_type, drafts, action=action, by=by, at=at, change_set=change_set)
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
    return found
