"""Checking every row of a file before anything is written: what would fail and why, what is a duplicate, which names are unknown."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Sequence
from typing import Any

from django.utils.translation import override

from odnos.engine.access.actor import Actor
from odnos.engine.access.rights import Denied
from odnos.engine.access.working import Deactivated
from odnos.engine.outbox.jobs import job
from odnos.engine.outbox.running import Run as JobRun
from odnos.engine.transfer import reasons, source
from odnos.engine.transfer.importer import Importer
from odnos.engine.transfer.item import Item
from odnos.engine.transfer.models import ImportRun
from odnos.engine.transfer.run import BATCH, actor_of, note
from odnos.engine.transfer.steps import Step
from odnos.engine.transfer.targets import Target
from odnos.engine.transfer.unknown import choice_values, new_paths, unknown_names
from odnos.lib.tables import Unreadable

State = ImportRun.State


@job("transfer.check", long=True)
def check_all(job_run: JobRun, *, run_id: int) -> None:
    """The worker's way to check a file."""
    run = ImportRun.objects.get(pk=run_id)
    try:
        by = actor_of(run.hand_id or run.actor_id)
    except Deactivated:  # nothing is written yet: whoever opens it next begins with the columns
        with job_run.step():
            ImportRun.objects.filter(pk=run.pk, state=State.CHECKING).update(state=State.UPLOADED)
        return
    work(run, by=by, step=job_run.step)


def work(run: ImportRun, *, by: Actor, step: Step) -> None:
    """Check all rows; the findings replace those of an earlier check."""
    with override(by.locale):
        try:
            examine(run, by=by, step=step)
        except (Unreadable, Denied) as error:
            reason = reasons.of_file(error) if isinstance(error, Unreadable) else str(error)
            with step() as at:
                ImportRun.objects.filter(pk=run.pk, state=State.CHECKING).update(
                    state=State.FAILED, reason=reason[:300], finished_at=at
                )
    run.refresh_from_db()


def examine(run: ImportRun, *, by: Actor, step: Step) -> None:
    with step() as at:
        importer = Importer(run, by=by, at=at, is_check=True)
        run.problems.filter(is_check=True).delete()
    totals = {"rows": 0, "failing": 0, "matching": 0, "skipping": 0}
    waiting = source.rows_of(run)
    while batch := list(itertools.islice(waiting, BATCH)):
        with step() as at:
            items = importer.take(batch, at=at, change_set=None)
            note(run, items, is_check=True)
            add_up(totals, items)
            moved = ImportRun.objects.filter(pk=run.pk, state=State.CHECKING).update(
                cursor=batch[-1].number, total=totals["rows"]
            )
        if not moved:
            return
    found = {**totals, "new": totals["rows"] - totals["failing"] - totals["matching"] - totals["skipping"]}
    findings = {
        **found,
        "duplicates": importer.matcher.duplicates,
        "unknown": unknown_names(importer),
        "values": choice_values(importer),
        "paths": new_paths(importer),
    }
    with step():
        ImportRun.objects.filter(pk=run.pk, state=State.CHECKING).update(
            state=State.CHECKED, findings=findings, cursor=0, total=totals["rows"]
        )


def add_up(totals: dict[str, int], items: Sequence[Item]) -> None:
    totals["rows"] += len(items)
    totals["failing"] += sum(bool(item.errors) for item in items)
    totals["skipping"] += sum(item.is_skipped and not item.errors for item in items)
    totals["matching"] += sum(item.is_old and not item.errors and not item.is_skipped for item in items)


def preview(run: ImportRun, *, by: Actor, at: dt.datetime, rows: int = 20) -> list[dict[str, Any]]:
    """The first rows as they would be written: their number, the value of each column in the reader's words, their errors."""
    with override(by.locale):
        importer = Importer(run, by=by, at=at, is_check=True)
        items = importer.take(list(itertools.islice(source.rows_of(run), rows)), at=at, change_set=None)
        shown = by.context(at)
        return [
            {
                "row": item.number,
                "cells": [
                    value_of(item, place, target, shown) for place, target, _put in importer.plan.columns
                ],
                "errors": item.errors,
                "notes": item.notes,
                "record_id": item.record_id,
                "is_skipped": item.is_skipped,
            }
            for item in items
        ]


def value_of(item: Item, place: int, target: Target, ctx: Any) -> str:
    """A cell as it was understood; as it stands where it was not."""
    written = item.cells[place] if place < len(item.cells) else ""
    field = target.field
    if field is None or target.part or target.linked is not None:
        return written
    values = item.values if target.child is None else item.children.get(target.child.key, {})
    value = values.get(field.name)
    return written if value is None else field.text(value, ctx)
