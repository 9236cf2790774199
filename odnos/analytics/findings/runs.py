"""Runs of models: asked for, looked at, taken back. Each belongs to whoever asked, and counts what they may see."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from odnos.analytics.findings import terms
from odnos.analytics.findings.asked import SOURCES
from odnos.analytics.findings.models import FindingRun
from odnos.engine.access import rights
from odnos.engine.access.actor import Actor
from odnos.engine.outbox import jobs
from odnos.engine.records.errors import Invalid, NotFound
from odnos.engine.transfer.exports import stamp
from odnos.objects.registry import registry

State = FindingRun.State
OPEN = (State.WAITING, State.RUNNING)
READ = {"customers": terms.customer_terms, "baskets": terms.basket_terms}
JOB = "findings.run"
MOST = 4
"""Runs of a kind that one person has; the oldest that is over goes for a new one, unless its figures are kept."""


def begin(kind: str, given: Mapping[str, Any], *, by: Actor, at: dt.datetime) -> FindingRun:
    """Have the worker run a model; what is being worked out already is not begun again. Raises Invalid, Denied.

    One person has no more than MOST at work: the worker has others to serve.
    """
    asked = READ[kind](given)
    for key in needed(kind, asked):
        rights.check(by, "see", registry.get(key))
    written = {
        name: plain(value)
        for name, value in given.items()
        if name in known(kind, asked) and value not in ("", None, [])
    }
    with transaction.atomic():
        open_ones = list(of(kind, by=by).filter(state__in=OPEN))
        found = next((run for run in open_ones if run.terms == written), None)
        if found is not None:
            return found
        if len(open_ones) >= MOST:
            raise Invalid(
                {
                    "source": [
                        _("Others that you asked for are being worked out. Wait for them, or cancel one.")
                    ]
                }
            )
        run = FindingRun.objects.create(
            actor_id=by.user_id or 0, kind=kind, terms=written, stamp=stamp(by), created_at=at
        )
        jobs.enqueue(JOB, {"run_id": run.pk}, at=at, key=f"findings:{run.pk}")
        spare = of(kind, by=by).filter(kept_at=None).exclude(state__in=OPEN)[MOST:]
        FindingRun.objects.filter(pk__in=[old.pk for old in spare]).delete()
    return run


def needed(kind: str, asked: Any) -> tuple[str, ...]:
    """Return the objects that a run counts."""
    source = SOURCES[asked.source]
    return (source.object_key, asked.customer) if kind == "customers" else (source.line, "product")


def known(kind: str, asked: Any) -> frozenset[str]:
    """Return the names of what counts for a kind of run that is `asked`; limits only where they are one's own."""
    is_limited = kind == "customers" and asked.binning.way == "limits"
    scoring = ("way", "count", *(terms.EDGES if is_limited else ()))
    kinds: dict[str, Any] = {"customers": terms.CustomerTerms, "baskets": terms.BasketTerms}
    return frozenset((*(one.name for one in fields(kinds[kind])), *scoring))


def plain(value: Any) -> Any:
    return [str(item) for item in value] if isinstance(value, list | tuple) else str(value).strip()


def of(kind: str, *, by: Actor) -> QuerySet[FindingRun]:
    """The actor's own runs of a kind, newest first."""
    return FindingRun.objects.filter(actor_id=by.user_id or 0, kind=kind).order_by("-pk")


def get(run_id: int, *, by: Actor) -> FindingRun:
    """One of them. Raises NotFound."""
    found = FindingRun.objects.filter(actor_id=by.user_id or 0, pk=run_id).first()
    if found is None:
        raise NotFound(f"run {run_id}")
    return found


def is_outdated(run: FindingRun, *, by: Actor) -> bool:
    """Whether the rights have changed with which it was counted: its figures are not shown any more then."""
    return run.stamp != stamp(by)


def cancel(run: FindingRun, *, at: dt.datetime) -> None:
    """Let a run end without having found anything; one that is over stays as it is."""
    waiting = FindingRun.objects.filter(pk=run.pk, state__in=OPEN)
    waiting.update(state=State.CANCELLED, finished_at=at, terms=terms_of(run))


def terms_of(run: FindingRun) -> dict[str, Any]:
    """Return what a run that is over keeps of what was asked: not the numbers of records, which stay nowhere else."""
    return {name: value for name, value in run.terms.items() if name != "ids"}


def forget(run: FindingRun) -> None:
    """Remove a run with all it found. Fields that it filled keep their values."""
    FindingRun.objects.filter(pk=run.pk).delete()
