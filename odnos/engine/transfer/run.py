"""Carrying an import out. Cursor, counts and rows move in one transaction a batch: a kill at any step loses and doubles nothing."""

from __future__ import annotations

import datetime as dt
import gc
import itertools
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from django.db.models import F
from django.utils.translation import ngettext, override

from odnos.engine.access.actor import Actor, system_actor
from odnos.engine.access.rights import Denied
from odnos.engine.access.working import Deactivated, working_actor
from odnos.engine.audit.models import ChangeSet, Entry
from odnos.engine.outbox.emit import emit
from odnos.engine.outbox.jobs import job
from odnos.engine.outbox.models import Job
from odnos.engine.outbox.running import Run as JobRun
from odnos.engine.records import undo, write
from odnos.engine.tables import room
from odnos.engine.transfer import reasons, source
from odnos.engine.transfer.importer import Importer
from odnos.engine.transfer.imports import FALLBACK
from odnos.engine.transfer.item import Item
from odnos.engine.transfer.models import ImportLater, ImportProblem, ImportRun
from odnos.engine.transfer.steps import Step
from odnos.lib.tables import Unreadable

BATCH = 5000
"""Rows a transaction: larger ones touch each page of an index for more rows, smaller ones let others write sooner."""
MAX_NOTES = 10_000
State = ImportRun.State

Progress = Callable[[ImportRun], None]


class Superseded(RuntimeError):
    """Another process carries this import on; what this one was about to commit must not be committed."""


@job("transfer.import", long=True)
def carry_out(job_run: JobRun, *, run_id: int) -> None:
    """The worker's way to run an import: each batch is one step of the job."""
    run = ImportRun.objects.get(pk=run_id)
    try:
        by = actor_of(run.hand_id or run.actor_id)
    except Deactivated as reason:
        hold(run, reason, step=job_run.step)
        return
    work(run, by=by, step=job_run.step)


def work(run: ImportRun, *, by: Actor, step: Step, progress: Progress = lambda _run: None) -> None:
    """Carry `run` on from its cursor to its end, or until it is cancelled."""
    with override(by.locale), room.to_write():
        try:
            if run.state == State.RUNNING:
                with uncollected():
                    rows(run, by=by, step=step, progress=progress)
            if run.state == State.RUNNING:
                links_within(run, by=by, step=step)
            if run.state == State.RUNNING:
                finish(run, by=by, step=step)
        except Deactivated as reason:
            hold(run, reason, step=step)
        except (Unreadable, Denied) as error:
            give_up(run, error, step=step)
    source.forget(run)


def rows(run: ImportRun, *, by: Actor, step: Step, progress: Progress) -> None:
    """Every row behind the cursor, a batch a step."""
    importer: Importer | None = None
    waiting = source.rows_of(run, after=run.cursor)
    while batch := list(itertools.islice(waiting, BATCH)):
        with step() as at:
            if is_being_undone(run, at=at):
                return
            if (now := actor_now(by)) != by:
                by, importer = now, None
            importer = importer or Importer(run, by=by, at=at)
            items = importer.take(batch, at=at, change_set=run.change_set_id)
            move(run, items)
            note(run, items)
            postpone_fallback(run, at=at)
        run.refresh_from_db()
        progress(run)
        if run.state != State.RUNNING:
            return
        gc.collect(1)


@contextmanager
def uncollected() -> Iterator[None]:
    """Without looking for garbage: a batch makes a hundred thousand objects and hardly a cycle; a third of its time was
    spent looking. Between two batches only what is young is looked through, never the names that the run remembers.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def move(run: ImportRun, items: Sequence[Item]) -> None:
    """Count the rows of a batch, each once, and move the cursor, if nobody else has. Raises Superseded."""
    failed = sum(bool(item.errors) for item in items)
    skipped = sum(item.is_skipped and not item.errors for item in items)
    updated = sum(item.is_old and not item.errors and not item.is_skipped for item in items)
    moved = ImportRun.objects.filter(pk=run.pk, cursor=run.cursor, state=State.RUNNING).update(
        cursor=items[-1].number,
        rows=F("rows") + len(items),
        failed=F("failed") + failed,
        skipped=F("skipped") + skipped,
        updated=F("updated") + updated,
        created=F("created") + len(items) - failed - skipped - updated,
    )
    if not moved:
        raise Superseded(run.pk)


def note(run: ImportRun, items: Sequence[Item], *, is_check: bool = False) -> None:
    """Keep the reasons of rows that failed with their cells, and up to a limit what is worth knowing of others."""
    wanted = [item for item in items if item.errors or item.notes]
    if not wanted:
        return
    room = MAX_NOTES - ImportProblem.objects.filter(run=run, is_check=is_check, is_fatal=False).count()
    problems = []
    for item in wanted:
        if not item.errors:
            room -= 1
        if item.errors or room > 0:
            reason = " ".join(item.errors or item.notes)
            cells = [cell.replace("\x00", "\ufffd").replace("\udcff", "\ufffd") for cell in item.cells]
            problems.append(
                ImportProblem(
                    run=run,
                    is_check=is_check,
                    is_fatal=bool(item.errors),
                    row=item.number,
                    cells=cells,
                    reason=reason,
                )
            )
    ImportProblem.objects.bulk_create(problems, batch_size=500)


def links_within(run: ImportRun, *, by: Actor, step: Step) -> None:
    """The links between rows of the file, now that all are there."""
    importer: Importer | None = None
    while waiting := list(ImportLater.objects.filter(run=run).order_by("pk")[:BATCH]):
        with step() as at:
            actor_now(by)
            importer = importer or Importer(run, by=by, at=at)
            link(run, importer, waiting, by=by, at=at)
            if ImportLater.objects.filter(pk__in=[later.pk for later in waiting]).delete()[0] != len(waiting):
                raise Superseded(run.pk)
            postpone_fallback(run, at=at)


def link(
    run: ImportRun, importer: Importer, waiting: Sequence[ImportLater], *, by: Actor, at: dt.datetime
) -> None:
    object_type = importer.object_type
    by_field = {
        target.field.name: target
        for target in importer.plan.targets.values()
        if target.field and not target.child
    }
    changes: dict[int, dict[str, Any]] = {}
    rows_of: dict[int, ImportLater] = {}
    for later in waiting:
        directory = importer.links.directory(by_field[later.field], None, later.value)
        ids = directory.ids(later.value)
        if len(ids) == 1:
            changes.setdefault(later.record_id, {})[later.field] = ids[0]
            rows_of[later.record_id] = later
        else:
            label = str(by_field[later.field].field.label)  # type: ignore[union-attr]
            reason = (
                reasons.several(label, later.value, len(ids))
                if ids
                else reasons.unknown_link(label, later.value, "")
            )
            tell(run, later, reason)
    batch = [write.Change(id=record_id, values=values) for record_id, values in changes.items()]
    outcomes = (
        write.update_many(object_type, batch, by=by, at=at, change_set=run.change_set_id) if batch else []
    )
    for change, outcome in zip(batch, outcomes, strict=True):
        if outcome.errors:
            tell(run, rows_of[change.id], reasons.of_errors(object_type, outcome.errors))


def tell(run: ImportRun, later: ImportLater, reason: str) -> None:
    """The row stands without its link, and says so."""
    ImportProblem.objects.create(run=run, row=later.row, is_fatal=False, reason=reason, cells=[])


def finish(run: ImportRun, *, by: Actor, step: Step) -> None:
    with step() as at:
        if not ImportRun.objects.filter(pk=run.pk, state=State.RUNNING).update(
            state=State.DONE, finished_at=at
        ):
            raise Superseded(run.pk)
        entries = Entry.objects.filter(change_set_id=run.change_set_id).count()
        ChangeSet.objects.filter(pk=run.change_set_id or 0).update(entries=entries)
        Job.objects.filter(key=f"import:{run.pk}", state=Job.State.READY).delete()
        run.refresh_from_db()
        counts = {name: getattr(run, name) for name in ("rows", "created", "updated", "skipped", "failed")}
        emit("import.done", payload={"run": run.pk, **counts}, by=by, at=at, change_set=run.change_set_id)


def give_up(run: ImportRun, error: Exception, *, step: Step) -> None:
    reason = reasons.of_file(error) if isinstance(error, Unreadable) else str(error)
    with step() as at:
        ImportRun.objects.filter(pk=run.pk, state=State.RUNNING).update(
            state=State.FAILED, reason=reason[:300], finished_at=at
        )
    run.refresh_from_db()


def postpone_fallback(run: ImportRun, *, at: dt.datetime) -> None:
    """While a command carries the import on, the worker's job for it waits; if the command dies, it does not."""
    Job.objects.filter(key=f"import:{run.pk}", state=Job.State.READY).update(run_at=at + FALLBACK)


def actor_of(user_id: int | None) -> Actor:
    """The person in whose name a job works, with the rights they have now. Raises Deactivated."""
    if user_id is None:
        return system_actor("import", source="import")
    return working_actor(user_id, source="import")


def actor_now(by: Actor) -> Actor:
    """The same person with the rights they have by now. Raises Deactivated."""
    if by.user_id is None:
        return by
    return replace(working_actor(by.user_id, source=by.source), narrow=by.narrow, locale=by.locale)


def is_being_undone(run: ImportRun, *, at: dt.datetime) -> bool:
    """Whether somebody takes the import back from the history while it writes; it stops then."""
    taken = ChangeSet.objects.filter(undoes_id=run.change_set_id, undone_at=None).exists()
    if taken:
        ImportRun.objects.filter(pk=run.pk, state=State.RUNNING).update(state=State.CANCELLED, finished_at=at)
        run.refresh_from_db()
    return taken


def hold(run: ImportRun, reason: Deactivated, *, step: Step) -> None:
    """Stop where the import is, until an administrator carries it on or takes it back."""
    with step():
        ImportRun.objects.filter(pk=run.pk, state=State.RUNNING).update(
            state=State.HELD, reason=str(reason)[:300]
        )
        Job.objects.filter(key=f"import:{run.pk}", state=Job.State.READY).delete()
    run.refresh_from_db()


@job("transfer.undo", long=True)
def take_back(job_run: JobRun, *, run_id: int, actor_id: int | None) -> None:
    """Undo an import batch by batch; one that was cut off goes on."""
    run = ImportRun.objects.get(pk=run_id)
    try:
        take_back_as(actor_of(actor_id), run, job_run)
    except Deactivated as reason:
        with job_run.step():
            ImportRun.objects.filter(pk=run_id, state=State.UNDOING).update(
                state=State.FAILED, reason=str(reason)[:300]
            )


def take_back_as(by: Actor, run: ImportRun, job_run: JobRun) -> None:
    if not ChangeSet.objects.filter(pk=run.change_set_id or 0, undone_at=None).exists():
        ImportRun.objects.filter(pk=run.pk).update(state=State.UNDONE)
        return
    with job_run.step() as at:
        undoing = undo.begin(run.change_set_id or 0, by=by, at=at)
    more = True
    while more:
        with job_run.step() as at, override(by.locale):
            more = undo.step(undoing, by=actor_now(by), at=at)
    with job_run.step(), override(by.locale):
        kept = len(undo.result_of(undoing).kept)
        words = ngettext(
            "%(count)s record was changed since and stays.",
            "%(count)s records were changed since and stay.",
            kept,
        )
        reason = words % {"count": kept} if kept else ""
        ImportRun.objects.filter(pk=run.pk).update(state=State.UNDONE, reason=reason[:300])
