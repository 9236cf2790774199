"""Means over a beta distribution, by the rule of Gauss and Jacobi.

The expectations of the papers are written with Gauss's hypergeometric function, whose evaluations lose their digits, or
overflow, for customers with hundreds of purchases and at a = 1. As means of a smooth function over a beta distribution they
keep them: Golub and Welsch (1969), «Calculation of Gauss quadrature rules», Mathematics of Computation 23.
"""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np
from scipy.linalg import eigh_tridiagonal

from odnos.analytics.models.arrays import Floats

MOST = 300


def beta_rule(a: float, b: float, count: int) -> tuple[Floats, Floats]:
    """Return `count` places in (0, 1) and weights of sum 1, with which the mean over Beta(a, b) of a polynomial below degree 2·count is exact."""
    alpha, beta = b - 1.0, a - 1.0  # of Jacobi, on (-1, 1), where beta belongs to the left end
    n = np.arange(1, count, dtype=np.float64)
    whole = 2 * n + alpha + beta
    diagonal = np.empty(count)
    diagonal[0] = (beta - alpha) / (alpha + beta + 2)
    diagonal[1:] = (beta**2 - alpha**2) / (whole * (whole + 2))
    beside = _beside(alpha, beta, n, whole)
    places, vectors = eigh_tridiagonal(diagonal, beside)
    return np.clip((places + 1) / 2, 1e-300, 1.0), vectors[0] ** 2


def _beside(alpha: float, beta: float, n: Floats, whole: Floats) -> Floats:
    """Return what stands beside the diagonal; the first is written so that alpha + beta = -1 does no harm."""
    both = alpha + beta
    first = 4 * (alpha + 1) * (beta + 1) / ((both + 2) ** 2 * (both + 3))
    m, w = n[1:], whole[1:]
    rest = 4 * m * (m + alpha) * (m + beta) * (m + both) / (w**2 * (w + 1) * (w - 1))
    return np.sqrt(np.append(first, rest) if len(n) else rest)


@lru_cache(maxsize=8)
def legendre(count: int) -> tuple[Floats, Floats]:
    """Return `count` places in (0, 1) and weights of sum 1 for the mean over the interval."""
    return beta_rule(1.0, 1.0, count)


def enough(farthest: float) -> int:
    """Return how many places give a function with its nearest pole at -1/farthest to 14 digits; the error falls by ρ² with each place."""
    if farthest <= 0:
        return 8
    z = 1 + 2 / farthest
    return min(MOST, 8 + math.ceil(16.2 / math.log(z + math.sqrt(z * z - 1))))
