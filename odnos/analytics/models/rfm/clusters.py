"""Clusters of customers by recency, frequency and money, with names that follow from a rule, the worthiest first."""

from __future__ import annotations

import enum
from dataclasses import dataclass

import numpy as np

from odnos.analytics.models.arrays import Floats, Whole
from odnos.analytics.models.rfm import kmeans
from odnos.analytics.models.rfm.scores import Behaviour


class Name(enum.StrEnum):
    """What a cluster is called, by whether its centre is more recent, more frequent and larger than the mean of all."""

    BEST = "best"
    KEEN = "keen"
    NEW_LARGE = "new_large"
    NEW_SMALL = "new_small"
    FADING = "fading"
    FADING_SMALL = "fading_small"
    GONE_LARGE = "gone_large"
    GONE_SMALL = "gone_small"


NAMES = {
    (True, True, True): Name.BEST,
    (True, True, False): Name.KEEN,
    (True, False, True): Name.NEW_LARGE,
    (True, False, False): Name.NEW_SMALL,
    (False, True, True): Name.FADING,
    (False, True, False): Name.FADING_SMALL,
    (False, False, True): Name.GONE_LARGE,
    (False, False, False): Name.GONE_SMALL,
}


@dataclass(frozen=True)
class Cluster:
    """A cluster: its name, `rank` among those of the same name (0 if it is the only one), size, and means in days, purchases and money."""

    name: Name
    rank: int
    size: int
    recency: float
    frequency: float
    money: float


@dataclass(frozen=True)
class Clusters:
    """Which cluster each customer is in, the clusters by descending mean money, and the silhouette of each number of clusters tried."""

    labels: Whole
    clusters: tuple[Cluster, ...]
    silhouettes: dict[int, float]


def clusters(behaviour: Behaviour, k: int = 0, *, ks: range = range(3, 9)) -> Clusters:
    """Return customers in `k` clusters, or in the number of `ks` that parts them best. Raises Refused: ALL_ALIKE."""
    points = standardised(behaviour)
    tried = kmeans.best(points, range(k, k + 1) if k else ks)
    chosen = max(tried, key=lambda one: one.silhouette)
    ranked = _ranks(behaviour.money, chosen.labels)
    labels = ranked[chosen.labels]
    centres = np.empty_like(chosen.centres)
    centres[ranked] = chosen.centres
    return Clusters(
        labels,
        _described(behaviour, labels, centres),
        {len(one.centres): one.silhouette for one in tried},
    )


def standardised(behaviour: Behaviour) -> Floats:
    """Return the logarithms of 1 + recency, frequency and money (below nothing as nothing), each with mean 0 and deviation 1."""
    columns = (behaviour.recency, behaviour.frequency, behaviour.money)
    logs = np.log1p(np.maximum(np.stack(columns, axis=1), 0.0))
    spread = logs.std(axis=0)
    result: Floats = (logs - logs.mean(axis=0)) / np.where(spread > 0, spread, 1.0)
    return result


def _ranks(money: Floats, labels: Whole) -> Whole:
    """Return the new number of each cluster, by descending mean money."""
    sizes = np.maximum(np.bincount(labels), 1)
    order = np.argsort(-np.bincount(labels, money) / sizes, kind="stable")
    ranks = np.empty(len(order), np.int64)
    ranks[order] = np.arange(len(order))
    return ranks


def _described(behaviour: Behaviour, labels: Whole, centres: Floats) -> tuple[Cluster, ...]:
    names = [NAMES[bool(r < 0), bool(f > 0), bool(m > 0)] for r, f, m in centres.tolist()]
    sizes = np.bincount(labels, minlength=len(names))
    means = [
        np.bincount(labels, values, len(names)) / np.maximum(sizes, 1)
        for values in (behaviour.recency, behaviour.frequency, behaviour.money)
    ]
    return tuple(
        Cluster(name, _rank(names, place), int(sizes[place]), *(float(mean[place]) for mean in means))
        for place, name in enumerate(names)
    )


def _rank(names: list[Name], place: int) -> int:
    alike = [other for other, name in enumerate(names) if name is names[place]]
    return alike.index(place) + 1 if len(alike) > 1 else 0
