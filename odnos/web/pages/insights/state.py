"""Where somebody's runs of a kind are: the one that is going on, and the last one that is over."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from odnos.analytics.findings import runs
from odnos.analytics.findings.models import FindingRun
from odnos.objects import fields as f
from odnos.web.pages.insights import words
from odnos.web.pages.insights.words import State


def tabs(current: str) -> list[dict[str, Any]]:
    """Return the pages of insights that stand side by side."""
    items = (
        ("customers", _("Customers"), "/insights"),
        ("baskets", _("Bought together"), "/insights/baskets"),
        ("demand", _("Demand and prices"), "/insights/demand"),
        ("prices", _("Prices by segment"), "/insights/prices"),
        ("funnel", _("Funnel"), "/insights/funnel"),
        ("cohorts", _("Cohorts"), "/insights/cohorts"),
        ("rating", _("Rating"), "/insights/rating"),
    )
    return [{"label": label, "href": href, "current": key == current} for key, label, href in items]


def of(kind: str, visit: Any) -> tuple[dict[str, Any] | None, FindingRun | None]:
    """Return the run that is going on or ended without an answer, as a page shows it, and the last one with an answer."""
    found = list(runs.of(kind, by=visit.by)[: runs.MOST])
    answered = next(
        (run for run in found if run.state == State.DONE and not runs.is_outdated(run, by=visit.by)), None
    )
    newest = found[0] if found else None
    return (shown(newest, visit) if newest and newest is not answered else None), answered


def shown(run: FindingRun, visit: Any) -> dict[str, Any]:
    label, tone = words.STATES[run.state]
    return {
        "id": run.pk,
        "state": label,
        "tone": tone,
        "is_busy": run.state in runs.OPEN,
        "is_done": run.state == State.DONE,
        "progress": run.progress,
        "reason": words.refusal(run.reason, run.facts, locale=visit.by.locale),
        "asked": f.Moment("created_at").html(run.created_at, visit.ctx()),
        "terms": run.terms,
    }


def terms(run: dict[str, Any] | None, answered: FindingRun | None) -> dict[str, Any]:
    """Return what was asked for last, with an answer or without."""
    if run:
        return dict(run["terms"])
    return dict(answered.terms) if answered else {}


def as_of(run: FindingRun, visit: Any) -> str:
    return f.Moment("as_of").text(run.as_of, visit.ctx())
