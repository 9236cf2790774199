"""The one write path: right → validation → version → diff → save → trail → search entry → event, in one transaction.

One record and a thousand go the same way; bulk differs in how many drafts travel together.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import transaction

from odnos.engine.access import rights
from odnos.engine.access.actor import Actor
from odnos.engine.access.fields import whole
from odnos.engine.audit.models import Entry
from odnos.engine.audit.sight import seen
from odnos.engine.records import clean, heirs, ownership, save
from odnos.engine.records.bin import delete, delete_one, restore
from odnos.engine.records.draft import Draft
from odnos.engine.records.errors import Conflict, Invalid
from odnos.engine.records.outcome import Change, Outcome, Values
from odnos.engine.records.row import Row, seen_by
from odnos.engine.records.rows import locked, unreachable, written_row
from odnos.objects.context import Context
from odnos.objects.registry import ObjectType

UNDONE = "undone"
"""The action of a write that puts values back: rules that keep a history take the step out of it again."""


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
    object_type = whole(object_type)
    drafts = drafted(object_type, [values], by=by, at=at)
    with transaction.atomic():
        [outcome] = made(object_type, drafts, action=action, by=by, at=at, change_set=change_set)
        if outcome.id is None:
            raise Invalid(outcome.errors)
        return seen_by(by, written_row(object_type, outcome.id))


def create_many(
    object_type: ObjectType,
    batch: Sequence[Values],
    *,
    by: Actor,
    at: dt.datetime,
    change_set: int | None = None,
    action: str = "created",
    moments: Sequence[dt.datetime] | None = None,
) -> list[Outcome]:
    """Create records; those that cannot be are answered with their errors, the others are made. Raises Denied.

    `moments` are when each of them happened, for history that is brought in afterwards.
    """
    object_type = whole(object_type)
    drafts = drafted(object_type, batch, by=by, at=at, moments=moments)
    with transaction.atomic():
        return made(object_type, drafts, action=action, by=by, at=at, change_set=change_set)


def drafted(
    object_type: ObjectType,
    batch: Sequence[Values],
    *,
    by: Actor,
    at: dt.datetime,
    moments: Sequence[dt.datetime] | None = None,
) -> list[Draft]:
    """Return new records as they were asked for, parsed before the turn to write is taken. Raises Denied."""
    rights.check(by, "create", object_type)
    drafts = []
    for ctx, values in zip(contexts(by, at, moments, number=len(batch)), batch, strict=True):
        draft = Draft(object_type, old=None, by=by, at=ctx.at, ctx=ctx)
        clean.fill(draft, values)
        drafts.append(draft)
    clean.fill_defaults(object_type, drafts)
    return drafts


def made(
    object_type: ObjectType,
    drafts: Sequence[Draft],
    *,
    action: str,
    by: Actor,
    at: dt.datetime,
    change_set: int | None,
) -> list[Outcome]:
    """Check drafts of new records and write those that can be, within the caller's transaction."""
    ownership.settle(object_type, drafts, by=by, deed="create")
    clean.check(object_type, drafts, by=by)
    good = [draft for draft in drafts if not draft.errors]
    if good:
        save.insert(object_type, good, by=by)
        finish(object_type, good, action=action, by=by, at=at, change_set=change_set)
    return [Outcome(id=None if draft.errors else draft.id, errors=draft.errors) for draft in drafts]


def contexts(
    by: Actor, at: dt.datetime, moments: Sequence[dt.datetime] | None, *, number: int
) -> Sequence[Context]:
    """Return what each draft of a batch is parsed with: one for all, unless each has its own moment."""
    return [by.context(at)] * number if moments is None else [by.context(moment) for moment in moments]


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
    save.trail(object_type, drafts, action=action, by=by, change_set=change_set)
    save.index(object_type, drafts)
    save.announce(object_type, drafts, action=action, by=by, at=at, change_set=change_set)
    save.follow_up(object_type, drafts)


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
    trusted: bool = False,
) -> Row:
    """Change one record that still has `version` (None: whatever it has). Raises NotFound, Denied, Invalid, Conflict.

    `trusted` values come from an action or an undo, not from somebody's hand: they may set read-only fields.
    """
    with transaction.atomic():
        change = Change(id=record_id, values=values, version=version)
        [outcome] = update_many(
            object_type, [change], by=by, at=at, change_set=change_set, action=action, trusted=trusted
        )
        if outcome.conflict:
            raise outcome.conflict
        if outcome.errors:
            raise Invalid(outcome.errors)
        return seen_by(by, written_row(whole(object_type), record_id))


def update_many(
    object_type: ObjectType,
    batch: Sequence[Change],
    *,
    by: Actor,
    at: dt.datetime,
    change_set: int | None = None,
    action: str = "updated",
    trusted: bool = False,
    moments: Sequence[dt.datetime] | None = None,
) -> list[Outcome]:
    """Change records; those that cannot be are answered with their errors. Raises Denied, NotFound for a sole unknown id."""
    object_type = whole(object_type)
    rights.check(by, "edit", object_type)
    with transaction.atomic():
        rows = locked(object_type, [change.id for change in batch], by=by, deed="edit")
        outcomes: dict[int, Outcome] = {}
        drafts: list[Draft] = []
        for change, ctx in zip(batch, contexts(by, at, moments, number=len(batch)), strict=True):
            row = rows.get(change.id)
            if row is None:
                outcomes[change.id] = unreachable(object_type, change.id, by=by, alone=len(batch) == 1)
            elif change.version is not None and change.version != row.version:
                outcomes[change.id] = Outcome(id=row.id, conflict=conflict_at(row, change.version, by=by))
            else:
                draft = Draft(object_type, old=row, by=by, at=ctx.at, ctx=ctx)
                draft.undoing = action == UNDONE
                clean.fill(draft, change.values, trusted=trusted)
                drafts.append(draft)
        ownership.settle(object_type, drafts, by=by, deed="edit")
        clean.check(object_type, drafts, by=by)
        changed = [draft for draft in drafts if not draft.errors and draft.changes()]
        if changed:
            save.change(object_type, changed, by=by)
            finish(object_type, changed, action=action, by=by, at=at, change_set=change_set)
            heirs.follow(object_type, changed)
    now = {draft.id for draft in changed}
    known = {draft.id: Outcome(id=draft.id, errors=draft.errors, changed=draft.id in now) for draft in drafts}
    return [outcomes.get(change.id) or known[change.id] for change in batch]


def conflict_at(row: Row, version: int, *, by: Actor) -> Conflict:
    """Return the conflict of a writer who knew `version` of a record, with what others changed since as far as `by` sees it."""
    found = Entry.objects.filter(object_key=row.type.key, record_id=row.id, version__gt=version)
    since = [seen(entry, by=by) for entry in found.order_by("id")]
    return Conflict(seen_by(by, row), frozenset(name for entry in since for name in entry.diff), since)


__all__ = [
    "Change",
    "Outcome",
    "create",
    "create_many",
    "delete",
    "delete_one",
    "restore",
    "update",
    "update_many",
]
