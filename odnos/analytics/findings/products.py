"""The analysis of products: what each sold month by month, how large and how even that is, and what comes next."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from odnos.analytics.findings.asked import Groups
from odnos.analytics.models import parts
from odnos.analytics.models.arrays import Floats, Whole
from odnos.analytics.models.demand.forecast import Forecast, forecast
from odnos.analytics.models.elasticity import Elasticity, estimated
from odnos.analytics.models.whatif import Change, Outcome, Sold, outcome

YEAR = 12


@dataclass(frozen=True)
class Sales:
    """What products sold in the whole `months` (their first days) up to the last one that is over: quantities as n × months, turnover exact."""

    ids: Whole
    months: list[dt.date]
    quantities: Floats
    exact: list[list[Decimal]]
    turnover: list[list[Decimal]]

    def place(self, product: int) -> int | None:
        """Return where a product stands; None if it never sold."""
        found = np.flatnonzero(self.ids == product)
        return int(found[0]) if len(found) else None


def sales(groups: Groups, *, today: dt.date) -> Sales:
    """Return the sales of each product by month; the month that is not over yet does not count."""
    now = today.replace(day=1)
    rows = [row for row in groups.rows if row[0] and row[1] and row[1] < now]
    ids = sorted({row[0] for row in rows})
    months = between(min((row[1] for row in rows), default=now), now)
    places, columns = ({one: place for place, one in enumerate(some)} for some in (ids, months))
    quantity = [[Decimal(0)] * len(months) for _product in ids]
    turnover = [[Decimal(0)] * len(months) for _product in ids]
    for product, month, pieces, money in rows:
        quantity[places[product]][columns[month]] += Decimal(pieces or 0)
        turnover[places[product]][columns[month]] += Decimal(money or 0)
    floats = np.array(quantity, np.float64).reshape(len(ids), len(months))
    return Sales(np.array(ids, np.int64), months, floats, quantity, turnover)


def between(first: dt.date, end: dt.date) -> list[dt.date]:
    """Return the first day of each month from `first` on, before `end`."""
    found = []
    month = first
    while month < end:
        found.append(month)
        month = later(month, 1)
    return found


def later(month: dt.date, number: int) -> dt.date:
    """Return the first day of the month that is `number` months later."""
    years, place = divmod(month.month - 1 + number, YEAR)
    return dt.date(month.year + years, place + 1, 1)


@dataclass(frozen=True)
class Classed:
    """A product: its class by turnover (0 is A) and by evenness of the quantity (0 is X), its turnover, and how much it varies."""

    product: int
    part: int
    evenness: int
    turnover: Decimal
    variation: float


def classed(sold: Sales) -> list[Classed]:
    """Return the products of the last twelve months, by descending turnover."""
    if not len(sold.ids):
        return []
    turnover = [sum(row[-YEAR:], Decimal(0)) for row in sold.turnover]
    shares = parts.abc(np.array([float(value) for value in turnover]), sold.ids)
    even = parts.xyz(np.maximum(sold.quantities[:, -YEAR:], 0.0))
    found = [
        Classed(product, part, evenness, money, variation)
        for product, part, evenness, money, variation in zip(
            sold.ids.tolist(),
            shares.classes.tolist(),
            even.classes.tolist(),
            turnover,
            even.variation.tolist(),
            strict=True,
        )
    ]
    return sorted(found, key=lambda one: (-one.turnover, one.product))


def foretold(sold: Sales, product: int, *, ahead: int) -> Forecast:
    """Return the demand for a product in the months to come, from its first sale on. Raises Refused."""
    place = sold.place(product)
    series = sold.quantities[place] if place is not None else np.empty(0)
    begun = int(np.argmax(series > 0)) if len(series) else 0
    return forecast(np.maximum(series[begun:], 0.0), ahead=ahead, season=YEAR)


def answered(sold: Sales, product: int) -> Elasticity:
    """Return how demand for a product answered to its mean price of each month, so far. Raises Refused."""
    place = sold.place(product)
    pieces = sold.quantities[place] if place is not None else np.empty(0)
    money = np.array(
        [float(value) for value in sold.turnover[place]] if place is not None else [], np.float64
    )
    known = (pieces > 0) & (money > 0)
    return estimated(money[known] / pieces[known], pieces[known])


def what_if(sold: Sales, change: Change, *, product: int | None, margin: Decimal | None) -> Outcome:
    """Return what a change of price would have made of the last twelve months, of one product or of all; `margin` is the part of turnover kept now."""
    chosen = [place for place, one in enumerate(sold.ids.tolist()) if product in (None, one)]
    measured = [
        Sold(
            str(sold.ids[place]),
            sum(sold.exact[place][-YEAR:], Decimal(0)),
            sum(sold.turnover[place][-YEAR:], Decimal(0)),
        )
        for place in chosen
    ]
    whole = [one for one in measured if one.quantity > 0 and one.turnover > 0]
    if margin is not None:
        whole = [Sold(one.group, one.quantity, one.turnover, one.turnover * (1 - margin)) for one in whole]
    return outcome(whole, {}, otherwise=change)
