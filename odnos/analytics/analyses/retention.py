"""Retention of each person's customers: of the companies that bought from them in the period before, who bought again.

Again is from anybody whose deals the asker may see: a customer whom a colleague took over is kept. Buying is a won deal.
Reports on sales to customers (`reports/returns.py`) ask the same of calendar months, quarters and years; this is for any days:
the last thirty beside the thirty before them.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import Any

from django.utils.translation import gettext as _

from odnos.analytics.analyses.population import Population
from odnos.analytics.analyses.sql import ratio
from odnos.analytics.reports import earlier, labels, spans
from odnos.analytics.reports.definition import Report
from odnos.analytics.reports.refusals import ReportError
from odnos.analytics.reports.result import Group, Head, Line, Result
from odnos.analytics.reports.spans import Span
from odnos.analytics.store.answer import Store
from odnos.engine.access.actor import Actor
from odnos.engine.filters.tree import Condition, Node

MOST = 500
"""Customers that a filter still names."""
CUSTOMERS = Report(object_key="company")


def retention(asked: Report, *, by: Actor, at: dt.datetime, store: Store) -> Result:
    """Return the part of each owner's customers who came back, over the period of a report on deals; its lines find them.

    Raises ReportError, FilterError, Denied, StoreError.
    """
    if asked.period is None:
        raise ReportError(_("Say which period is compared."), place="period")
    deals = Population(key="deal", by=by, at=at, store=store, needs=("closed_on", "company"))
    deals.only(asked.where)
    span = deals.span(asked.period.span)
    split, owner = deals.split(("owner",))
    bought = returned(deals, owner, span)
    found = deals.ask(
        f"SELECT g, count(*), count(CASE WHEN again = 1 THEN 1 END) FROM ({bought}) AS r GROUP BY g ORDER BY g"
    )
    [whole] = deals.ask(
        "SELECT count(*), count(CASE WHEN again = 1 THEN 1 END)"
        f" FROM (SELECT DISTINCT who, again FROM ({bought}) AS r) AS w"
    ).rows
    kept = deals.ask(
        f"SELECT g, who FROM ({bought}) AS r WHERE again = 1 ORDER BY g, who LIMIT {MOST * 20}"
    ).rows
    by_owner: dict[Any, list[int]] = defaultdict(list)
    for value, who in kept:
        by_owner[value].append(int(who))
    ctx = labels.titled(by.context(at), labels.references(split, [row[0] for row in found.rows]), by=by)
    lines = tuple(
        line((labels.group(split, row[0], ctx),), int(row[1]), int(row[2]), by_owner[row[0]])
        for row in found.rows
    )
    every = sorted({who for some in by_owner.values() for who in some})
    return Result(
        report=CUSTOMERS,
        dimensions=(Head(split.label),),
        measures=(Head(_("Customers kept"), "percent"),),
        across=((),),
        lines=lines,
        total=line((), int(whole[0]), int(whole[1]), every),
        as_of=found.as_of,
        words=_("Of the customers who bought in the period before, those who bought again in this one."),
    )


def returned(deals: Population, owner: str, span: Span) -> str:
    """Return the SQL of each owner's customers of the period before a span, and whether they bought `again` in it."""
    before = earlier.before(span)
    start, end = spans.closed(span)
    first, middle, last = (deals.asking.value(day) for day in (before.start, start, end))
    won = deals.table(f'{owner} AS g, t."company_id" AS who, t."closed_on" AS day, t."status" AS status')
    some = f"SELECT g, who, day FROM ({won}) AS q WHERE status = 'won' AND who IS NOT NULL"
    again = f"SELECT who FROM ({some}) AS a WHERE day >= {middle} AND day < {last}"
    return (
        f"SELECT DISTINCT g, who, CASE WHEN who IN ({again}) THEN 1 ELSE 0 END AS again"
        f" FROM ({some}) AS b WHERE day >= {first} AND day < {middle}"
    )


def line(groups: tuple[Group, ...], customers: int, kept: int, ids: list[int]) -> Line:
    found: Node | None = Condition(("id",), "in", ids) if kept == len(ids) <= MOST else None
    return Line(groups, ((ratio(kept, customers),),), found)
