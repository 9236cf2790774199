"""What a model of buying knows of each customer: x repeat purchases, the last t_x after the first, watched for T since then."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from odnos.analytics.models.arrays import Floats, Whole


@dataclass(frozen=True)
class Histories:
    """Three arrays of one length: `repeats` (x, whole), `last` (t_x) and `span` (T) in one unit of time; 0 ≤ t_x ≤ T."""

    repeats: Floats
    last: Floats
    span: Floats

    def __len__(self) -> int:
        return len(self.repeats)

    def scaled(self, by: float) -> Histories:
        """Return the histories in a unit of time that is `by` of the present one."""
        return Histories(self.repeats, self.last / by, self.span / by)

    def at(self, places: Whole | slice) -> Histories:
        """Return the histories at these places."""
        return Histories(self.repeats[places], self.last[places], self.span[places])


@dataclass(frozen=True)
class Grouped:
    """Different histories, how many customers have each, and at which place that of each customer stands."""

    histories: Histories
    weights: Floats
    places: Whole


def grouped(histories: Histories) -> Grouped:
    """Return each history once: customers with the same (x, t_x, T) have the same likelihood."""
    columns = (histories.span, histories.last, histories.repeats)
    order = np.lexsort(columns)
    is_new = np.zeros(len(order), bool)
    is_new[:1] = True
    for column in columns:
        ordered = column[order]
        is_new[1:] |= ordered[1:] != ordered[:-1]
    firsts = np.flatnonzero(is_new)
    places = np.empty(len(order), np.int64)
    places[order] = np.cumsum(is_new) - 1
    weights = np.diff(np.append(firsts, len(order))).astype(np.float64)
    return Grouped(histories.at(order[firsts]), weights, places)
