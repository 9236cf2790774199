"""How wrong a method would have been: from one period after another the next ones are foretold, and compared with what came.

Tashman (2000), «Out-of-sample tests of forecasting accuracy: an analysis and review», International Journal of Forecasting 16.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from odnos.analytics.models.arrays import Floats
from odnos.analytics.models.demand.methods import Method


@dataclass(frozen=True)
class Errors:
    """What came less what was foretold: a row for each period foretold from, a column for each step ahead (NaN beyond the end)."""

    errors: Floats

    def absolute(self) -> float:
        """Return the mean absolute error."""
        return float(np.nanmean(np.abs(self.errors)))

    def bias(self) -> float:
        """Return the mean error: above nothing, too little was foretold."""
        return float(np.nanmean(self.errors))

    def within(self, part: float) -> Floats:
        """Return for each step ahead how far off at least the `part` of errors was at most; never less than for the step before.

        A step that no error is known of is as far off as the farthest that one is.
        """
        known = self.errors[:, ~np.isnan(self.errors).all(axis=0)]
        off = np.maximum.accumulate(np.nanquantile(np.abs(known), part, axis=0, method="higher"))
        return np.append(off, np.full(self.errors.shape[1] - len(off), off[-1]))


def foretold(series: Floats, method: Method, *, season: int, ahead: int, first: int) -> Floats:
    """Return what `method` foretells from every period beginning with `first`, only what came before being known."""
    return np.array([method(series[:known], season, ahead) for known in range(first, len(series))])


def errors(series: Floats, told: Floats, *, first: int) -> Errors:
    """Return the errors of what was foretold from every period beginning with `first`; less than nothing counts as nothing."""
    came = np.full(told.shape, np.nan)
    for row, known in zip(came, range(first, len(series)), strict=True):
        row[: len(series) - known] = series[known : known + told.shape[1]]
    return Errors(came - np.maximum(told, 0.0))
