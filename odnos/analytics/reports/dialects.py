"""What the SQL of the three stores says differently. All else is written once, in what they have in common."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from odnos.analytics.reports.definition import Grain
from odnos.analytics.store.answer import Dialect as Name


@dataclass(frozen=True, kw_only=True)
class Dialect:
    """How a store writes. Patterns have `{0}` for the value, `{1}` for what it is held against, `{where}` for the records that count.

    Quartiles are interpolated between two values, as Hyndman and Fan (1996) define type 7: in whole ten-thousandths, so that
    a quarter of the way between them is exact.
    """

    name: Name
    median: str
    quartile: str
    matches: str
    days: str
    seconds: str
    weekday: str
    trunc: str = "CAST(date_trunc('{1}', {0}) AS DATE)"
    day: str = "CAST({0} AS DATE)"
    week: str = "({0} - {1})"
    hour: str = "date_trunc('hour', {0})"
    real: str = "CAST({0} AS DOUBLE PRECISION)"
    numbered: Mapping[Grain, tuple[str, str]] = field(default_factory=dict)
    """Stretches of time as whole numbers, and their first days out of those, where a store groups by numbers sooner."""

    def grouped(self, grain: Grain, day: str) -> tuple[str, str] | None:
        """Return the SQL of the number of a day's stretch, and what makes its first day of that (`{0}`); None without numbers."""
        if known := self.numbered.get(grain):
            return known[0].format(day), known[1]
        return None


DUCKDB = Dialect(
    name="duckdb",
    # The two in the middle, of which the second is the same as the first where one is in the middle.
    median=(
        "(CAST((quantile_disc({0}, [0.5, 0.500000000001]){where})[1] AS DECIMAL(20,4))"
        " + (quantile_disc({0}, [0.5, 0.500000000001]){where})[2]) * 0.5"
    ),
    quartile="CAST(quantile_cont(CAST({0} * 10000 AS DOUBLE), {1}){where} AS DECIMAL(38,2)) * 0.0001",
    matches="regexp_matches({0}, {1})",
    days="date_diff('day', {0}, {1})",
    seconds="date_diff('second', {0}, {1})",
    weekday="isodow({0})",
    week="CAST({0} - CAST({1} AS INTEGER) AS DATE)",
    numbered={
        "month": ("(year({0}) * 12 + month({0}) - 1)", "make_date({0} // 12, {0} % 12 + 1, 1)"),
        "quarter": ("(year({0}) * 4 + quarter({0}) - 1)", "make_date({0} // 4, {0} % 4 * 3 + 1, 1)"),
        "year": ("year({0})", "make_date({0}, 1, 1)"),
    },
)
POSTGRESQL = Dialect(
    name="postgresql",
    median=(
        "(percentile_disc(0.5) WITHIN GROUP (ORDER BY {0}){where}"
        " + percentile_disc(0.5) WITHIN GROUP (ORDER BY {0} DESC){where}) / 2.0"
    ),
    quartile=(
        "CAST(CAST(percentile_cont({1}) WITHIN GROUP (ORDER BY CAST({0} * 10000 AS double precision)){where} AS text) AS numeric)"
        " * 0.0001"
    ),
    matches="({0} ~ {1})",
    days="({1} - {0})",
    seconds="CAST(floor(extract(epoch FROM {1})) - floor(extract(epoch FROM {0})) AS bigint)",
    weekday="CAST(extract(isodow FROM {0}) AS integer)",
    week="({0} - CAST({1} AS integer))",
)
CLICKHOUSE = Dialect(
    name="clickhouse",
    median=(
        "(quantileExactLow(0.5)(CAST({0} AS Nullable(Decimal(38,6)))){where}"
        " + quantileExactHigh(0.5)(CAST({0} AS Nullable(Decimal(38,6)))){where}) / 2"
    ),
    quartile=(
        "CAST(quantileExactInclusive({1})(CAST({0} * 10000 AS Nullable(Float64))){where} AS Nullable(Decimal(38, 2)))"
        " * toDecimal128('0.0001', 4)"
    ),
    matches="match({0}, {1})",
    days="dateDiff('day', {0}, {1})",
    seconds="dateDiff('second', {0}, {1})",
    weekday="toDayOfWeek({0})",
    trunc="CAST(date_trunc('{1}', {0}) AS Nullable(Date32))",
    day="CAST({0} AS Nullable(Date32))",
    week="CAST(subtractDays({0}, {1}) AS Nullable(Date32))",
    real="toFloat64({0})",
)
DIALECTS: Mapping[Name, Dialect] = {item.name: item for item in (DUCKDB, POSTGRESQL, CLICKHOUSE)}


def name(written: str) -> str:
    """Return a name as a quoted one. Raises ValueError for what no table and no column is called."""
    if not written.replace("_", "").isalnum() or not written.isascii():
        raise ValueError(written)
    return f'"{written}"'


def decimal(value: Decimal) -> str:
    return f"CAST('{value:f}' AS DECIMAL(18,4))"


def moment(value: dt.datetime) -> str:
    """Return a moment as the stores keep it: in UTC, without a zone. The first day of the calendar begins before there is UTC."""
    try:
        utc = value.astimezone(dt.UTC).replace(tzinfo=None)
    except OverflowError:
        utc = value.replace(tzinfo=None)
    return f"TIMESTAMP '{utc.isoformat(sep=' ', timespec='microseconds')}'"


LITERALS: Mapping[type, Callable[[Any], str]] = {
    bool: lambda value: "TRUE" if value else "FALSE",
    int: str,
    Decimal: decimal,
    float: repr,
    dt.date: lambda value: f"DATE '{value.isoformat()}'",
    dt.datetime: moment,
}


def literal(value: Any) -> str:
    """Return a value that is no text as SQL; texts are always parameters. Raises TypeError."""
    write = LITERALS.get(type(value))
    if write is None:
        raise TypeError(f"{type(value).__name__} has no place in a question")
    return write(value)
