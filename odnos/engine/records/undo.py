"""Undo: the trail played backwards through the write path, so that an undo is itself a change that can be undone.

Where somebody changed a field again meanwhile, their value stays and the undo says so. A large change set is undone in
steps that each stand; one that was cut off goes on where it was.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from odnos.engine.access import rights
from odnos.engine.access.actor import Actor
from odnos.engine.access.fields import safe
from odnos.engine.access.rights import Denied
from odnos.engine.audit.models import ChangeSet, Entry
from odnos.engine.outbox.emit import emit
from odnos.engine.outbox.models import Event
from odnos.engine.records import merge, read, shares, write
from odnos.engine.records.errors import NotFound
from odnos.engine.records.outcome import Change, Outcome
from odnos.engine.records.reach import reach
from odnos.engine.records.row import Row
from odnos.objects.registry import ObjectType, registry

BATCH = 500
STEP = "history.undo_step"
WHOLE = frozenset(("merge", "convert"))
"""Kinds of change sets that reach beyond what their maker sees, and are undone as they were done: whole."""

Kept = tuple[str, int, str]
"""A record that an undo left as it is, and why."""


@dataclass(kw_only=True)
class Undone:
    """What an undo did: how many records it put back, and why it left others as they are now."""

    records: int = 0
    kept: list[Kept] = field(default_factory=list)
    change_set: int | None = None

    def keep(self, key: str, record_id: int, reason: Any) -> None:
        self.kept.append((key, record_id, str(reason)))


def entry(entry_id: int, *, by: Actor, at: dt.datetime) -> Undone:
    """Undo one write. Raises NotFound, Denied."""
    found = Entry.objects.filter(pk=entry_id).first()
    if found is None:
        raise NotFound(f"entry {entry_id}")
    read.get(registry.get(found.object_key), found.record_id, by=by, deleted=None)
    if found.action == "merged":
        raise Denied(_("A merge is undone as a whole, from the history."))
    with transaction.atomic():
        return play_back([found], Undone(), by=by, at=at, change_set=None)


def change_set(change_set_id: int, *, by: Actor, at: dt.datetime) -> Undone:
    """Undo an import, merge or mass edit, newest write first. Raises NotFound, Denied."""
    undoing = begin(change_set_id, by=by, at=at)
    while step(undoing, by=by, at=at):
        pass
    return result_of(undoing)


def begin(change_set_id: int, *, by: Actor, at: dt.datetime) -> ChangeSet:
    """Return the change set of the undo itself; one that was cut off is gone on with. Raises NotFound, Denied."""
    with transaction.atomic():
        kept = ChangeSet.objects.select_for_update().filter(pk=change_set_id).first()
        if kept is None:
            raise NotFound(f"change set {change_set_id}")
        if not may_undo(kept, by=by):
            raise Denied(_("Only the person who made these changes or an administrator may undo them."))
        if kept.kind in WHOLE:
            check_editor(kept, by=by)
        begun = ChangeSet.objects.filter(undoes_id=kept.pk, undone_at=None).order_by("-pk").first()
        return begun or ChangeSet.objects.create(
            kind="undo", label=kept.label, actor_id=by.user_id, at=at, undoes_id=kept.pk
        )


def may_undo(kept: ChangeSet, *, by: Actor) -> bool:
    """Whether `by` may undo a change set that stands."""
    return kept.undone_at is None and (by.is_administrator or kept.actor_id == by.user_id)


def check_editor(kept: ChangeSet, *, by: Actor) -> None:
    """What is undone beyond its maker's sight needs a maker who may still change such records. Raises Denied."""
    for key in Entry.objects.filter(change_set_id=kept.pk).values_list("object_key", flat=True)[:1]:
        rights.check(by, "edit", registry.get(key))


def step(undoing: ChangeSet, *, by: Actor, at: dt.datetime) -> bool:
    """Undo the next batch in one transaction; return whether there is more to do. A second undo waits for the first."""
    with transaction.atomic():
        undone = ChangeSet.objects.select_for_update().get(pk=undoing.undoes_id or 0)
        if undone.undone_at is not None:
            return False
        batch = batch_before(undone.pk, last_of(undoing))
        if not batch:
            finish(undoing, undone, by=by, at=at)
            return False
        hand = dataclasses.replace(by, role="system", narrow=None) if undone.kind in WHOLE else by
        result = Undone()
        playable = batch if hand is by else without_given_away(batch, result, by=by)
        play_back(playable, result, by=hand, at=at, change_set=undoing.pk)
        remember(undoing, batch[-1].pk, result, by=by, at=at)
        return True


def without_given_away(batch: Sequence[Entry], result: Undone, *, by: Actor) -> list[Entry]:
    """Return what is played back for `by` with more rights than their own: not the making of what is others' by now."""
    playable = []
    for item in batch:
        mine = reach(registry.get(item.object_key), by=by, deed="edit", deleted=None)
        if item.action != "created" or mine.filter(pk=item.record_id).exists():
            playable.append(item)
        else:
            result.keep(item.object_key, item.record_id, _("Somebody has changed it since."))
    return playable


def remember(undoing: ChangeSet, last: int, result: Undone, *, by: Actor, at: dt.datetime) -> None:
    payload = {"last": last, "records": result.records, "kept": result.kept}
    emit(STEP, payload=payload, by=by, at=at, change_set=undoing.pk)
    entries = Entry.objects.filter(change_set_id=undoing.pk).count()
    ChangeSet.objects.filter(pk=undoing.pk).update(entries=entries)


def finish(undoing: ChangeSet, undone: ChangeSet, *, by: Actor, at: dt.datetime) -> None:
    ChangeSet.objects.filter(pk=undone.pk).update(undone_at=at, undone_by_id=by.user_id)
    if undone.undoes_id:
        ChangeSet.objects.filter(pk=undone.undoes_id).update(undone_at=None, undone_by_id=None)
    emit("history.undone", payload={"change_set": undone.pk}, by=by, at=at, change_set=undoing.pk)


def steps_of(undoing: ChangeSet) -> list[Event]:
    return list(Event.objects.filter(name=STEP, change_set_id=undoing.pk).order_by("pk"))


def last_of(undoing: ChangeSet) -> int | None:
    steps = steps_of(undoing)
    return int(steps[-1].payload["last"]) if steps else None


def result_of(undoing: ChangeSet) -> Undone:
    """Return what an undo did so far."""
    result = Undone(change_set=undoing.pk)
    for event in steps_of(undoing):
        result.records += event.payload["records"]
        result.kept += [(key, number, reason) for key, number, reason in event.payload["kept"]]
    return result


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
    names: set[int] = set()
    for item in entries:
        if run and (
            (item.object_key, item.action) != (run[0].object_key, run[0].action) or item.record_id in names
        ):
            play_run(run, result, by=by, at=at, change_set=change_set)
            run, names = [], set()
        run.append(item)
        names.add(item.record_id)
    if run:
        play_run(run, result, by=by, at=at, change_set=change_set)
    return result


def play_run(
    run: Sequence[Entry], result: Undone, *, by: Actor, at: dt.datetime, change_set: int | None
) -> None:
    object_type, action = registry.get(run[0].object_key), run[0].action
    ids = [item.record_id for item in run]
    if action in BESIDE:
        play_beside(object_type, run, result, by=by, at=at, change_set=change_set)
        return
    if action in ("created", "restored"):
        outcomes = write.delete(object_type, ids, by=by, at=at, change_set=change_set)
    elif action == "deleted":
        outcomes = write.restore(object_type, ids, by=by, at=at, change_set=change_set)
    else:
        changes = put_back(object_type, run, result, by=by)
        outcomes = write.update_many(
            object_type, changes, by=by, at=at, change_set=change_set, action=write.UNDONE, trusted=True
        )
    tell(object_type, outcomes, result)


BESIDE = frozenset(("merged", *shares.ACTIONS))
"""Entries about what stands beside a record's fields."""


def play_beside(
    object_type: ObjectType,
    run: Sequence[Entry],
    result: Undone,
    *,
    by: Actor,
    at: dt.datetime,
    change_set: int | None,
) -> None:
    rows = read.get_many(object_type, [item.record_id for item in run], by=by)
    if run[0].action == "merged":
        merge.put_back(run, rows, by=by, at=at)
        return
    done = set(shares.put_back(run, rows, by=by, at=at, change_set=change_set))
    result.records += len(done)
    for item in run:
        if item.record_id not in done:
            result.keep(object_type.key, item.record_id, _("Somebody has changed it since."))


def tell(object_type: ObjectType, outcomes: Sequence[Outcome], result: Undone) -> None:
    for outcome in outcomes:
        reasons = [str(reason) for found in outcome.errors.values() for reason in found]
        if reasons and outcome.id is not None:
            result.keep(object_type.key, outcome.id, " ".join(reasons))
        elif not reasons:
            result.records += 1


def put_back(object_type: ObjectType, run: Sequence[Entry], result: Undone, *, by: Actor) -> list[Change]:
    """Return the changes that give fields their old values, where they still have the value of the entry undone."""
    rows = read.get_many(object_type, [item.record_id for item in run], by=by, as_kept=True)
    changes = []
    for item in run:
        row = rows.get(item.record_id)
        if row is None:
            result.keep(object_type.key, item.record_id, _("The record is gone."))
            continue
        known = {name: pair for name, pair in item.diff.items() if name in object_type.by_name}
        if len(known) < len(item.diff):
            result.keep(object_type.key, row.id, _("A field that was changed is archived by now."))
        theirs = {name: pair for name, pair in known.items() if name not in kept_from(object_type, by=by)}
        if any(name in safe(object_type, by=by).by_name for name in known.keys() - theirs):
            result.keep(object_type.key, row.id, _("A field that you may not change stays as it is."))
        values = still_standing(object_type, row, theirs)
        if len(values) < len(theirs):
            result.keep(object_type.key, row.id, _("Somebody has changed it since."))
        if values:
            changes.append(Change(id=row.id, values=values))
    return changes


def kept_from(object_type: ObjectType, *, by: Actor) -> set[str]:
    """Return the fields that people set by hand but that `by` may not edit; what rules have set goes with what they follow."""
    known = safe(object_type, by=by).by_name
    return {
        name
        for name, field in object_type.by_name.items()
        if not field.readonly and (name not in known or known[name].readonly)
    }


def still_standing(object_type: ObjectType, row: Row, diff: dict[str, list[Any]]) -> dict[str, Any]:
    return {
        name: before
        for name, (before, after) in diff.items()
        if object_type.by_name[name].json(row[name]) == after
    }
