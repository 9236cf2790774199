"""What a report asks: data that can be kept, sent as an address, and read by a person."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from odnos.engine.filters.tree import EVERYTHING, Node

MeasureKind = Literal[
    "count",
    "sum",
    "average",
    "median",
    "lower_quartile",
    "upper_quartile",
    "min",
    "max",
    "distinct",
    "ratio",
]
Shown = Literal["value", "share", "running", "change"]
"""A measure as it is, as a part of the total, added up along the first dimension, or against the period before."""
Grain = Literal["", "hour", "day", "week", "month", "quarter", "year", "weekday"]
ChartKind = Literal[
    "table",
    "number",
    "trend",
    "line",
    "area",
    "bar",
    "stacked",
    "funnel",
    "pie",
    "scatter",
    "heat",
    "cohort",
    "waterfall",
    "gauge",
]


@dataclass(frozen=True, kw_only=True)
class Measure:
    """A figure: `kind` of the values at `path`, over the records for which `where` holds besides the report's own filter.

    A ratio divides the measure `of` by the measure `by`; neither is a ratio itself. Amounts are in the organisation's currency,
    at the rate of the day on which their record counts.

    With `since` the value is a time: the days from the first of those dates that a record has to the date at `path`, or up to
    now where `path` is empty.
    """

    kind: MeasureKind = "count"
    path: tuple[str, ...] = ()
    where: Node = EVERYTHING
    of: Measure | None = None
    by: Measure | None = None
    shown: Shown = "value"
    since: tuple[tuple[str, ...], ...] = ()
    label: str = ""


@dataclass(frozen=True, kw_only=True)
class Dimension:
    """What the figures are told apart by: a field, through links if need be; moments by `grain`, numbers by the `bins` they lie between."""

    path: tuple[str, ...]
    grain: Grain = ""
    bins: tuple[Decimal, ...] = ()
    label: str = ""


@dataclass(frozen=True, kw_only=True)
class Top:
    """Only the `number` largest groups of the first dimension by the measure at place `by`; `other` gathers the rest in one line."""

    number: int = 10
    by: int = 0
    other: bool = True


@dataclass(frozen=True, kw_only=True)
class Period:
    """The days that a report is about: `span` is a word («this_month», «last_90_days», …) or two ISO days «2026-01-01..2026-03-31»."""

    path: tuple[str, ...]
    span: str = "this_year"


@dataclass(frozen=True, kw_only=True)
class Report:
    """A question to the store about the records of one object.

    Groups are made by `rows`, and across by `columns` (a pivot). Totals and subtotals are of all records, never of what is shown.
    """

    object_key: str
    measures: tuple[Measure, ...] = (Measure(),)
    rows: tuple[Dimension, ...] = ()
    columns: tuple[Dimension, ...] = ()
    where: Node = EVERYTHING
    period: Period | None = None
    compared: Literal["", "before", "year_before"] = ""
    top: Top | None = None
    order: tuple[str, ...] = ()
    subtotals: bool = True
    chart: ChartKind = "table"
    target: Decimal | None = None
    """What a gauge's figure is to reach, in its own unit; of a share, parts of one."""
    limit: int = 1000
