"""k-means: Lloyd (1982), begun as Arthur and Vassilvitskii (2007) say in «k-means++: the advantages of careful seeding».

How well clusters part is told by the mean silhouette, Rousseeuw (1987). The same data give the same clusters.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from odnos.analytics.models.arrays import Floats, Whole
from odnos.analytics.models.refused import Reason, demand

SEED = 1987
STARTS = 8
ROUNDS = 300
SAMPLE = 2000


@dataclass(frozen=True)
class Parted:
    """Cluster of each point, the centres (k × d), and the mean silhouette (of a sample above 2,000)."""

    labels: Whole
    centres: Floats
    silhouette: float


def parted(points: Floats, k: int) -> Parted:
    """Return `points` (n × d) in k clusters: the best of several starts. Raises Refused: ALL_ALIKE with fewer different points than k."""
    demand(len(np.unique(points, axis=0)), k, Reason.ALL_ALIKE)
    chance = np.random.default_rng(SEED)
    tried = [_settled(points, _begun(points, k, chance)) for _ in range(STARTS)]
    labels, centres, _distances = min(tried, key=lambda one: one[2])
    return Parted(labels, centres, silhouette(points, labels))


def best(points: Floats, ks: range) -> list[Parted]:
    """Return the clusters for each k of `ks` that the points allow, each with its silhouette."""
    different = len(np.unique(points, axis=0))
    demand(different, ks.start, Reason.ALL_ALIKE)
    return [parted(points, k) for k in ks if k <= different]


def silhouette(points: Floats, labels: Whole) -> float:
    """Return the mean over points of (b - a) / max(a, b): mean distances to the own and to the nearest other cluster; 0 for one alone."""
    if len(points) > SAMPLE:
        some = np.sort(np.random.default_rng(SEED).choice(len(points), SAMPLE, replace=False))
        points, labels = points[some], labels[some]
    names, which = np.unique(labels, return_inverse=True)
    member = np.eye(len(names))[which]
    sizes = member.sum(axis=0)
    if len(names) < 2:
        return 0.0
    sums = distances(points, points) @ member
    own = sums[np.arange(len(points)), which] / np.maximum(sizes[which] - 1, 1)
    means = np.where(member > 0, np.inf, sums / sizes)
    other = means.min(axis=1)
    both = np.maximum(own, other)
    widths = np.divide(other - own, both, out=np.zeros(len(points)), where=(both > 0) & (sizes[which] > 1))
    return float(widths.mean())


def _begun(points: Floats, k: int, chance: np.random.Generator) -> Floats:
    """Return k points, each drawn with a chance that grows with the squared distance to those before it."""
    centres = [points[chance.integers(len(points))]]
    nearest = ((points - centres[0]) ** 2).sum(axis=1)
    while len(centres) < k:
        drawn = np.searchsorted(np.cumsum(nearest), chance.random() * nearest.sum(), side="right")
        centres.append(points[min(int(drawn), len(points) - 1)])
        nearest = np.minimum(nearest, ((points - centres[-1]) ** 2).sum(axis=1))
    return np.array(centres)


def _settled(points: Floats, centres: Floats) -> tuple[Whole, Floats, float]:
    """Move centres to the mean of those nearest to them until nobody changes sides."""
    labels = np.full(len(points), -1, np.int64)
    for _ in range(ROUNDS):
        squares = distances(points, centres, "sqeuclidean")
        moved = squares.argmin(axis=1).astype(np.int64)
        if np.array_equal(moved, labels):
            break
        labels = moved
        centres = _means(points, labels, centres)
    return labels, centres, float(((points - centres[labels]) ** 2).sum())


def _means(points: Floats, labels: Whole, centres: Floats) -> Floats:
    """Return the mean of each cluster; one that nobody is in stays where it was."""
    sizes = np.bincount(labels, minlength=len(centres)).astype(np.float64)[:, None]
    sums = np.stack([np.bincount(labels, column, len(centres)) for column in points.T], axis=1)
    return np.where(sizes > 0, sums / np.maximum(sizes, 1), centres)


def distances(points: Floats, others: Floats, metric: str = "euclidean") -> Floats:
    from scipy.spatial.distance import cdist  # takes a second to load, and pages load this module

    return np.asarray(cdist(points, others, metric))
