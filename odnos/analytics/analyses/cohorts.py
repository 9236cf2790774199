"""Cohorts: customers by the month or week of their first purchase, and how many of them bought again how much later."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from odnos.analytics.analyses.population import Population
from odnos.analytics.analyses.purchases import KINDS, Customer, apart, customer_of, kind, purchases, seen, who
from odnos.analytics.analyses.sql import number, ratio
from odnos.analytics.reports.conditions import both
from odnos.analytics.reports.labels import TIMES
from odnos.analytics.reports.spans import DAY, Span, begin, following
from odnos.analytics.store.answer import Store
from odnos.engine.access.actor import Actor
from odnos.engine.filters.tree import EVERYTHING, Node
from odnos.objects.context import Reference

CohortGrain = Literal["month", "week", "quarter"]
MOST = 24


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Cohorts that began in the days of `span`, followed for `ages` stretches of time behind the first."""

    grain: CohortGrain = "month"
    span: str = "last_12_months"
    ages: int = 12
    customer: Customer = ""
    where: Node = EVERYTHING


@dataclass(frozen=True, kw_only=True)
class Cell:
    """Those of a cohort who bought in one stretch of time, and for how much. It is not over if it `is_immature`."""

    customers: int = 0
    amount: Decimal = Decimal(0)
    is_immature: bool = False


@dataclass(frozen=True, kw_only=True)
class Cohort:
    """Customers whose first purchase was in the stretch of time that begins on `start`; `cells` from that one on."""

    start: dt.date
    text: str
    cells: tuple[Cell, ...]

    @property
    def size(self) -> int:
        return self.cells[0].customers if self.cells else 0

    def retention(self, age: int) -> Decimal | None:
        """Return the part of the cohort that bought `age` stretches later; None where that is still to come."""
        return ratio(self.cells[age].customers, self.size) if age < len(self.cells) else None


@dataclass(frozen=True, kw_only=True)
class Cohorts:
    """The cohorts in their order. `retention` of an age is that of all cohorts that have come so far, together."""

    asked: Asked
    cohorts: tuple[Cohort, ...]
    as_of: dt.datetime

    def retention(self, age: int) -> Decimal | None:
        there = [item for item in self.cohorts if age < len(item.cells) and not item.cells[age].is_immature]
        return ratio(sum(item.cells[age].customers for item in there), sum(item.size for item in there))


def cohorts(asked: Asked, *, by: Actor, at: dt.datetime, store: Store) -> Cohorts:
    """Return the cohorts of customers. Raises ReportError, FilterError, Denied, StoreError."""
    orders = purchases(by=by, at=at, store=store, customer=asked.customer, where=asked.where)
    days = stretched(orders.span(asked.span), asked.grain, first_weekday=orders.first_weekday)
    found = orders.ask(bought_again(asked, orders, days))
    by_cohort: dict[dt.date, dict[dt.date, tuple[Any, ...]]] = defaultdict(dict)
    for cohort, later, customers, amount in found.rows:
        by_cohort[cohort][later] = (customers, amount)
    today, ctx = orders.asking.ctx.today, orders.asking.ctx
    now = begin(today, asked.grain, first_weekday=orders.first_weekday)
    return Cohorts(
        asked=asked,
        cohorts=tuple(
            Cohort(
                start=start,
                text=str(TIMES[asked.grain](start, ctx)),
                cells=cells(start, counted, now, asked),
            )
            for start, counted in by_cohort.items()
        ),
        as_of=found.as_of,
    )


def stretched(span: Span, grain: CohortGrain, *, first_weekday: int) -> Span:
    """Return the days of all stretches of time that have a day in a span: who bought first on one of them is in a cohort of it."""
    start, end = span.start, span.end
    return Span(
        None if start is None else begin(start, grain, first_weekday=first_weekday),
        None if end is None else following(begin(end - DAY, grain, first_weekday=first_weekday), grain),
    )


def bought_again(asked: Asked, orders: Population, days: Span) -> str:
    """Return the SQL of how many of each cohort bought in each stretch of time, and for how much.

    Whoever bought first on one of the `days` is found first: only their orders, and none before, are then put together.
    """
    columns, day = customer_of(asked.customer), orders.local_day("placed_at")
    names = apart(asked.customer)
    each, theirs, same = (
        between.join(form.format(name) for name in names)
        for form, between in (("{0}", ", "), ("f.{0}", ", "), ("f.{0} = q.{0}", " AND "))
    )
    every = orders.table(f"{columns}, {day} AS day")
    cohort, first_day = orders.numbered("first_day", asked.grain)
    known = both([seen(asked.customer, orders), *orders.lying("first_day", days)])
    orders.within(day, Span(days.start, None))
    stretch, _first_day = orders.numbered(day, asked.grain)
    later = orders.table(f'{columns}, {stretch} AS stretch, t."total_converted" AS amount')
    return (
        f"WITH g AS (SELECT {each}, min(day) AS first_day FROM ({every}) AS e GROUP BY {each}),"
        f" f AS (SELECT {each}, {cohort} AS cohort FROM g WHERE {known}),"
        f" b AS (SELECT f.cohort AS cohort, q.stretch AS stretch, sum(q.amount) AS amount FROM ({later}) AS q"
        f" JOIN f ON {same} GROUP BY {theirs}, f.cohort, q.stretch)"
        f" SELECT {first_day.format('c.cohort')}, {first_day.format('c.stretch')}, c.customers, c.amount FROM ("
        "SELECT cohort, stretch, count(*) AS customers, sum(amount) AS amount FROM b"
        " GROUP BY cohort, stretch) AS c ORDER BY c.cohort, c.stretch"
    )


def customers(
    asked: Asked, start: dt.date, age: int, *, by: Actor, at: dt.datetime, store: Store, most: int
) -> tuple[list[Reference], int]:
    """Return the first of a cohort's customers who bought so many stretches later, and how many there are."""
    orders = purchases(by=by, at=at, store=store, customer=asked.customer, where=asked.where)
    stretch = orders.grained(orders.local_day("placed_at"), asked.grain)
    inner = orders.table(f"{kind(asked.customer)} AS k, {who(asked.customer)} AS who, {stretch} AS stretch")
    later = orders.asking.value(following(start, asked.grain, age))
    found = orders.ask(
        f"SELECT k, who, count(*) OVER () FROM (SELECT k, who FROM ({inner}) AS q GROUP BY k, who"
        f" HAVING min(stretch) = {orders.asking.value(start)}"
        f" AND count(CASE WHEN stretch = {later} THEN 1 END) > 0) AS c"
        f" WHERE {seen(asked.customer, orders)} ORDER BY k, who LIMIT {int(most)}"
    )
    people = [(KINDS[int(row[0])], int(row[1])) for row in found.rows]
    return people, int(found.rows[0][2]) if found.rows else 0


def cells(
    start: dt.date, counted: dict[dt.date, tuple[Any, ...]], now: dt.date, asked: Asked
) -> tuple[Cell, ...]:
    """Return a cohort's stretches of time up to now."""
    made = []
    for age in range(min(asked.ages, MOST) + 1):
        stretch = following(start, asked.grain, age)
        if stretch > now:
            break
        customers, amount = counted.get(stretch, (0, 0))
        made.append(
            Cell(customers=int(customers), amount=number(amount) or Decimal(0), is_immature=stretch == now)
        )
    return tuple(made)
