"""The worker's side of exports: write the file, and clear away what is too old."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

from django.utils.translation import override

from odnos.engine.access.actor import Actor
from odnos.engine.access.rights import Denied
from odnos.engine.access.working import working_actor
from odnos.engine.filters import text
from odnos.engine.filters.tree import FilterError
from odnos.engine.outbox import schedules
from odnos.engine.outbox.jobs import job
from odnos.engine.outbox.running import Run as JobRun
from odnos.engine.records import read
from odnos.engine.transfer import export, exports
from odnos.engine.transfer.models import ExportRun
from odnos.objects.registry import UnknownField, registry

State = ExportRun.State
COUNTED = 20_000_000
TOLD = 5000
"""Rows between two tellings of how far it is."""


@job("transfer.export", long=True, max_attempts=3)
def carry_out(job_run: JobRun, *, export_id: int) -> None:
    """Write the file of one export. After a stop it is written from its beginning."""
    run = ExportRun.objects.filter(pk=export_id).first()
    if run is None or run.state in (State.DONE, State.FAILED):
        return
    try:
        by = working_actor(run.actor_id, at=run.created_at, source="export")
        with override(by.locale):
            write(run, by=by, job_run=job_run)
    except (Denied, FilterError, UnknownField) as reason:
        with job_run.step() as at:
            ExportRun.objects.filter(pk=run.pk).update(
                state=State.FAILED, reason=str(reason)[:300], finished_at=at
            )


def write(run: ExportRun, *, by: Actor, job_run: JobRun) -> None:
    kind = registry.get(run.object_key)
    filter = text.parse(run.asked["filter"]) if run.asked["filter"] else None
    with job_run.step():
        total = read.count(kind, by=by, at=run.created_at, filter=filter, cap=COUNTED).number
        ExportRun.objects.filter(pk=run.pk).update(state=State.RUNNING, total=total, done=0)
    done = told = 0

    def progress(number: int) -> None:
        nonlocal done, told
        done += number
        if done >= told + TOLD:
            told = done
            with job_run.step():
                ExportRun.objects.filter(pk=run.pk).update(done=done)

    path, stamp = exports.path_of(run), exports.stamp(by)
    unfinished = path.with_suffix(".unfinished")
    with unfinished.open("wb") as file:
        file.writelines(
            export.blocks(
                kind,
                format=export.format_of(run.format),
                by=by,
                at=run.created_at,
                filter=filter,
                sort=run.asked["sort"],
                columns=run.asked["columns"],
                progress=progress,
            )
        )
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)
    with job_run.step() as at:
        kept = ExportRun.objects.filter(pk=run.pk).update(
            state=State.DONE,
            done=done,
            total=done,
            size=path.stat().st_size,
            stamp=stamp,
            finished_at=at,
            expires_at=at + exports.KEPT,
        )
    if not kept:
        path.unlink(missing_ok=True)


@job("transfer.forget_exports")
def forget_exports(*, at: dt.datetime) -> None:
    """Remove exports whose time is over, and files that belong to none."""
    for run in ExportRun.objects.filter(expires_at__lte=at):
        exports.forget(run)
    for path in orphans(at=at):
        path.unlink(missing_ok=True)


def orphans(*, at: dt.datetime) -> list[Path]:
    """Files of exports that are no more; young ones may be in work."""
    known = {exports.path_of(run).stem for run in ExportRun.objects.all()}
    folder = exports.folder()
    old = (at - exports.KEPT).timestamp()
    return [path for path in folder.iterdir() if path.stem not in known and path.stat().st_mtime < old]


schedules.every("transfer.forget_exports", dt.timedelta(hours=1), offset=dt.timedelta(minutes=40))
