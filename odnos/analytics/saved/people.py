"""What is told of each person: a column is a report by person; those about channels that are not there yet have none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from odnos.analytics.reports.definition import Measure, Report
from odnos.analytics.saved.beginnings import CLOSED, LOST, WON, asked, by, figure, may_use, share
from odnos.engine.access.actor import Actor
from odnos.objects.labels import Label

LATE = "is_done.is:false,due_on.within:overdue"
CHANNELS: tuple[tuple[str, Label], ...] = (
    ("mail", _("Mails")),
    ("call", _("Calls")),
    ("message", _("Messages")),
    ("meeting", _("Meetings")),
)
"""Kinds of record by which people talk to customers; a column appears with the kind."""


@dataclass(frozen=True, kw_only=True)
class Column:
    """One figure of each person. `group` stands above those that belong together."""

    group: Label
    label: Label
    report: Report


def columns(span: str, *, who: Actor) -> list[Column]:
    """Return the columns that somebody may ask, over the days of a period."""
    return [item for item in every(span) if may_use(item.report, by=who)]


def every(span: str) -> Sequence[Column]:
    activity, deals = _("Activity"), _("Deals")
    return (
        Column(group=activity, label=_("Tasks added"), report=made("task", span)),
        Column(
            group=activity,
            label=_("Tasks done"),
            report=of("task", figure(), "assignee", where="is_done.is:true", period=("done_at", span)),
        ),
        Column(group=activity, label=_("Late now"), report=of("task", figure(), "assignee", where=LATE)),
        Column(group=activity, label=_("Notes"), report=made("note", span)),
        *(Column(group=activity, label=label, report=made(key, span)) for key, label in CHANNELS),
        Column(group=deals, label=_("Created"), report=created(figure(), span)),
        Column(group=deals, label=_("Worth"), report=created(figure("sum", "amount"), span)),
        Column(group=deals, label=_("Won"), report=closed(figure(where=WON), span)),
        Column(group=deals, label=_("Turnover"), report=closed(figure("sum", "amount", WON), span)),
        Column(group=deals, label=_("Average deal"), report=closed(figure("average", "amount", WON), span)),
        Column(group=deals, label=_("Lost"), report=closed(figure(where=LOST), span)),
        Column(group=deals, label=_("Win rate"), report=closed(share(WON, CLOSED), span)),
        Column(
            group=deals,
            label=_("Customers who bought"),
            report=closed(figure("distinct", "company", WON), span),
        ),
    )


def of(
    key: str, measure: Measure, person: str, *, where: str = "", period: tuple[str, str] | None = None
) -> Report:
    return asked(key, (measure,), (by(person),), where=where, period=period, chart="table")


def made(key: str, span: str) -> Report:
    """Return how many records somebody made."""
    return of(key, figure(), "created_by", period=("created_at", span))


def created(measure: Measure, span: str) -> Report:
    return of("deal", measure, "owner", period=("created_at", span))


def closed(measure: Measure, span: str) -> Report:
    return of("deal", measure, "owner", where=CLOSED, period=("closed_on", span))
