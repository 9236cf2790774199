"""Gamma-Gamma: what customers spend at a time, when how much has nothing to do with how often.

Fader, Hardie and Lee (2005), «RFM and CLV: using iso-value curves for customer base analysis», Journal of Marketing
Research 42 (4); Fader and Hardie (2013), «The Gamma-Gamma model of monetary value». Each purchase is Gamma(p, ν), ν is
Gamma(q, v) over customers.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import gammaln, psi

from odnos.analytics.models.arrays import Floats
from odnos.analytics.models.lifetime import climb
from odnos.analytics.models.refused import Reason, Refused, demand

LEAST_REPEATERS = 50
MOST_CORRELATION = 0.3
STARTS = ((3.0, 3.0, 1.0), (1.0, 2.0, 1.0), (10.0, 5.0, 0.5))


@dataclass(frozen=True)
class GammaGamma:
    """A fitted model: v is in units of money, p and q have none; the log-likelihood is that of all who bought again."""

    p: float
    q: float
    v: float
    log_likelihood: float
    correlation: float

    def mean(self) -> float:
        """Return what a customer of whom nothing is known spends at a time."""
        return self.p * self.v / (self.q - 1)

    def expected(self, repeats: Floats, value: Floats) -> Floats:
        """Return what each spends at a time, given `repeats` purchases of the mean `value` (equation 5 of the note)."""
        spent = np.where(repeats > 0, repeats * value, 0.0)
        return self.p * (self.v + spent) / (self.p * repeats + self.q - 1)


def fit(repeats: Floats, value: Floats, *, least_repeaters: int = LEAST_REPEATERS) -> GammaGamma:
    """Return the model under which the mean `value` of the `repeats` purchases of each customer is most likely.

    Who has not bought again, or for nothing, does not count. Raises Refused: FEW_REPEATS, VALUE_FOLLOWS_COUNT (the model
    takes them for independent), NO_MEAN, NOT_CONVERGED, AT_BOUND, ALL_ALIKE.
    """
    known = (repeats > 0) & (value > 0)
    x, z = repeats[known], value[known]
    demand(len(x), least_repeaters, Reason.FEW_REPEATS)
    correlation = correlated(x, z)
    if abs(correlation) > MOST_CORRELATION:
        raise Refused(Reason.VALUE_FOLLOWS_COUNT, correlation=correlation, most=MOST_CORRELATION)
    unit = float(np.median(z))
    p, q, v = map(float, climb.highest(lambda at: _mean_likelihood(at, x, z / unit), STARTS))
    if q <= 1:
        raise Refused(Reason.NO_MEAN, q=q)
    height, _ = log_likelihood(np.array((p, q, v * unit)), x, z)
    return GammaGamma(p, q, v * unit, height, correlation)


def correlated(repeats: Floats, value: Floats) -> float:
    """Return the correlation of how often and how much. Raises Refused: ALL_ALIKE where all have spent the same."""
    if value.std() == 0:
        raise Refused(Reason.ALL_ALIKE, there=1)
    return float(np.corrcoef(repeats, value)[0, 1]) if repeats.std() else 0.0


def log_likelihood(at: Floats, repeats: Floats, value: Floats) -> tuple[float, Floats]:
    """Return the log-likelihood at (p, q, v) and its gradient (equation 3 of the note)."""
    p, q, v = at
    shape, whole = p * repeats, p * repeats + q
    spent = np.log(repeats * value + v)
    height = gammaln(whole) - gammaln(shape) - gammaln(q) + q * np.log(v) - whole * spent
    height += (shape - 1) * np.log(value) + shape * np.log(repeats)
    slopes = (
        repeats * (psi(whole) - psi(shape) + np.log(value) + np.log(repeats) - spent),
        psi(whole) - psi(q) + np.log(v) - spent,
        q / v - whole / (repeats * value + v),
    )
    return float(height.sum()), np.array([slope.sum() for slope in slopes])


def _mean_likelihood(at: Floats, repeats: Floats, value: Floats) -> tuple[float, Floats]:
    height, gradient = log_likelihood(at, repeats, value)
    return height / len(repeats), gradient / len(repeats)
