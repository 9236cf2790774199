"""Uploaded files do not stay for ever: a finished import keeps its counts, its reasons and its failed rows."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db.models import Q, QuerySet

from odnos.engine.outbox import schedules
from odnos.engine.outbox.jobs import job
from odnos.engine.outbox.running import Run as JobRun
from odnos.engine.transfer import source
from odnos.engine.transfer.imports import BEFORE_START
from odnos.engine.transfer.models import ImportPart, ImportRun

State = ImportRun.State
FINISHED = (State.DONE, State.CANCELLED, State.FAILED, State.UNDONE)


@job("transfer.drop_files", long=True)
def drop_files(job_run: JobRun) -> None:
    """Drop the files of imports that ended, or were never begun, so many days ago (ODNOS_KEEP_UPLOADS)."""
    more = True
    while more:
        with job_run.step() as at:
            source.sweep(at=at)
            run = due(at=at).order_by("pk").first()
            more = run is not None
            if run is not None:
                drop(run, at=at)


def due(*, at: dt.datetime) -> QuerySet[ImportRun]:
    """Imports whose files have been kept long enough. A held one keeps its file: it can be carried on."""
    long_ago = at - dt.timedelta(days=settings.KEEP_UPLOADS)
    ended = Q(state__in=FINISHED, finished_at__lt=long_ago)
    broken = Q(state__in=FINISHED, finished_at=None, created_at__lt=long_ago)
    never_begun = Q(state__in=BEFORE_START, created_at__lt=long_ago)
    return ImportRun.objects.filter(ended | broken | never_begun, dropped_at=None)


def drop(run: ImportRun, *, at: dt.datetime) -> None:
    """Remove the bytes of a file; an import that was never begun can be begun no more."""
    ImportPart.objects.filter(run=run).delete()
    ImportRun.objects.filter(pk=run.pk).update(dropped_at=at)
    ImportRun.objects.filter(pk=run.pk, state__in=BEFORE_START).update(state=State.CANCELLED, finished_at=at)


schedules.every("transfer.drop_files", dt.timedelta(days=1), offset=dt.timedelta(hours=2, minutes=30))
