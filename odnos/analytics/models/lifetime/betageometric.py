"""BG/NBD: customers buy at their own pace, and may be gone for good after any purchase.

Fader, Hardie and Lee (2005), «“Counting your customers” the easy way: an alternative to the Pareto/NBD model», Marketing
Science 24 (2). Paces are Gamma(r, α) over customers, the chance to leave after a purchase is Beta(a, b).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import betaln, expit, gammaln, psi

from odnos.analytics.models.arrays import Floats, Truths, Whole
from odnos.analytics.models.lifetime import climb, quadrature
from odnos.analytics.models.lifetime.histories import Histories, grouped
from odnos.analytics.models.refused import Reason, demand

LEAST_REPEATERS = 50
STARTS = ((0.5, 0.3, 1.0, 2.0), (1.0, 1.0, 1.0, 1.0), (2.0, 0.5, 0.3, 3.0))


@dataclass(frozen=True)
class BetaGeometric:
    """A fitted model: α is in units of time, the others have none; the log-likelihood is that of all customers."""

    r: float
    alpha: float
    a: float
    b: float
    log_likelihood: float

    def alive(self, histories: Histories) -> Floats:
        """Return the probability that each is still a customer; 1 for who bought once, for nobody leaves before a repeat purchase."""
        x, pace = histories.repeats, self.r + histories.repeats
        bought = x > 0
        left = np.log(self.a / (self.b + np.where(bought, x, 1.0) - 1.0))
        left += pace * np.log((self.alpha + histories.span) / (self.alpha + histories.last))
        return np.where(bought, expit(-left), 1.0)

    def expected(self, ahead: float) -> float:
        """Return how many repeat purchases a new customer makes in the time `ahead` (equation 9)."""
        tau = np.array([ahead / self.alpha])
        return float(_chance_mean(self.a, self.b, self.r, tau)[0])

    def conditional(self, histories: Histories, ahead: float) -> Floats:
        """Return how many purchases each makes in the time `ahead`, given the history (equation 10)."""
        return self.alive(histories) * self.if_alive(histories, ahead)

    def if_alive(self, histories: Histories, ahead: float) -> Floats:
        """Return how many purchases each would make in the time `ahead`, being a customer still."""
        result = np.empty(len(histories))
        for x, places in _by_count(histories.repeats):
            spans, which = np.unique(histories.span[places], return_inverse=True)
            means = _chance_mean(self.a, self.b + x, self.r + x, ahead / (self.alpha + spans))
            result[places] = means[which]
        return result


def fit(
    histories: Histories, *, least_repeaters: int = LEAST_REPEATERS, told: climb.Told = climb.silent
) -> BetaGeometric:
    """Return the model under which the histories are most likely.

    Raises Refused: FEW_REPEATS, NOT_CONVERGED, AT_BOUND.
    """
    demand(int((histories.repeats > 0).sum()), least_repeaters, Reason.FEW_REPEATS)
    unit = float(histories.span.mean())
    different = grouped(histories)
    shares = different.weights / len(histories)
    scaled = different.histories.scaled(unit)
    r, alpha, a, b = map(float, climb.highest(likelihood(scaled, shares), STARTS, told))
    alpha *= unit
    height, _ = likelihood(different.histories, different.weights)(np.array((r, alpha, a, b)))
    return BetaGeometric(r, alpha, a, b, height)


def likelihood(histories: Histories, weights: Floats) -> climb.Likelihood:
    """Return the weighted log-likelihood of (r, α, a, b) with its gradient (equation 6 of the paper).

    What depends on the number of purchases alone is worked out once for each number.
    """
    counts, which = np.unique(histories.repeats, return_inverse=True)
    of_counts = np.bincount(which, weights)
    bought = histories.repeats > 0

    def at(parameters: Floats) -> tuple[float, Floats]:
        r, alpha, a, b = parameters
        pace, before = r + counts, b + np.where(counts > 0, counts, 1.0) - 1.0
        by_time, (gone, span, last) = _ways(alpha, np.log(a / before)[which], pace[which], histories, bought)
        height = gammaln(pace) - gammaln(r) + r * np.log(alpha) + betaln(a, b + counts) - betaln(a, b)
        leaving = weights * gone
        lefts = np.bincount(which, leaving, len(counts))
        later = psi(a + b) - psi(a + b + counts)
        rates = (weights - leaving) / (alpha + histories.span) + leaving / (alpha + histories.last)
        slopes = (
            of_counts @ (psi(pace) - psi(r) + np.log(alpha)) - (weights - leaving) @ span - leaving @ last,
            of_counts.sum() * r / alpha - pace[which] @ rates,
            of_counts @ later + lefts.sum() / a,
            of_counts @ (later + psi(b + counts) - psi(b)) - lefts @ (1 / before),
        )
        return float(of_counts @ height + weights @ by_time), np.array(slopes)

    return at


def _ways(
    alpha: float, chance: Floats, pace: Floats, histories: Histories, bought: Truths
) -> tuple[Floats, tuple[Floats, Floats, Floats]]:
    """Return the logarithm of both ways to have a history, staying and leaving; the odds of leaving, and the logarithms of times."""
    span, last = np.log(alpha + histories.span), np.log(alpha + histories.last)
    stayed = -pace * span
    ahead = np.where(bought, chance + pace * (span - last), -np.inf)  # of leaving before staying
    return stayed + np.logaddexp(0, ahead), (expit(ahead), span, last)


def _by_count(repeats: Floats) -> list[tuple[float, Whole]]:
    """Return each number of purchases with the places of those who made so many."""
    order = np.argsort(repeats, kind="stable")
    counts, firsts = np.unique(repeats[order], return_index=True)
    return list(zip(counts.tolist(), np.split(order, firsts[1:]), strict=True)) if len(order) else []


def _chance_mean(a: float, b: float, pace: float, tau: Floats) -> Floats:
    """Return the mean of (1 - (1 + pτ)^-pace) / p over p ~ Beta(a, b): the purchases until leaving, or until τ is over."""
    chances, weights = quadrature.beta_rule(a, b, quadrature.enough(float(tau.max())))
    return np.concatenate(
        [
            -(np.expm1(-pace * np.log1p(np.outer(part, chances))) / chances) @ weights
            for part in np.array_split(tau, 1 + len(tau) // 20_000)
        ]
    )
