"""What is told of each person: a column is a report by person; those about channels that are not there yet have none."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from odnos.analytics.analyses.retention import retention
from odnos.analytics.reports.definition import Measure, Report
from odnos.analytics.reports.result import Result
from odnos.analytics.saved.beginnings import may_use
from odnos.analytics.saved.wording import BEGAN, CLOSED, LATE, LOST, WON, asked, by, figure, share
from odnos.engine.access.actor import Actor
from odnos.objects.labels import Label

OVERDUE = "is_done.is:false,due_on.within:overdue"
DONE, DUE = "is_done.is:true", "is_done.is:true,due_on.not_empty"
CHANNELS: tuple[tuple[str, Label], ...] = (
    ("mail", _("Mails")),
    ("call", _("Calls")),
    ("message", _("Messages")),
    ("meeting", _("Meetings")),
)
"""Kinds of record by which people talk to customers; a column appears with the kind."""
Ask = Callable[..., Result]


@dataclass(frozen=True, kw_only=True)
class Column:
    """One figure of each person: the only one of its report, which `ask` answers where it is none that reports know.

    `group` stands above those that belong together.
    """

    group: Label
    label: Label
    report: Report
    ask: Ask | None = None


def columns(span: str, *, who: Actor) -> list[Column]:
    """Return the columns that somebody may ask, over the days of a period."""
    return [item for item in every(span) if may_use(item.report, by=who)]


def every(span: str) -> Sequence[Column]:
    return (
        *(Column(group=_("Activity"), label=label, report=report) for label, report in activity(span)),
        *(Column(group=_("Deadlines"), label=label, report=report) for label, report in deadlines(span)),
        *(Column(group=_("Deals"), label=label, report=report) for label, report in deals(span)),
        *(
            Column(
                group=_("Deals"),
                label=label,
                report=of("deal_handover", figure("distinct", "deal"), person, period=("at", span)),
            )
            for label, person in ((_("Handed over"), "from"), (_("Taken over"), "to"))
        ),
        Column(
            group=_("Customers"),
            label=_("Customers who bought"),
            report=closed(figure("distinct", "company", WON), span),
        ),
        Column(
            group=_("Customers"),
            label=_("Customers kept"),
            report=closed(figure("distinct", "company", WON), span),
            ask=retention,
        ),
    )


def activity(span: str) -> Iterator[tuple[Label, Report]]:
    yield _("Tasks added"), made("task", span)
    yield _("Tasks done"), done(figure(where=DONE), span)
    yield _("Calls made"), done(figure(where=f"{DONE},kind.is:call"), span)
    yield _("Meetings held"), done(figure(where=f"{DONE},kind.in:[meeting,visit,demo]"), span)
    yield _("Notes"), made("note", span)
    yield from ((label, made(key, span)) for key, label in CHANNELS)


def deadlines(span: str) -> Iterator[tuple[Label, Report]]:
    """Yield what is late now, whatever the period, and what was done late in it."""
    yield _("Late now"), of("task", figure(where=OVERDUE), "assignee")
    yield (
        _("Late now, mean days"),
        of("task", figure("average", where=OVERDUE, since=(("due_on",),)), "assignee"),
    )
    yield _("Done late"), done(figure(where=LATE), span)
    yield _("Done late, share"), done(share(LATE, DUE), span)
    yield _("Done late, mean days"), done(figure("average", "days_late", LATE), span)


def deals(span: str) -> Iterator[tuple[Label, Report]]:
    yield _("Created"), created(figure(), span)
    yield _("Worth"), created(figure("sum", "amount"), span)
    yield _("Won"), closed(figure(where=WON), span)
    yield _("Turnover"), closed(figure("sum", "amount", WON), span)
    yield _("Average deal"), closed(figure("average", "amount", WON), span)
    yield _("Lost"), closed(figure(where=LOST), span)
    yield _("Win rate"), closed(share(WON, CLOSED), span)
    yield _("Days to win"), closed(figure("average", "closed_on", WON, since=BEGAN), span)


def of(
    key: str, measure: Measure, person: str, *, period: tuple[str, str] | None = None, where: str = ""
) -> Report:
    return asked(key, (measure,), (by(person),), where=where, period=period, chart="table")


def done(measure: Measure, span: str) -> Report:
    return of("task", measure, "assignee", period=("done_at", span))


def made(key: str, span: str) -> Report:
    """Return how many records somebody made."""
    return of(key, figure(), "created_by", period=("created_at", span))


def created(measure: Measure, span: str) -> Report:
    return of("deal", measure, "owner", period=("created_at", span))


def closed(measure: Measure, span: str) -> Report:
    return of("deal", measure, "owner", where=CLOSED, period=("closed_on", span))
