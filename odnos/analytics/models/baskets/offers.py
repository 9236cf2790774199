"""What to offer to someone with some things in the basket: «bought X: offer Y, confidence 71 %, 34 cases»."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from odnos.analytics.models.baskets.rules import Rule


@dataclass(frozen=True)
class Offer:
    """An item to offer, and the rule that says so."""

    item: int
    rule: Rule


def offers(rules: Sequence[Rule], has: Iterable[int], *, most: int = 3) -> list[Offer]:
    """Return up to `most` items that are not there yet, each by the first of `rules` whose left side is; `rules` are best first."""
    basket = frozenset(has)
    found: dict[int, Offer] = {}
    for rule in rules:
        if len(found) == most:
            break
        missing = [item for item in rule.right if item not in basket]
        if len(missing) == 1 and missing[0] not in found and basket.issuperset(rule.left):
            found[missing[0]] = Offer(missing[0], rule)
    return list(found.values())
