"""What analyses ask of the stores besides what reports ask: exact quantiles, and the number of days between two."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from odnos.analytics.store.answer import Dialect

QUANTILE: Mapping[Dialect, str] = {
    "duckdb": "quantile_cont(CAST({value} AS DOUBLE), {share})",
    "postgresql": "percentile_cont({share}) WITHIN GROUP (ORDER BY {value})",
    "clickhouse": "quantileExactInclusive({share})({value})",
}
"""Interpolated between the two values in the middle, as Hyndman and Fan (1996) define type 7."""
QUARTILES = (0.25, 0.5, 0.75)


def quartiles(value: str, dialect: Dialect) -> str:
    """Return the SQL of three columns: the quartiles of a number."""
    if dialect == "duckdb":  # all three of one sorted list
        listed = f"quantile_cont(CAST({value} AS DOUBLE), [{', '.join(map(str, QUARTILES))}])"
        return ", ".join(f"{listed}[{place}]" for place in range(1, len(QUARTILES) + 1))
    return ", ".join(QUANTILE[dialect].format(value=value, share=share) for share in QUARTILES)


def ranked(column: str, ids: Sequence[int]) -> str:
    """Return the SQL of the place of an id among `ids`; NULL for others."""
    steps = " ".join(f"WHEN {number} THEN {place}" for place, number in enumerate(ids))
    return f"CASE {column} {steps} END" if ids else "NULL"


def number(raw: Any) -> Decimal | None:
    """Return what a store answered for a number, as a decimal; of none and of what is no number, None."""
    if raw is None or raw != raw:
        return None
    return Decimal(str(raw))


def ratio(part: Any, whole: Any) -> Decimal | None:
    """Return a part of a whole; None where there is no whole."""
    return Decimal(part) / Decimal(whole) if whole and part is not None else None
