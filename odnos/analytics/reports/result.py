"""What a report answers: lines of figures with the totals they belong to, and the way to the records behind each."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from odnos.analytics.reports.definition import Report
from odnos.engine.filters.tree import Node

Figure = Decimal | int | None
Unit = Literal["number", "money", "percent", "days", "seconds"]


@dataclass(frozen=True)
class Head:
    """What stands above a column of figures or of groups. `currency` is that of money."""

    label: str
    unit: Unit = "number"
    currency: str = ""


@dataclass(frozen=True)
class Group:
    """One value of a dimension, as data and as a person reads it; `is_other` is what a top leaves over."""

    value: Any
    text: str
    is_other: bool = False


@dataclass(frozen=True)
class Line:
    """Figures of one group of rows: one for each measure, for each group across. Fewer `groups` than rows make a subtotal; none, the total.

    `drill` finds the records behind the line in their list, None where no filter can (medians have them all the same).
    """

    groups: tuple[Group, ...]
    figures: tuple[tuple[Figure, ...], ...]
    drill: Node | None = None


@dataclass(frozen=True)
class Result:
    """Answer to a report. `across` are the groups of a pivot's columns (one empty tuple without pivot), `figures[i][j]` of a line is measure j at across i.

    `cut` is how many lines there are in all where fewer are shown. `words` says in a sentence what was counted.
    `unconverted` counts the amounts left out for want of a rate. `is_immature` are places of lines whose period is not over.
    """

    report: Report
    dimensions: tuple[Head, ...]
    measures: tuple[Head, ...]
    across: tuple[tuple[Group, ...], ...]
    lines: tuple[Line, ...]
    total: Line
    as_of: dt.datetime
    words: str
    cut: int | None = None
    unconverted: int = 0
    immature: tuple[int, ...] = ()
