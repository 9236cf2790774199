"""The analysis of baskets: which products are bought together, as strong rules."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np

from odnos.analytics.findings.asked import Groups
from odnos.analytics.findings.terms import SIDES, BasketTerms
from odnos.analytics.models.baskets import rules, sets
from odnos.analytics.models.baskets.rules import Rule, Side, Strong
from odnos.analytics.models.refused import Reason, demand
from odnos.engine.access.actor import Actor
from odnos.engine.filters import tree
from odnos.engine.filters.tree import Condition
from odnos.engine.records import read
from odnos.objects.registry import registry

MOST = 2000
"""Rules that are kept, the strongest first."""
MOST_SETS = 300_000
NOBODY = 0
"""The id of no product: what must be one of a kind that nothing is of, is nothing."""


def analysed(groups: Groups, terms: BasketTerms, *, told: Callable[[float], None]) -> dict[str, Any]:
    """Return the strong rules between products as data. Raises Refused: FEW_CUSTOMERS without baskets, TOO_MANY_SETS."""
    rows = [row for row in groups.rows if row[0] and row[1]]
    demand(len({row[0] for row in rows}), 2, Reason.FEW_CUSTOMERS)
    baskets = np.unique(np.array([row[0] for row in rows], np.int64), return_inverse=True)[1]
    products, items = np.unique(np.array([row[1] for row in rows], np.int64), return_inverse=True)
    support = float(terms.support) / 100
    found = sets.frequent(baskets, items, support=support, largest=terms.size, most=MOST_SETS, told=told)
    strong = rules.rules(found, strong_of(terms, {int(one): place for place, one in enumerate(products)}))
    return {
        "baskets": found.baskets,
        "products": len(products),
        "sets": len(found.counts),
        "rules": len(strong),
        "strong": [as_data(one, products.tolist()) for one in strong[:MOST]],
    }


def resolved(terms: BasketTerms, *, by: Actor, at: dt.datetime) -> BasketTerms:
    """Return the terms with the products that have a choice in the place of the choice. Raises FilterError."""
    found: dict[str, Any] = {
        name: (*getattr(terms, name), *products_of(getattr(terms, f"{name}_kinds"), by=by, at=at))
        for name in SIDES
    }
    return replace(terms, **found)


def products_of(kinds: tuple[str, ...], *, by: Actor, at: dt.datetime) -> list[int]:
    """Return the products, as far as `by` may see them, that have one of some choices; [NOBODY] where none has."""
    if not kinds:
        return []
    parts = (kind.partition("=") for kind in kinds)
    asked = tree.Any(tuple(Condition((name,), "is", choice) for name, _sign, choice in parts))
    return read.ids(registry.get("product"), by=by, at=at, filter=asked) or [NOBODY]


def strong_of(terms: BasketTerms, places: dict[int, int]) -> Strong:
    """Return what is strong, with products as places among those that were bought; one that never was is at none (-1)."""

    def placed(ids: tuple[int, ...]) -> frozenset[int]:
        return frozenset(places.get(one, -1) for one in ids)

    return Strong(
        support=float(terms.support) / 100,
        confidence=float(terms.confidence) / 100,
        lift=float(terms.lift),
        size=terms.size,
        left=Side(any_of=placed(terms.left_any), none_of=placed(terms.left_none)),
        right=Side(
            any_of=placed(terms.right_any), none_of=placed(terms.right_none), largest=terms.right_size
        ),
    )


def as_data(rule: Rule, products: list[int]) -> list[Any]:
    """Return a rule as data: the products of both sides, and the counts of both, of the left, of the right."""
    return [
        [products[item] for item in rule.left],
        [products[item] for item in rule.right],
        rule.count,
        rule.left_count,
        rule.right_count,
    ]


def rule_of(data: list[Any], baskets: int) -> Rule:
    """Return the rule that `as_data` wrote, with products for items."""
    left, right, count, left_count, right_count = data
    return Rule(tuple(left), tuple(right), count, left_count, right_count, baskets)
