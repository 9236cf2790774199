"""Frequent sets of items, by Zaki (2000), «Scalable algorithms for association mining» (Eclat), on vertical sets of bits.

Of each item it is known in which baskets it is, one bit for each basket; a set of items is in those that the bits of all have.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from odnos.analytics.models.arrays import Whole, Words
from odnos.analytics.models.refused import Reason, Refused

MOST = 2_000_000
Told = Callable[[float], None]
"""Hears how much is done, from 0 to 1; raises to have it end."""
ItemSet = tuple[int, ...]


@dataclass(frozen=True)
class Frequent:
    """Sets of items, ascending, with the number of baskets that have them, out of so many `baskets`."""

    counts: dict[ItemSet, int]
    baskets: int


@dataclass(frozen=True)
class _Search:
    least: int
    largest: int
    most: int
    found: dict[ItemSet, int]

    def note(self, items: ItemSet, count: int) -> None:
        self.found[tuple(sorted(items))] = count
        if len(self.found) > self.most:
            raise Refused(Reason.TOO_MANY_SETS, most=self.most)


def frequent(
    baskets: Whole,
    items: Whole,
    *,
    support: float,
    largest: int = 8,
    most: int = MOST,
    told: Told = lambda _: None,
) -> Frequent:
    """Return every set of up to `largest` items that is in at least the part `support` of all baskets.

    An entry says that the item (a number from 0 on) is in the basket (a number from 0 on); saying it twice does no harm.
    Raises Refused: TOO_MANY_SETS.
    """
    number = int(baskets.max()) + 1 if len(baskets) else 0
    least = max(1, math.ceil(support * number - 1e-9))
    names, rows, counts = _bits(baskets, items, number, least)
    search = _Search(least, largest, most, {})
    for name, count in zip(names, counts, strict=True):
        search.note((name,), count)
    for place in range(len(names)):
        told(place / len(names))
        _deeper(search, (), names, rows, place)
    return Frequent(search.found, number)


def _bits(baskets: Whole, items: Whole, number: int, least: int) -> tuple[list[int], Words, list[int]]:
    """Return the items that are in enough baskets, the rarest first, with a row of bits for each, and how many are set."""
    pairs = np.sort(items.astype(np.int64) * max(number, 1) + baskets)
    items, baskets = np.divmod(pairs[np.append(True, pairs[1:] != pairs[:-1])[: len(pairs)]], max(number, 1))
    totals = np.bincount(items) if len(items) else np.empty(0, np.int64)
    firsts = np.cumsum(totals) - totals
    kept = np.flatnonzero(totals >= least)
    kept = kept[np.argsort(totals[kept], kind="stable")]
    rows = np.zeros((len(kept), -(-number // 64) * 64 // 8), np.uint8)
    for row, item in zip(rows, kept, strict=True):
        has = np.zeros(len(row) * 8, bool)
        has[baskets[firsts[item] : firsts[item] + totals[item]]] = True
        row[:] = np.packbits(has)
    return kept.tolist(), rows.view(np.uint64), totals[kept].tolist()


def _deeper(search: _Search, begun: ItemSet, names: list[int], rows: Words, place: int) -> None:
    """Note the frequent sets of `begun`, the item at `place`, and any of those behind it; words without its baskets are left out."""
    if place + 1 == len(names) or len(begun) + 2 > search.largest:
        return
    row, others = rows[place], rows[place + 1 :]
    has = np.flatnonzero(row)
    if len(has) * 2 < len(row):
        row, others = row[has], others[:, has]
    both = others & row
    counts = np.bitwise_count(both).sum(axis=1)
    enough = np.flatnonzero(counts >= search.least)
    begun = (*begun, names[place])
    further = [names[place + 1 + other] for other in enough.tolist()]
    for name, count in zip(further, counts[enough].tolist(), strict=True):
        search.note((*begun, name), count)
    rest = both[enough]
    for other in range(len(further) - 1):
        _deeper(search, begun, further, rest, other)
