"""How demand answers to price, where the data carry it: the slope of the logarithm of quantity on that of price."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from odnos.analytics.models.arrays import Floats
from odnos.analytics.models.refused import Reason, Refused, demand

LEAST_PERIODS = 12
LEAST_PRICES = 4


@dataclass(frozen=True)
class Elasticity:
    """By how many per cent the quantity changed where the price was one per cent higher; between `low` and `high` with 95 %.

    What else moved demand at the same time is in it: a lower price in the season of gifts makes it look larger.
    """

    value: float
    low: float
    high: float
    periods: int


def estimated(prices: Floats, quantities: Floats) -> Elasticity:
    """Return the elasticity of periods with their mean price and quantity, both above 0, by least squares.

    Raises Refused: FEW_PERIODS, ALL_ALIKE (too few different prices).
    """
    known = (prices > 0) & (quantities > 0)
    x, y = np.log(prices[known]), np.log(quantities[known])
    demand(len(x), LEAST_PERIODS, Reason.FEW_PERIODS)
    different = len(np.unique(np.round(x, 4)))
    if different < LEAST_PRICES:
        raise Refused(Reason.ALL_ALIKE, there=different, needed=LEAST_PRICES)
    apart = x - x.mean()
    slope = float(apart @ y / (apart @ apart))
    rest = y - y.mean() - slope * apart
    deviation = float(np.sqrt(rest @ rest / (len(x) - 2) / (apart @ apart)))
    from scipy.stats import t as student  # takes two seconds to load, and pages load this module

    reach = float(student.ppf(0.975, len(x) - 2)) * deviation
    return Elasticity(slope, slope - reach, slope + reach, len(x))
