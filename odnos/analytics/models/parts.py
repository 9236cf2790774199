"""ABC and XYZ: by their part of the whole, and by how evenly they come.

ABC is Dickie (1951), «ABC inventory analysis shoots for dollars, not pennies»; XYZ goes by the coefficient of variation of
what each had in every period.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from odnos.analytics.models.arrays import Floats, Whole


@dataclass(frozen=True)
class Shares:
    """Class of each (0 is A, 1 is B, 2 is C), its part of the whole, and the part of it and of all larger ones together."""

    classes: Whole
    share: Floats
    cumulated: Floats


def abc(values: Floats, ids: Whole, *, limits: tuple[float, float] = (0.8, 0.95)) -> Shares:
    """Return the class of each by descending value, then by id: A are those that are needed to reach the first part of the whole, B the second.

    What is nothing or less is C, and no part of the whole.
    """
    order = np.lexsort((ids, -values))
    positive = np.maximum(values[order], 0.0)
    whole = positive.sum()
    share = positive / whole if whole else positive
    cumulated = np.cumsum(share)
    classes = np.where(positive > 0, np.searchsorted(limits, cumulated - share + 1e-12, side="right"), 2)
    back = np.empty(len(order), np.int64)
    back[order] = np.arange(len(order))
    return Shares(classes[back].astype(np.int64), share[back], cumulated[back])


@dataclass(frozen=True)
class Evenness:
    """Class of each (0 is X, 1 is Y, 2 is Z) and its coefficient of variation, infinite where the mean is not above 0."""

    classes: Whole
    variation: Floats


def xyz(by_period: Floats, *, limits: tuple[float, float] = (0.5, 1.0)) -> Evenness:
    """Return the class of each row of `by_period` (n × periods): X varies up to the first limit, Y up to the second, both included.

    The deviation is that of the whole population of periods; periods without anything count as 0.
    """
    means, deviations = by_period.mean(axis=1), by_period.std(axis=1)
    variation = np.divide(deviations, means, out=np.full(len(means), np.inf), where=means > 0)
    return Evenness(np.searchsorted(limits, variation, side="left").astype(np.int64), variation)


def by_period(places: Whole, periods: Whole, amounts: Floats, shape: tuple[int, int]) -> Floats:
    """Return what each place had in each period as an array of `shape`, from entries of place, period and amount."""
    flat = np.bincount(places * shape[1] + periods, amounts, shape[0] * shape[1])
    return flat.reshape(shape).astype(np.float64)
