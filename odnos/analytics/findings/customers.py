"""The analysis of customers: what they did, how they score, which are alike, and what is to be expected of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

import numpy as np

from odnos.analytics.findings.asked import Columns
from odnos.analytics.findings.bought import UNITS, Bought, Units, bought, decimals
from odnos.analytics.findings.terms import CustomerTerms
from odnos.analytics.models import parts
from odnos.analytics.models.arrays import Floats, Whole
from odnos.analytics.models.lifetime import betageometric, check, gammagamma, pareto, value
from odnos.analytics.models.lifetime.climb import Told
from odnos.analytics.models.lifetime.purchases import Customers, customers
from odnos.analytics.models.refused import Reason, Refused, demand
from odnos.analytics.models.rfm import clusters
from odnos.analytics.models.rfm.clusters import Clusters
from odnos.analytics.models.rfm.scores import Behaviour, scores

WEEK = 7.0
MONTH = 365.25 / 12 / WEEK
HELD_OUT = 0.25
"""The last part of the time watched, by which the model is checked."""
FITS: dict[str, Callable[..., betageometric.BetaGeometric | pareto.ParetoNbd]] = {
    "bg": betageometric.fit,
    "pareto": pareto.fit,
}


@dataclass(frozen=True)
class Found:
    """What was found: for each customer an entry of every array, and the outcome for all. NaN is «not known»."""

    behaviour: Behaviour
    money: list[Decimal]
    scores: Whole
    parts: Whole
    clusters: Whole
    alive: Floats
    expected: Floats
    worth: Floats
    outcome: dict[str, Any]


def analysed(found: Columns, terms: CustomerTerms, *, until: dt.date, told: Told) -> Found:
    """Return what is found about customers. Raises Refused where there are none."""
    purchases = bought(found, until=until)
    demand(len(np.unique(purchases.ids)), 2, Reason.FEW_CUSTOMERS)
    behaviour, units = behaved(purchases, until)
    scored = scores(behaviour, terms.binning)
    told()
    alike, grouped = grouping(behaviour, terms)
    told()
    known = customers(purchases.ids, purchases.days, purchases.amounts, until=until.toordinal(), unit=WEEK)
    alive, expected, worth, said = valued(purchases, known, terms, until, told)
    outcome = {
        "until": until.isoformat(),
        "since": dt.date.fromordinal(int(purchases.days.min())).isoformat(),
        "customers": len(behaviour),
        "purchases": int(purchases.counts.sum()),
        "turnover": str(decimals(units.sum(keepdims=True))[0]),
        "unconverted": found.unconverted,
        "means": [
            float(column.mean()) for column in (behaviour.recency, behaviour.frequency, behaviour.money)
        ],
        "clusters": grouped,
        **said,
    }
    classes = parts.abc(behaviour.money, behaviour.ids).classes
    return Found(behaviour, decimals(units), scored, classes, alike, alive, expected, worth, outcome)


def behaved(purchases: Bought, until: dt.date) -> tuple[Behaviour, Units]:
    """Return how long ago, how often and for how much each customer bought, and the exact sums."""
    ids, firsts = np.unique(purchases.ids, return_index=True)
    ends = np.append(firsts[1:], len(purchases.ids))
    units = np.add.reduceat(purchases.units, firsts)
    return Behaviour(
        ids.astype(np.int64),
        (until.toordinal() - purchases.days[ends - 1]).astype(np.float64),
        np.add.reduceat(purchases.counts, firsts).astype(np.float64),
        (units / UNITS).astype(np.float64),
    ), units


def grouping(behaviour: Behaviour, terms: CustomerTerms) -> tuple[Whole, dict[str, Any]]:
    """Return the cluster of each customer, and the clusters as data, or why there are none (-1 for each then)."""
    try:
        found: Clusters = clusters.clusters(behaviour, terms.clusters)
    except Refused as refusal:
        return np.full(len(behaviour), -1, np.int64), said(refusal)
    return found.labels, {
        "groups": [asdict(one) for one in found.clusters],
        "silhouettes": {str(k): one for k, one in found.silhouettes.items()},
    }


def valued(
    purchases: Bought, known: Customers, terms: CustomerTerms, until: dt.date, told: Told
) -> tuple[Floats, Floats, Floats, dict[str, Any]]:
    """Return who is still there, how much they will buy and what that is worth, and how far that can be trusted."""
    nothing = np.full(len(known.ids), np.nan)
    try:
        model = FITS[terms.model](known.histories, told=told)
    except Refused as refusal:
        return nothing, nothing, nothing, {"lifetime": said(refusal), "spending": {}}
    alive = model.alive(known.histories)
    expected = model.conditional(known.histories, terms.months * MONTH)
    lifetime = {
        "model": terms.model,
        "parameters": {name: number for name, number in asdict(model).items() if name != "log_likelihood"},
        "log_likelihood": model.log_likelihood,
        "active": float(alive.sum()),
        "expected": float(expected.sum()),
        "check": checked(purchases, terms, until, told),
    }
    try:
        spent = gammagamma.fit(known.histories.repeats, known.value)
    except Refused as refusal:
        return alive, expected, nothing, {"lifetime": lifetime, "spending": said(refusal)}
    monthly = (1 + float(terms.interest) / 100) ** (1 / 12) - 1
    horizon = value.Terms(periods=terms.months, length=MONTH, rate=monthly, margin=float(terms.margin) / 100)
    each = spent.expected(known.histories.repeats, known.value)
    worth = value.worth(model, known.histories, each, horizon)
    return (
        alive,
        expected,
        worth,
        {
            "lifetime": lifetime,
            "spending": {**asdict(spent), "mean": spent.mean(), "worth": float(worth.sum())},
        },
    )


def checked(purchases: Bought, terms: CustomerTerms, until: dt.date, told: Told) -> dict[str, Any]:
    """Return how the model would have done for the last part of the time, had it been asked before; {} where it would have been refused."""
    last = until.toordinal()
    then = last - int((last - int(purchases.days.min())) * HELD_OUT)
    known, later = (
        customers(purchases.ids, purchases.days, purchases.amounts, until=day, unit=WEEK)
        for day in (then, last)
    )
    made = later.histories.repeats[np.isin(later.ids, known.ids)] - known.histories.repeats
    try:
        model = FITS[terms.model](known.histories, told=told)
    except Refused:
        return {}
    found = check.against(model, known.histories, made, (last - then) / WEEK)
    return {"weeks": (last - then) / WEEK, **asdict(found)}


def said(refusal: Refused) -> dict[str, Any]:
    """Return a refusal as data."""
    return {"refused": refusal.reason.value, "facts": dict(refusal.facts)}
