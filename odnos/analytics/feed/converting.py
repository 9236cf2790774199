"""Amounts in the organisation's currency: at the last rate on or before the day on which they count.

Worked out in whole numbers and rounded once, halves away from zero, to the ten-thousandth that all amounts are kept in.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal, localcontext
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from odnos.analytics.star import Column, Table

AMOUNT = pa.decimal128(18, 4)
PLACES = Decimal("0.0001")
LIMIT = Decimal(10) ** 14
"""What does not fit beneath it counts as not converted."""


@dataclass(frozen=True)
class Rates:
    """What `of` a currency was worth in `currency`, the organisation's: for each, days in order and the rate from that day on."""

    currency: str
    of: Mapping[str, tuple[list[dt.date], list[Decimal]]] = field(default_factory=dict)

    def at(self, currency: str, day: dt.date | None) -> Decimal | None:
        """Return the rate of a currency on a day, None where none is known."""
        if currency == self.currency:
            return Decimal(1)
        days, rates = self.of.get(currency, ([], []))
        place = bisect_right(days, day) if day else 0
        return rates[place - 1] if place else None


def convert(shaped: Mapping[str, pa.Array], column: Column, table: Table, rates: Rates) -> pa.Array:
    """Return the column of amounts in the organisation's currency. All that are in it already are taken as they are."""
    assert column.converted
    amounts, currencies = (shaped[name] for name in column.converted)
    own = pc.fill_null(pc.equal(currencies, rates.currency), False)
    result = pc.if_else(own, amounts, pa.scalar(None, AMOUNT))
    foreign = pc.and_(pc.invert(own), pc.is_valid(amounts))
    if not rates.of or not pc.any(foreign).as_py():
        return result
    places = pc.indices_nonzero(foreign)
    days = counted(shaped, table)
    worked = [
        times(amount, rates.at(currency or "", day))
        for amount, currency, day in zip(
            amounts.take(places).to_pylist(),
            currencies.take(places).to_pylist(),
            days.take(places).to_pylist(),
            strict=True,
        )
    ]
    return pc.replace_with_mask(result, foreign, pa.array(worked, AMOUNT))


def counted(shaped: Mapping[str, pa.Array], table: Table) -> pa.Array:
    """Return the day on which each row counts."""
    made: Any = shaped["created_at"].cast(pa.date32())
    return pc.coalesce(shaped[table.day].cast(pa.date32()), made) if table.day else made


def times(amount: Decimal, rate: Decimal | None) -> Decimal | None:
    """Return an amount at a rate, rounded; None without a rate, and for what no column holds."""
    if rate is None:
        return None
    with localcontext(prec=60):  # enough for all digits of both
        result = (amount * rate).quantize(PLACES, rounding=ROUND_HALF_UP)
    return result if abs(result) < LIMIT else None
