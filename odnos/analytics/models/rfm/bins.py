"""Scores from 1 (worst) to the number of bins (best), in three ways to draw their limits. Ties never depend on chance."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from odnos.analytics.models.arrays import Floats, Whole


def equal(values: Floats, ids: Whole, count: int = 5) -> Whole:
    """Return `count` groups of one size, by ascending value and then by id, so that equal values may part; the first groups take what is left over.

    This is NTILE of SQL: `ntile(count) over (order by value, id)`.
    """
    order = np.lexsort((ids, values))
    size, over = divmod(len(values), count)
    sizes = [size + 1] * over + [size] * (count - over)
    scores = np.empty(len(values), np.int64)
    scores[order] = np.repeat(np.arange(1, count + 1), sizes)
    return scores


def quantiles(values: Floats, count: int = 5) -> Whole:
    """Return groups between the quantiles of the values: equal values stay together, so that groups may differ in size, or be empty."""
    if not len(values):
        return np.empty(0, np.int64)
    return limits(values, np.quantile(values, np.arange(1, count) / count).tolist())


def limits(values: Floats, edges: Sequence[float]) -> Whole:
    """Return groups between one's own `edges`, ascending: up to and including the first is 1, above the last is len(edges) + 1."""
    return np.searchsorted(np.asarray(edges), values, side="left").astype(np.int64) + 1
