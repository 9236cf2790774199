"""What a customer is worth: purchases to come, each for what it brings, less the later they come."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from odnos.analytics.models.arrays import Floats
from odnos.analytics.models.lifetime.histories import Histories


class Buying(Protocol):
    """A fitted model of how often customers buy."""

    def alive(self, histories: Histories) -> Floats: ...

    def if_alive(self, histories: Histories, ahead: float) -> Floats: ...

    def expected(self, ahead: float) -> float: ...

    def conditional(self, histories: Histories, ahead: float) -> Floats: ...


@dataclass(frozen=True, kw_only=True)
class Terms:
    """Over how many periods of which length (in the model's unit of time) value is counted, at which rate of interest per period, and which share of turnover is kept."""

    periods: int = 12
    length: float = 365.25 / 12 / 7
    rate: float = 0.01
    margin: float = 1.0


def discounted(model: Buying, histories: Histories, terms: Terms) -> Floats:
    """Return the discounted number of purchases of each: those of period k at (1 + rate)^-k.

    The sum of Fader, Hardie and Lee (2005), «RFM and CLV», equation 2, over a finite horizon.
    """
    result = np.zeros(len(histories))
    before = np.zeros(len(histories))
    for period in range(1, terms.periods + 1):
        until = model.if_alive(histories, period * terms.length)
        result += (until - before) * (1 + terms.rate) ** -period
        before = until
    return result * model.alive(histories)


def worth(model: Buying, histories: Histories, spending: Floats, terms: Terms) -> Floats:
    """Return the discounted lifetime value of each: purchases to come, times what each `spending` leaves."""
    return discounted(model, histories, terms) * spending * terms.margin
