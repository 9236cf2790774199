"""The forecast of a series: by the method that would have erred least, with the error it would have made."""

from __future__ import annotations

import enum
from dataclasses import dataclass

import numpy as np

from odnos.analytics.models.arrays import Floats
from odnos.analytics.models.demand import backtest, methods
from odnos.analytics.models.demand.backtest import Errors
from odnos.analytics.models.refused import Reason, demand

LEAST = 8
"""Periods below which there is no forecast."""
FROM = 12
"""Periods at the end that methods are tried on, at most."""
PART = 0.8


class Way(enum.StrEnum):
    """The methods that are tried, the simplest first: it is what the others must beat; the last is the mean of all others."""

    AS_LAST = "as_last"
    AS_MEAN = "as_mean"
    SMOOTHED = "smoothed"
    DAMPED = "damped"
    MIXED = "mixed"


SINGLE: dict[Way, methods.Method] = {
    Way.AS_LAST: methods.as_last,
    Way.AS_MEAN: methods.as_mean,
    Way.SMOOTHED: methods.smoothed,
    Way.DAMPED: methods.damped,
}


@dataclass(frozen=True)
class Forecast:
    """Values for the periods to come, and between which bounds `part` of the errors so far would have left them.

    `error` is the mean absolute error of the back-test, `share` the same as part of the mean period, `bias` the mean error,
    `against` the error as part of what «as last time» would have made; `tried` has the error of each method. The chosen method was
    chosen by these errors, so that the next ones are likely to be somewhat larger.
    """

    way: Way
    season: int
    values: Floats
    low: Floats
    high: Floats
    part: float
    error: float
    share: float
    bias: float
    against: float
    tried: dict[Way, float]


def forecast(series: Floats, *, ahead: int, season: int = 0, part: float = PART) -> Forecast:
    """Return the forecast of `series` (one value per period, never below 0) for `ahead` periods.

    `season` is how many periods make one, such as 12 months; it counts only with two seasons before the periods that methods
    are tried on. Raises Refused: FEW_PERIODS.
    """
    demand(len(series), LEAST, Reason.FEW_PERIODS)
    first = max(len(series) - FROM, LEAST // 2, len(series) // 2)
    season = season if season and first >= 2 * season else 0
    told = _with_mean(
        {
            way: backtest.foretold(series, method, season=season, ahead=ahead, first=first)
            for way, method in SINGLE.items()
        }
    )
    tried = {way: backtest.errors(series, rows, first=first) for way, rows in told.items()}
    way = min(tried, key=lambda one: tried[one].absolute())
    values = _with_mean({one: method(series, season, ahead) for one, method in SINGLE.items()})[way]
    return _made(series, np.maximum(values, 0.0), way, tried, season, part)


def _with_mean(told: dict[Way, Floats]) -> dict[Way, Floats]:
    return told | {Way.MIXED: np.mean(list(told.values()), axis=0)}


def _made(
    series: Floats, values: Floats, way: Way, tried: dict[Way, Errors], season: int, part: float
) -> Forecast:
    off = tried[way].within(part)
    error, simplest = tried[way].absolute(), tried[Way.AS_LAST].absolute()
    mean = float(np.abs(series).mean())
    return Forecast(
        way,
        season,
        values,
        np.maximum(values - off, 0.0),
        values + off,
        part,
        error,
        error / mean if mean else 0.0,
        tried[way].bias(),
        error / simplest if simplest else 1.0,
        {one: made.absolute() for one, made in tried.items()},
    )
