"""Reports to begin with, made of the objects of the product; those that somebody may not ask are not offered to them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from odnos.analytics.reports import counted
from odnos.analytics.reports.definition import Measure, Report
from odnos.analytics.saved import kept
from odnos.analytics.saved.wording import (
    BEGAN,
    CLOSED,
    LATE,
    LOST,
    OPEN,
    TEN,
    WON,
    Beginning,
    asked,
    by,
    figure,
    share,
)
from odnos.engine.access.actor import Actor
from odnos.engine.filters import tree
from odnos.engine.records.fitting import may_ask

BEGINNINGS: tuple[Beginning, ...] = (
    Beginning(
        key="won_by_month",
        title=_("Deals won by month and person"),
        words=_("What was sold, month after month, and by whom."),
        report=asked(
            "deal",
            (figure("sum", "amount"),),
            (by("closed_on", "month"),),
            (by("owner"),),
            where=WON,
            period=("closed_on", "this_year"),
            chart="stacked",
        ),
    ),
    Beginning(
        key="pipeline",
        title=_("Pipeline by stage"),
        words=_("What is open now: how many deals stand where, and what they are worth."),
        report=asked("deal", (figure(), figure("sum", "amount")), (by("stage"),), where=OPEN, chart="bar"),
    ),
    Beginning(
        key="win_rate",
        title=_("Win rate by source"),
        words=_("Which sources bring deals that are won."),
        report=asked(
            "deal",
            (
                share(WON, CLOSED, _("Win rate")),
                figure(where=WON, label=_("Won")),
                figure(where=CLOSED, label=_("Closed")),
            ),
            (by("source"),),
            period=("closed_on", "last_12_months"),
            order="-measure:0",
        ),
    ),
    Beginning(
        key="new_contacts",
        title=_("New contacts by week"),
        words=_("How many people became known, week after week."),
        report=asked(
            "contact",
            (figure(),),
            (by("created_at", "week"),),
            period=("created_at", "last_90_days"),
            chart="area",
        ),
    ),
    Beginning(
        key="tasks_done",
        title=_("Tasks done by person"),
        words=_("Who did how much of what was to be done."),
        report=asked(
            "task",
            (figure(),),
            (by("assignee"), by("kind")),
            where="is_done.is:true",
            period=("done_at", "this_month"),
            chart="stacked",
        ),
    ),
    Beginning(
        key="sold_products",
        title=_("Deals won by product"),
        words=_("Which products bring the turnover."),
        report=asked(
            "deal_line",
            (figure("sum", "total"), figure("sum", "quantity")),
            (by("product"),),
            where="deal.status.is:won",
            top=TEN,
        ),
    ),
    Beginning(
        key="ordered_products",
        title=_("Orders by product"),
        words=_("What was ordered: turnover, pieces and the number of orders."),
        report=asked(
            "order_line",
            (figure("sum", "amount"), figure("sum", "quantity"), figure("distinct", "order")),
            (by("product"),),
            top=TEN,
        ),
    ),
    Beginning(
        key="lost_reasons",
        title=_("Why deals are lost"),
        words=_("The reasons that were given, with what they cost."),
        report=asked(
            "deal",
            (figure(), figure("sum", "amount")),
            (by("lost_reason"),),
            where=LOST,
            period=("closed_on", "last_12_months"),
            order="-measure:0",
        ),
    ),
    Beginning(
        key="average_deal",
        title=_("Average and median deal by month"),
        words=_("Whether deals grow, and whether a few large ones make it look so."),
        report=asked(
            "deal",
            (figure("average", "amount"), figure("median", "amount")),
            (by("closed_on", "month"),),
            where=WON,
            period=("closed_on", "last_12_months"),
            chart="line",
        ),
    ),
    Beginning(
        key="late_tasks",
        title=_("Late tasks by person"),
        words=_("Where deadlines slip now."),
        report=asked("task", (figure(),), (by("assignee"),), where="due_on.within:overdue,is_done.is:false"),
    ),
    Beginning(
        key="slipping",
        title=_("Where deadlines slip"),
        words=_("Which kinds of task are done late, how often, and by how many days."),
        report=asked(
            "task",
            (
                figure(label=_("Done")),
                figure(where=LATE, label=_("Done late")),
                share(LATE, "", _("Done late, share")),
                figure("average", "days_late", LATE, label=_("Done late, mean days")),
            ),
            (by("kind"),),
            where="is_done.is:true,due_on.not_empty",
            period=("done_at", "last_90_days"),
            order="-measure:2",
            chart="table",
        ),
    ),
    Beginning(
        key="days_to_win",
        title=_("Days to win by month"),
        words=_("How long deals take from their beginning until they are won: the middle half of them."),
        report=asked(
            "deal",
            tuple(
                figure(kind, "closed_on", since=BEGAN)
                for kind in ("lower_quartile", "median", "upper_quartile")
            ),
            (by("closed_on", "month"),),
            where=WON,
            period=("closed_on", "last_12_months"),
            chart="line",
        ),
    ),
    Beginning(
        key="customers",
        title=_("Customers by industry and size"),
        words=_("How many companies of which kind there are."),
        report=asked("company", (figure(),), (by("industry"),), (by("size"),), chart="heat"),
    ),
    Beginning(
        key="orders",
        title=_("Orders by month and channel"),
        words=_("How turnover moves, and which way it comes."),
        report=asked(
            "order",
            (figure("sum", "total"),),
            (by("placed_at", "month"),),
            (by("channel"),),
            period=("placed_at", "last_12_months"),
            chart="stacked",
        ),
    ),
    Beginning(
        key="handed_over",
        title=_("Deals handed over by person and month"),
        words=_("Who gave deals away, and how many each month."),
        report=asked(
            "deal_handover",
            (figure(),),
            (by("at", "month"),),
            (by("from"),),
            period=("at", "last_12_months"),
            chart="stacked",
        ),
    ),
    Beginning(
        key="taken_over",
        title=_("Deals taken over by person and month"),
        words=_("Who took deals over from others, and how many each month."),
        report=asked(
            "deal_handover",
            (figure(),),
            (by("at", "month"),),
            (by("to"),),
            period=("at", "last_12_months"),
            chart="stacked",
        ),
    ),
    Beginning(
        key="kept_customers",
        title=_("Customers kept by person"),
        words=_(
            "To how many customers each person sold in a quarter, and which part of them bought again in the next."
        ),
        report=asked(
            "customer_sale",
            (
                figure("distinct", "customer", label=_("Customers who bought")),
                figure("distinct", "customer", "again_quarter.is:true", label=_("Customers kept")),
                Measure(
                    kind="ratio",
                    of=figure("distinct", "customer", "again_quarter.is:true"),
                    by=figure("distinct", "customer"),
                    label=_("Customers kept, share"),  # type: ignore[arg-type]
                ),
            ),
            (by("owner"), by("won_on", "quarter")),
            period=("won_on", "last_12_months"),
            chart="table",
        ),
    ),
)


def usable(*, by: Actor) -> list[Beginning]:
    """Return the beginnings that somebody may ask: every field they name is there for them."""
    return [
        replace(item, report=kept.spoken(item.report)) for item in BEGINNINGS if may_use(item.report, by=by)
    ]


def may_use(report: Report, *, by: Actor) -> bool:
    if not counted.is_known(report.object_key):
        return False
    kind = counted.get(report.object_key)
    if not counted.may_ask(kind, by=by):
        return False
    return all(may_ask(path, kind, by=by) for path in paths(report))


def paths(report: Report) -> Iterator[tuple[str, ...]]:
    """Yield every field that a report names."""
    yield from (item.path for item in (*report.rows, *report.columns))
    if report.period:
        yield report.period.path
    yield from (condition.path for condition in tree.conditions(report.where))
    for measure in report.measures:
        for one in (measure, measure.of, measure.by):
            if one:
                yield from (condition.path for condition in tree.conditions(one.where))
                yield from (one.path, *one.since)
