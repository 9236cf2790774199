"""RFM: Hughes (1994), «Strategic Database Marketing»; a customer of class 555 bought lately, often, and for much."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from odnos.analytics.models.arrays import Floats, Whole
from odnos.analytics.models.rfm import bins

Way = Literal["equal", "quantiles", "limits"]
Edges = tuple[tuple[float, ...], tuple[float, ...], tuple[float, ...]]


@dataclass(frozen=True)
class Behaviour:
    """What customers did: days since the last purchase, number of purchases, sum of money; `ids` break ties."""

    ids: Whole
    recency: Floats
    frequency: Floats
    money: Floats

    def __len__(self) -> int:
        return len(self.ids)


@dataclass(frozen=True, kw_only=True)
class Binning:
    """How scores are given: `count` groups of one size, or between quantiles, or one's own edges of days, purchases and money.

    Edges of recency are ascending days as the others are; the most recent have the highest score all the same.
    """

    way: Way = "equal"
    count: int = 5
    edges: Edges = ((), (), ())


def scores(behaviour: Behaviour, binning: Binning = Binning()) -> Whole:
    """Return the scores R, F and M of each customer as an array of n × 3."""
    if binning.way == "limits":
        days, purchases, money = binning.edges
        recent = len(days) + 2 - bins.limits(behaviour.recency, days)
        return _columns(
            recent, bins.limits(behaviour.frequency, purchases), bins.limits(behaviour.money, money)
        )
    if binning.way == "quantiles":
        recent = binning.count + 1 - bins.quantiles(behaviour.recency, binning.count)
        rest = (bins.quantiles(values, binning.count) for values in (behaviour.frequency, behaviour.money))
        return _columns(recent, *rest)
    recent = bins.equal(-behaviour.recency, behaviour.ids, binning.count)
    rest = (
        bins.equal(values, behaviour.ids, binning.count) for values in (behaviour.frequency, behaviour.money)
    )
    return _columns(recent, *rest)


def classes(scored: Whole) -> list[str]:
    """Return the class of each customer, its three scores as digits: "555"; with more than nine bins, "10-3-7"."""
    between = "" if scored.size == 0 or scored.max() < 10 else "-"
    return [between.join(map(str, row)) for row in scored.tolist()]


def _columns(*columns: Whole) -> Whole:
    return np.stack(columns, axis=1)
