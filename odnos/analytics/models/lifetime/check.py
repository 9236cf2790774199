"""How a model would have done: fitted to what was known on a day, compared with what came after it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from odnos.analytics.models.arrays import Floats
from odnos.analytics.models.lifetime.histories import Histories
from odnos.analytics.models.lifetime.value import Buying


@dataclass(frozen=True)
class Check:
    """Purchases after the day, of the customers known by then: foretold, made; how both go together, and how far off on average.

    `usual_error` is what the error would have been had one foretold that each goes on as until then.
    """

    foretold: float
    made: float
    correlation: float
    error: float
    usual_error: float


def against(model: Buying, histories: Histories, made: Floats, ahead: float) -> Check:
    """Return how what the model foretells for the time `ahead` compares with the purchases `made` in it."""
    foretold = model.conditional(histories, ahead)
    usual = histories.repeats / np.maximum(histories.span, 1e-9) * ahead
    spread = foretold.std() * made.std()
    return Check(
        float(foretold.sum()),
        float(made.sum()),
        float(np.corrcoef(foretold, made)[0, 1]) if spread else 0.0,
        float(np.abs(foretold - made).mean()),
        float(np.abs(usual - made).mean()),
    )
