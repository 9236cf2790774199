"""The search for the parameters under which the data are most likely."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from scipy.optimize import minimize

from odnos.analytics.models.arrays import Floats
from odnos.analytics.models.refused import Reason, Refused

FARTHEST = 9.0
"""The search goes to e^±9 of its unit."""
PLAUSIBLE = 7.0
"""Beyond e^±7 the data no longer tell the parameter from a bound."""
FLAT = 1e-6

Likelihood = Callable[[Floats], tuple[float, Floats]]
Told = Callable[[], None]
"""Hears that the search goes on; raises to have it end."""


def silent() -> None:
    """Tell nobody."""


def highest(likelihood: Likelihood, starts: Sequence[Sequence[float]], told: Told = silent) -> Floats:
    """Return the positive parameters at which `likelihood` (value and gradient, per customer) is highest.

    Tried from each start until one converges. Raises Refused: NOT_CONVERGED, AT_BOUND.
    """
    slope = np.inf
    for start in starts:
        logs, slope = _climbed(likelihood, np.log(start), told)
        if np.abs(logs).max() > PLAUSIBLE:
            raise Refused(Reason.AT_BOUND, value=float(np.exp(logs[np.abs(logs).argmax()])))
        if slope < FLAT:
            return np.exp(logs)
    raise Refused(Reason.NOT_CONVERGED, slope=float(slope))


def _climbed(likelihood: Likelihood, logs: Floats, told: Told) -> tuple[Floats, float]:
    """Climb from `logs`; return where it ended, and the steepest slope that is left there."""

    def downhill(at: Floats) -> tuple[float, Floats]:
        told()
        values = np.exp(at)
        height, gradient = likelihood(values)
        return -height, -gradient * values

    bounds = [(-FARTHEST, FARTHEST)] * len(logs)
    options = {"maxiter": 1000, "maxfun": 2000, "ftol": 1e-15, "gtol": 1e-8}
    found = minimize(downhill, logs, jac=True, method="L-BFGS-B", bounds=bounds, options=options)
    return found.x, float(np.abs(downhill(found.x)[1]).max())
