"""Changing the kind of a field beside its readers: batch by batch, then an index, then all at once."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any

from django.db import connection
from django.db.utils import IntegrityError
from django.utils.translation import gettext as _

from odnos.engine.access.actor import system_actor
from odnos.engine.access.tripwire import Mark, written
from odnos.engine.custom import indexes, renewing
from odnos.engine.custom.changing.actions import DAYS, finish, swap
from odnos.engine.custom.changing.current import field_of, shadow_of
from odnos.engine.custom.changing.models import FieldChange
from odnos.engine.custom.models import CustomField, CustomOption
from odnos.engine.outbox import emit, jobs, schedules
from odnos.engine.outbox.running import Run
from odnos.engine.records import save
from odnos.engine.records.models import RecordValue
from odnos.engine.records.shadows import Shadow, value_of
from odnos.engine.tables import bulk, definitions
from odnos.engine.tables.custom import COLUMN
from odnos.objects.fields import Field, MultiChoice
from odnos.objects.registry import ObjectType, registry

BATCH = 2000
GRACE = dt.timedelta(minutes=1)
"""For so long somebody may still write who read the definitions before they changed."""
State = FieldChange.State


@dataclasses.dataclass(kw_only=True)
class Work:
    """A change with what it is about."""

    change: FieldChange
    definition: dict[str, Any]
    object_type: ObjectType
    options: list[dict[str, Any]]

    @property
    def shadow(self) -> Shadow:
        kept_in = CustomField._base_manager.filter(pk=self.change.kept_in_id or 0)
        return shadow_of(self.change, self.definition, self.options, kept_in.values().first())

    def field(self, settings: dict[str, Any], slot: str) -> Field:
        return field_of(self.definition, settings, slot, self.options)

    def rows(self) -> Any:
        found = self.object_type.model._base_manager.filter(Mark(self.object_type)).order_by("pk")
        return found.select_for_update(no_key=True) if connection.features.has_select_for_update else found


def work_of(change_id: int) -> Work | None:
    """Return a change with what it is about; None if its field or its object is gone."""
    definitions.refresh()
    change = FieldChange.objects.get(pk=change_id)
    everywhere = CustomField._base_manager.filter(pk=change.field_id)
    definition: dict[str, Any] = dict(everywhere.values().get())
    if definition["object"] not in registry:
        return None
    known = CustomOption._base_manager.filter(deleted_at__isnull=True)
    rows = known.filter(field_id=change.field_id).order_by("position", "pk").values()
    options: list[dict[str, Any]] = [dict(row) for row in rows]
    object_type = registry.get(definition["object"])
    return Work(change=change, definition=definition, object_type=object_type, options=options)


@jobs.job("custom.change", long=True)
def change(run: Run, *, change_id: int) -> None:
    """Make the new values beside the old ones, which are read meanwhile; then let them be read. Goes on where it was."""
    work = work_of(change_id)
    if work is None or work.change.state != State.CONVERTING:
        return
    shadow = work.shadow
    while convert_some(run, work, shadow):
        pass
    try:
        build_index(run, work)
    except IntegrityError:
        give_up(run, work, _("Several records would have the same value, and no two may."))
        return
    with run.step() as at:
        changed = work.rows().filter(updated_at__gte=work.change.at)
        follow(work, shadow, list(changed.values_list("pk", "version", COLUMN)))
        work.change.swapped_at = at
        work.change.save(update_fields=["swapped_at"])
        by = dataclasses.replace(system_actor("a field of another kind"), user_id=work.change.by_id)
        swap(work.change, work.change.after, by=by, at=at)
        finish(work.change, State.DONE)
        jobs.enqueue("custom.change_check", {"change_id": change_id}, at=at, run_at=at + GRACE)
    definitions.refresh()
    if work.object_type.derived:
        renewing.renew_every(run, work.object_type)


def convert_some(run: Run, work: Work, shadow: Shadow) -> bool:
    """Convert the next records, in one transaction; whether there may be more."""
    with run.step():
        rows = list(work.rows().filter(pk__gt=work.change.last).values_list("pk", "version", COLUMN)[:BATCH])
        if not rows:
            return False
        follow(work, shadow, rows)
        work.change.last, work.change.done = rows[-1][0], work.change.done + len(rows)
        work.change.save(update_fields=["last", "done"])
    return len(rows) == BATCH


def follow(work: Work, shadow: Shadow, rows: list[tuple[int, int, dict[str, Any]]]) -> None:
    """Let the shadow follow in some records. Nobody's edit: no version, no trail."""
    made = [(number, version, held or {}, shadow.follow(held or {})) for number, version, held in rows]
    values = [[custom, number, version] for number, version, held, custom in made if custom != held]
    bulk.update(work.object_type.model, [COLUMN], values, mark=written(work.object_type.table))
    if isinstance(shadow.target, MultiChoice):
        ids = [number for number, _version, _held, _custom in made]
        side = [value_of(shadow.target, custom) for _number, _version, _held, custom in made]
        stand = RecordValue.objects.filter(object_key=work.object_type.key, field=shadow.target.name)
        stand.filter(record_id__in=ids).delete()
        found = save.side_rows(work.object_type, shadow.target, ids, side)
        bulk.insert(RecordValue, dict(zip(save.VALUE, zip(*found, strict=True), strict=False)))


def build_index(run: Run, work: Work) -> None:
    """Build the index of the new values before anybody reads them. Raises IntegrityError."""
    wanted = CustomField._base_manager.get(pk=work.change.field_id)
    for name, value in work.change.after.items():
        setattr(wanted, name, value)
    plain, unique = indexes.wanted(wanted)
    for is_unique in [False] * plain + [True] * unique:
        indexes.build(run, indexes.index_of(wanted, is_unique=is_unique, key=work.change.slot_after))


def give_up(run: Run, work: Work, reason: str) -> None:
    with run.step() as at:
        work.change.reason = reason
        work.change.save(update_fields=["reason"])
        finish(work.change, State.FAILED)
        jobs.enqueue("custom.change_purge", {"change_id": work.change.pk}, at=at)


@jobs.job("custom.change_check", long=True)
def check(run: Run, *, change_id: int) -> None:
    """Take over what was written with the old kind by those who did not know yet that it had changed."""
    work = work_of(change_id)
    if work is None or work.change.state != State.DONE or work.change.swapped_at is None:
        return
    back = work.shadow
    with run.step():
        recent = work.rows().filter(updated_at__gte=work.change.swapped_at - GRACE)
        late = [
            row
            for row in recent.values_list("pk", "version", COLUMN)
            if back.follow(row[2] or {}) != (row[2] or {})
        ]
        if late:
            work.change.state = State.CONVERTING
            follow(work, work.shadow, late)
            emit.renewed(work.object_type.key, [row[0] for row in late])


@jobs.job("custom.change_purge", long=True)
def purge(run: Run, *, change_id: int) -> None:
    """Take the values away that nobody reads any more, and their index."""
    work = work_of(change_id)
    if work is None or work.change.state in (State.CONVERTING, State.DONE):
        return
    is_over = work.change.state == State.OVER
    slot = work.change.slot_before if is_over else work.change.slot_after
    gone = work.field(work.change.before if is_over else work.change.after, slot)
    kept = CustomField._base_manager.get(pk=work.change.field_id)
    kept.kind = str((work.change.before if is_over else work.change.after)["kind"])
    for is_unique in (False, True):
        indexes.perform(run, indexes.index_of(kept, is_unique=is_unique, key=slot).drop)
    last, more = 0, True
    while more:
        with run.step():
            rows = list(work.rows().filter(pk__gt=last).values_list("pk", "version", COLUMN)[:BATCH])
            without = [
                (pk, version, {k: v for k, v in held.items() if k not in gone.columns}, held)
                for pk, version, held in rows
            ]
            values = [[custom, pk, version] for pk, version, custom, held in without if custom != held]
            bulk.update(work.object_type.model, [COLUMN], values, mark=written(work.object_type.table))
        more, last = len(rows) == BATCH, rows[-1][0] if rows else last


@jobs.job("custom.change_over", long=True)
def end_old(run: Run) -> None:
    """Let changes stand that can be taken back no more."""
    with run.step() as at:
        for item in FieldChange.objects.filter(state=State.DONE, swapped_at__lt=at - dt.timedelta(days=DAYS)):
            finish(item, State.OVER)
            jobs.enqueue("custom.change_purge", {"change_id": item.pk}, at=at)


schedules.every("custom.change_over", dt.timedelta(days=1), offset=dt.timedelta(minutes=25))
