"""Rules between parts of a frequent set: Agrawal, Imieliński and Swami (1993), «Mining association rules between sets of items»."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from odnos.analytics.models.baskets.sets import Frequent, ItemSet

Items = frozenset[int]
ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class Rule:
    """Who has `left` has `right`: in so many baskets with both, with the left, with the right, out of all."""

    left: ItemSet
    right: ItemSet
    count: int
    left_count: int
    right_count: int
    baskets: int

    @property
    def support(self) -> float:
        """The part of all baskets with both."""
        return self.count / self.baskets

    @property
    def confidence(self) -> float:
        """The part of the baskets with the left that have the right too."""
        return self.count / self.left_count

    @property
    def lift(self) -> float:
        """How many times more often the right is in a basket with the left than in any."""
        return self.count * self.baskets / (self.left_count * self.right_count)


@dataclass(frozen=True, kw_only=True)
class Side:
    """What must be on a side of a rule: one of `any_of` if there are any, nothing of `none_of`, at most `largest` items."""

    any_of: Items = frozenset()
    none_of: Items = frozenset()
    largest: int = 99

    def takes(self, items: ItemSet) -> bool:
        """Return whether items may be a side."""
        if len(items) > self.largest or not self.none_of.isdisjoint(items):
            return False
        return not self.any_of or not self.any_of.isdisjoint(items)


@dataclass(frozen=True, kw_only=True)
class Strong:
    """What the analyst calls a strong rule. Parts are from 0 to 1, `size` is of both sides together."""

    support: float = 0.01
    confidence: float = 0.5
    lift: float = 0.0
    size: int = 8
    left: Side = Side()
    right: Side = Side()

    def takes(self, rule: Rule) -> bool:
        """Return whether a rule is strong."""
        return (
            rule.count >= self.confidence * rule.left_count - ROUNDING
            and rule.count >= self.support * rule.baskets - ROUNDING
            and rule.lift >= self.lift - ROUNDING
            and len(rule.left) + len(rule.right) <= self.size
            and self.left.takes(rule.left)
            and self.right.takes(rule.right)
        )


def rules(frequent: Frequent, strong: Strong) -> list[Rule]:
    """Return the strong rules: by descending confidence, then lift, then count, then by their items."""
    found = [
        rule
        for items in frequent.counts
        if len(items) > 1
        for rule in _of(items, frequent)
        if strong.takes(rule)
    ]
    return sorted(found, key=lambda rule: (-rule.confidence, -rule.lift, -rule.count, rule.left, rule.right))


def _of(items: ItemSet, frequent: Frequent) -> Iterator[Rule]:
    counts, count = frequent.counts, frequent.counts[items]
    for size in range(1, len(items)):
        for left in combinations(items, size):
            right = tuple(item for item in items if item not in left)
            yield Rule(left, right, count, counts[left], counts[right], frequent.baskets)
