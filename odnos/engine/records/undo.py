"""Undo: the trail played backwards through the write path, so that an undo is itself a change that can be undone.

Where somebody changed a field again meanwhile, their value stays and the undo says so.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from odnos.engine.access.actor import Actor
from odnos.engine.access.rights import Denied
from odnos.engine.audit.models import ChangeSet, Entry
from odnos.engine.records import read, write
from odnos.engine.records.errors import NotFound
from odnos.engine.records.row import Row
from odnos.objects.registry import ObjectType, registry

BATCH = 500


@dataclass(kw_only=True)
class Undone:
    """What an undo did: how many records it put back, and why it left others as they are now."""

    records: int = 0
    kept: list[tuple[str, int, str]] = field(default_factory=list)
    change_set: int | None = None


def entry(entry_id: int, *, by: Actor, at: dt.datetime) -> Undone:
    """Undo one write. Raises NotFound, Denied."""
    found = Entry.objects.filter(pk=entry_id).first()
    if found is None:
        raise NotFound(f"entry {entry_id}")
    return play_back([found], Undone(), by=by, at=at, change_set=None)


def change_set(change_set_id: int, *, by: Actor, at: dt.datetime) -> Undone:
    """Undo an import, merge or mass edit, newest write first, in batches that each stand. Raises NotFound, Denied."""
    kept = ChangeSet.objects.filter(pk=change_set_id).first()
    if kept is None:
        raise NotFound(f"change set {change_set_id}")
    if not may_undo(kept, by=by):
        raise Denied(_("Only the person who made these changes or an administrator may undo them."))
    result = Undone()
    undoing = begin(kept, by=by, at=at)
    result.change_set = undoing.pk
    last: int | None = None
    while batch := batch_before(kept.pk, last):
        with transaction.atomic():
            play_back(batch, result, by=by, at=at, change_set=undoing.pk)
        last = batch[-1].pk
    ChangeSet.objects.filter(pk=kept.pk).update(undone_at=at, undone_by_id=by.user_id)
    ChangeSet.objects.filter(pk=undoing.pk).update(entries=result.records)
    return result


def may_undo(kept: ChangeSet, *, by: Actor) -> bool:
    return kept.undone_at is None and (by.is_administrator or kept.actor_id == by.user_id)


def begin(kept: ChangeSet, *, by: Actor, at: dt.datetime) -> ChangeSet:
    """Return the change set of the undo itself; one that was cut off is gone on with."""
    with transaction.atomic():
        begun = ChangeSet.objects.filter(undoes_id=kept.pk, undone_at=None).first()
        return begun or ChangeSet.objects.create(
            kind="undo", label=kept.label, actor_id=by.user_id, at=at, undoes_id=kept.pk
        )


def batch_before(change_set_id: int, last: int | None) -> list[Entry]:
    found = Entry.objects.filter(change_set_id=change_set_id)
    if last is not None:
        found = found.filter(pk__lt=last)
    return list(found.order_by("-pk")[:BATCH])


def play_back(
    entries: Sequence[Entry], result: Undone, *, by: Actor, at: dt.datetime, change_set: int | None
) -> Undone:
    """Undo some writes, newest first, runs of the same kind on the same object together."""
    run: list[Entry] = []
    for item in entries:
        again = any(item.record_id == other.record_id for other in run)
        if (run and (item.object_key, item.action) != (run[0].object_key, run[0].action)) or again:
            play_run(run, result, by=by, at=at, change_set=change_set)
            run = []
        run.append(item)
    if run:
        play_run(run, result, by=by, at=at, change_set=change_set)
    return result


def play_run(
    run: Sequence[Entry], result: Undone, *, by: Actor, at: dt.datetime, change_set: int | None
) -> None:
    object_type, action = registry.get(run[0].object_key), run[0].action
    ids = [item.record_id for item in run]
    with transaction.atomic():
        if action == "created":
            outcomes = write.delete(object_type, ids, by=by, at=at, change_set=change_set)
        elif action == "deleted":
            outcomes = write.restore(object_type, ids, by=by, at=at, change_set=change_set)
        elif action == "restored":
            outcomes = write.delete(object_type, ids, by=by, at=at, change_set=change_set)
        else:
            changes = put_back(object_type, run, result, by=by)
            outcomes = write.update_many(
                object_type, changes, by=by, at=at, change_set=change_set, action="undone"
            )
    for outcome in outcomes:
        reasons = [str(reason) for found in outcome.errors.values() for reason in found]
        if reasons and outcome.id is not None:
            result.kept.append((object_type.key, outcome.id, " ".join(reasons)))
        else:
            result.records += 0 if reasons else 1


def put_back(
    object_type: ObjectType, run: Sequence[Entry], result: Undone, *, by: Actor
) -> list[write.Change]:
    """Return the changes that give fields their old values, where they still have the value of the entry undone."""
    rows = read.get_many(object_type, [item.record_id for item in run], by=by)
    changes = []
    for item in run:
        row = rows.get(item.record_id)
        if row is None:
            result.kept.append((object_type.key, item.record_id, str(_("The record is gone."))))
            continue
        theirs = {name: pair for name, pair in item.diff.items() if is_by_hand(object_type, name)}
        values = still_standing(object_type, row, theirs)
        if len(values) < len(theirs):
            result.kept.append((object_type.key, row.id, str(_("Somebody has changed it since."))))
        changes.append(write.Change(id=row.id, values=values))
    return changes


def still_standing(object_type: ObjectType, row: Row, diff: dict[str, list[Any]]) -> dict[str, Any]:
    return {
        name: before
        for name, (before, after) in diff.items()
        if object_type.by_name[name].json(row[name]) == after
    }


def is_by_hand(object_type: ObjectType, name: str) -> bool:
    """Whether people set the field; what rules derive follows by itself."""
    return name in object_type.by_name and not object_type.by_name[name].readonly
