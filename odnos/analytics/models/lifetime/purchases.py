"""From purchases to histories: what customers bought up to a day, their first purchase being where their time begins."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from odnos.analytics.models.arrays import Floats, Whole
from odnos.analytics.models.lifetime.histories import Histories


@dataclass(frozen=True)
class Customers:
    """Customers by number, ascending: their histories, and the mean value of their repeat purchases (0 without any)."""

    ids: Whole
    histories: Histories
    value: Floats


def customers(ids: Whole, days: Whole, amounts: Floats, *, until: int, unit: float = 7.0) -> Customers:
    """Return the history of each customer from one entry per purchase: whose, on which day (a number), for how much.

    Purchases of one day count as one, as in Fader, Hardie and Lee (2005); those after the day `until` do not count. Times
    are in units of `unit` days.
    """
    known = days <= until
    ids, days, amounts = ids[known], days[known], amounts[known]
    order = np.lexsort((days, ids))
    ids, days, amounts = ids[order], days[order], amounts[order]
    is_visit = np.ones(len(ids), bool)
    is_visit[1:] = (ids[1:] != ids[:-1]) | (days[1:] != days[:-1])
    visits = np.flatnonzero(is_visit)
    sums = np.add.reduceat(amounts, visits) if len(visits) else amounts
    return _of_visits(ids[visits], days[visits], sums, until, unit)


def _of_visits(ids: Whole, days: Whole, sums: Floats, until: int, unit: float) -> Customers:
    """Return the customers of visits that are ordered by customer and day."""
    firsts = np.flatnonzero(np.append(True, ids[1:] != ids[:-1])) if len(ids) else np.empty(0, np.int64)
    counts = np.diff(np.append(firsts, len(ids)))
    repeats = (counts - 1).astype(np.float64)
    totals = np.add.reduceat(sums, firsts) if len(firsts) else sums
    value = np.divide(totals - sums[firsts], repeats, out=np.zeros(len(firsts)), where=repeats > 0)
    began = days[firsts]
    last = (days[firsts + counts - 1] - began) / unit
    return Customers(ids[firsts], Histories(repeats, last, (until - began) / unit), value)
