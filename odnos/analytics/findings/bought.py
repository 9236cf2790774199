"""Purchases as columns: whose, on which day, how many, for how much; amounts are exact, in whole ten-thousandths."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from odnos.analytics.findings.asked import Columns
from odnos.analytics.models.arrays import Floats, Whole

UNITS, PLACES = 10_000, 4
FIRST = dt.date(1970, 1, 1).toordinal()
ROOM = 63
"""Bits of the processor's whole numbers, but for the sign."""
MOST = 2.0**62
"""Below this sums of amounts fit into the processor's whole numbers."""
AMOUNT = pa.decimal128(38, PLACES)
Units = npt.NDArray[Any]
"""Whole numbers: the processor's, or Python's where they could be too large for these."""


@dataclass(frozen=True)
class Bought:
    """Purchases by customer and day: whose, on which day (its number), how many, for how much together."""

    ids: Whole
    days: Whole
    counts: Whole
    units: Units

    @property
    def amounts(self) -> Floats:
        return (self.units / UNITS).astype(np.float64)


def bought(found: Columns, *, until: dt.date) -> Bought:
    """Return the purchases up to a day of customers that the asker knows; days on which nothing was paid are none."""
    whose, on, number, money = found.columns
    ids, counts = whole(whose), whole(number)
    days = whole(on.cast(pa.date32()).cast(pa.int32())) + FIRST
    units = exact(money)
    is_known = (ids != 0) & on.is_valid().to_numpy() & (days <= until.toordinal()) & (units > 0)
    kept = np.flatnonzero(is_known)
    in_order, their_days, places = ordered(ids[kept], days[kept])
    kept = kept[places]
    return Bought(in_order, their_days, counts[kept], units[kept])


def ordered(ids: Whole, days: Whole) -> tuple[Whole, Whole, Whole]:
    """Return ids and days in their order, and the places where they were: of one number that ends in its place, three times sooner."""
    if not len(ids):
        return ids, days, np.empty(0, np.int64)
    first, since, most = int(ids.min()), int(days.min()), len(ids).bit_length()
    day_room = int(days.max() - since).bit_length() + most
    if int(ids.max() - first).bit_length() + day_room > ROOM:
        places: Whole = np.lexsort((days, ids))
        return ids[places], days[places], places
    keys = ((ids - first) << day_room) | ((days - since) << most) | np.arange(len(ids))
    keys.sort()
    return (
        (keys >> day_room) + first,
        ((keys & ((1 << day_room) - 1)) >> most) + since,
        keys & ((1 << most) - 1),
    )


def whole(column: pa.ChunkedArray) -> Whole:
    """Return a column of whole numbers; nothing is 0."""
    held: Whole = column.cast(pa.int64()).fill_null(0).to_numpy()
    return held


def exact(column: pa.ChunkedArray) -> Units:
    """Return a column of decimals in whole ten-thousandths; nothing is 0."""
    parts = [halves(chunk) for chunk in column.cast(AMOUNT).fill_null(Decimal(0)).chunks]
    wide = np.concatenate(parts) if parts else np.empty((0, 2), np.int64)
    low, high = wide[:, 0], wide[:, 1]
    is_small = bool(np.all(high == low >> 63)) and float(np.abs(low.astype(np.float64)).sum()) < MOST
    return low if is_small else high.astype(object) * 2**64 + low.astype(np.uint64).astype(object)


def halves(chunk: pa.Array) -> npt.NDArray[np.int64]:
    """Return the lower and the upper 64 bits of decimals."""
    held = np.frombuffer(chunk.buffers()[1], np.int64).reshape(-1, 2)
    return held[chunk.offset : chunk.offset + len(chunk)]


def decimals(units: Units) -> list[Decimal]:
    """Return amounts of whole ten-thousandths."""
    return [Decimal(one).scaleb(-PLACES) for one in units.tolist()]
