"""Pareto/NBD: customers buy at their own pace until they leave, at a moment that is theirs alone.

Schmittlein, Morrison and Colombo (1987), «Counting your customers: who are they and what will they do next?», Management
Science 33 (1); the likelihood as in Fader and Hardie (2005), «A note on deriving the Pareto/NBD model and related expressions».
Paces are Gamma(r, α) over customers, the rates at which they leave Gamma(s, β).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import expit, gammaln, psi

from odnos.analytics.models.arrays import Floats
from odnos.analytics.models.lifetime import climb, quadrature
from odnos.analytics.models.lifetime.histories import Histories, grouped
from odnos.analytics.models.refused import Reason, demand

LEAST_REPEATERS = 50
STARTS = ((0.5, 0.3, 0.5, 0.3), (1.0, 1.0, 1.0, 1.0), (2.0, 0.5, 0.5, 2.0))
PLACES = 40
NOTHING = 45.0
"""e^-45 of an integrand is below the last digit."""
AT_ONCE = 25_000


@dataclass(frozen=True)
class ParetoNbd:
    """A fitted model: α and β are in units of time; the log-likelihood is that of all customers."""

    r: float
    alpha: float
    s: float
    beta: float
    log_likelihood: float

    def alive(self, histories: Histories) -> Floats:
        """Return the probability that each is still a customer (equation 11 of the note)."""
        here, gone = _two_ways(self.r, self.alpha, self.s, self.beta, histories)
        result: Floats = expit(here - gone)
        return result

    def expected(self, ahead: float) -> float:
        """Return how many repeat purchases a new customer makes in the time `ahead`."""
        staying = _staying(self.s, np.array([np.log1p(ahead / self.beta)]))
        return float(self.r * self.beta / self.alpha * staying[0])

    def conditional(self, histories: Histories, ahead: float) -> Floats:
        """Return how many purchases each makes in the time `ahead`, given the history."""
        return self.alive(histories) * self.if_alive(histories, ahead)

    def if_alive(self, histories: Histories, ahead: float) -> Floats:
        """Return how many purchases each would make in the time `ahead`, being a customer still."""
        since = self.beta + histories.span
        pace = (self.r + histories.repeats) / (self.alpha + histories.span)
        return pace * since * _staying(self.s, np.log1p(ahead / since))


def fit(
    histories: Histories, *, least_repeaters: int = LEAST_REPEATERS, told: climb.Told = climb.silent
) -> ParetoNbd:
    """Return the model under which the histories are most likely.

    Raises Refused: FEW_REPEATS, NOT_CONVERGED, AT_BOUND.
    """
    demand(int((histories.repeats > 0).sum()), least_repeaters, Reason.FEW_REPEATS)
    unit = float(histories.span.mean())
    different = grouped(histories)
    shares = different.weights / len(histories)
    scaled = different.histories.scaled(unit)
    r, alpha, s, beta = map(float, climb.highest(likelihood(scaled, shares), STARTS, told))
    alpha, beta = alpha * unit, beta * unit
    height, _ = likelihood(different.histories, different.weights)(np.array((r, alpha, s, beta)))
    return ParetoNbd(r, alpha, s, beta, height)


def likelihood(histories: Histories, weights: Floats) -> climb.Likelihood:
    """Return the weighted log-likelihood of (r, α, s, β) with its gradient."""

    def at(parameters: Floats) -> tuple[float, Floats]:
        height, gradient = 0.0, np.zeros(4)
        for begin in range(0, len(histories), AT_ONCE):
            part = slice(begin, begin + AT_ONCE)
            heights, slopes = _part(parameters, histories.at(part))
            height += float(weights[part] @ heights)
            gradient += slopes @ weights[part]
        return height, gradient

    return at


def _part(at: Floats, histories: Histories) -> tuple[Floats, Floats]:
    """Return the log-likelihood of each history, and its four slopes: those of the two ways to have it, by their odds."""
    r, alpha, s, beta = at
    pace = r + histories.repeats
    here = -pace * np.log(alpha + histories.span) - s * np.log(beta + histories.span)
    gone, buying, leaving, shares = _gone(r, alpha, s, beta, histories)
    both = np.logaddexp(here, gone)
    odds = np.exp(gone - both)
    heights = gammaln(pace) - gammaln(r) + r * np.log(alpha) + s * np.log(beta) + both

    def mixed(of_here: Floats, of_gone: Floats) -> Floats:
        result: Floats = of_here + odds * (of_gone - of_here)
        return result

    def mean(values: Floats) -> Floats:
        result: Floats = (values * shares).sum(axis=1)
        return result

    slopes = np.array(
        (
            psi(pace) - psi(r) + np.log(alpha) - mixed(np.log(alpha + histories.span), mean(np.log(buying))),
            r / alpha - pace * mixed(1 / (alpha + histories.span), mean(1 / buying)),
            np.log(beta) + mixed(-np.log(beta + histories.span), 1 / s - mean(np.log(leaving))),
            s / beta - mixed(s / (beta + histories.span), (s + 1) * mean(1 / leaving)),
        )
    )
    return heights, slopes


def _two_ways(r: float, alpha: float, s: float, beta: float, histories: Histories) -> tuple[Floats, Floats]:
    """Return the logarithms of the likelihood of being here still, and of having left since the last purchase."""
    here = -(r + histories.repeats) * np.log(alpha + histories.span) - s * np.log(beta + histories.span)
    parts = [
        _gone(r, alpha, s, beta, histories.at(slice(begin, begin + AT_ONCE)))[0]
        for begin in range(0, len(histories), AT_ONCE)
    ]
    return here, np.concatenate(parts) if parts else here


def _gone(
    r: float, alpha: float, s: float, beta: float, histories: Histories
) -> tuple[Floats, Floats, Floats, Floats]:
    """Return the logarithm of s·∫ (α+τ)^-(r+x) (β+τ)^-(s+1) dτ from t_x to T, and α+τ, β+τ and the shares of its places.

    The note writes it as a difference of two hypergeometric functions, which cancels. Along the logarithm of the lesser of
    α+τ and β+τ it falls without bending much, and ever faster, so that it ends where its first slope has made it nothing.
    """
    lesser, x, last = min(alpha, beta), histories.repeats, histories.last
    fall = (lesser + last) * ((r + x) / (alpha + last) + (s + 1) / (beta + last)) - 1
    length = np.log((lesser + histories.span) / (lesser + last))
    length = np.where(fall * length > NOTHING, NOTHING / np.maximum(fall, 1e-9), length)[:, None]
    places, weights = quadrature.legendre(PLACES)
    near = (lesser + last)[:, None] * np.exp(length * places)
    far = near + abs(beta - alpha)
    buying, leaving = (near, far) if alpha < beta else (far, near)
    heights = np.log(near) - (r + x)[:, None] * np.log(buying) - (s + 1) * np.log(leaving)
    top = heights.max(axis=1, keepdims=True)
    shares = np.exp(heights - top) * weights
    total = shares.sum(axis=1, keepdims=True)
    with np.errstate(divide="ignore"):  # who bought on the last day has not left since
        height = np.log(s) + np.log(length) + top + np.log(total)
    return height[:, 0], buying, leaving, shares / total


def _staying(s: float, log_growth: Floats) -> Floats:
    """Return (1 - growth^-(s-1)) / (s-1), which is the logarithm of growth where s is 1."""
    bend = (s - 1) * log_growth
    near = np.abs(bend) < 1e-8
    return log_growth * np.where(near, 1 - bend / 2, -np.expm1(-bend) / np.where(near, 1.0, bend))
