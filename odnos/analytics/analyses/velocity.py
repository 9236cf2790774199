"""How long deals take: in each stage, and from their beginning to their end."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from odnos.analytics.analyses.population import Population
from odnos.analytics.analyses.sql import number, quartiles, ratio
from odnos.analytics.store.answer import Store
from odnos.engine.access.actor import Actor
from odnos.engine.filters.tree import EVERYTHING, Node


@dataclass(frozen=True, kw_only=True)
class Length:
    """How long `count` of them took: the mean, and the quartiles. In a stage in seconds, of a deal in days."""

    count: int = 0
    mean: Decimal | None = None
    low: Decimal | None = None
    median: Decimal | None = None
    high: Decimal | None = None


def length(row: tuple[Any, ...]) -> Length:
    """Return a length of what the store answered: count, sum, and quartiles."""
    count, whole, *parts = row
    low, median, high = (number(item) for item in parts)
    return Length(count=int(count), mean=ratio(number(whole), count), low=low, median=median, high=high)


def columns(value: str, population: Population) -> str:
    """Return the SQL of the columns that make a length of a value."""
    return f"count({value}), sum({value}), {quartiles(value, population.store.dialect)}"


def began(population: Population) -> str:
    """Return the SQL of the day on which a deal began: as was written, else when it was made."""
    return f'COALESCE(t."started_on", {population.local_day("created_at")})'


def to_close(
    *, by: Actor, at: dt.datetime, store: Store, span: str = "", where: Node = EVERYTHING
) -> Mapping[str, Length]:
    """Return how many days deals took from their beginning to their end, by outcome. `span` is of their closing days."""
    return begin_to_close(by=by, at=at, store=store, span=span, where=where)()


def begin_to_close(
    *, by: Actor, at: dt.datetime, store: Store, span: str = "", where: Node = EVERYTHING
) -> Callable[[], Mapping[str, Length]]:
    """Ask how many days deals took, and return what waits for the answer. Both raise StoreError."""
    deals = Population(key="deal", by=by, at=at, store=store, needs=("started_on", "closed_on"))
    deals.only(where)
    deals.limits.append("t.status IN ('won', 'lost')")
    deals.within('t."closed_on"', deals.span(span))
    days = deals.asking.dialect.days.format(began(deals), 't."closed_on"')
    inner = deals.table(f"t.status AS status, {days} AS days")
    found = deals.begin(f"SELECT status, {columns('days', deals)} FROM ({inner}) AS q GROUP BY status")
    return lambda: {row[0]: length(row[1:]) for row in found().rows}
