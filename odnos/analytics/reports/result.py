"""What a report answers: lines of figures with the totals they belong to, and the way to the records behind each."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal

from odnos.analytics.reports.definition import Report
from odnos.analytics.reports.earlier import Compared
from odnos.engine.filters.tree import Node

Figure = Decimal | int | None
Unit = Literal["number", "money", "percent", "days", "seconds"]


@dataclass(frozen=True)
class Head:
    """What stands above a column of figures or of groups. `currency` is that of money; percent are parts of one: 0.25 is 25 %."""

    label: str
    unit: Unit = "number"
    currency: str = ""


@dataclass(frozen=True)
class Group:
    """One value of a dimension, as data and as a person reads it; `is_other` is what a top leaves over.

    `where` finds its records, None where no filter can. The value of a stretch of time is its first day, of a weekday 1 for
    Monday, of a bin its number from 0; that of linked records which the asker may not know is 0, all of them together.
    """

    value: Any
    text: str
    is_other: bool = False
    where: Node | None = field(default=None, compare=False)


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
    """Answer to a report. `across` are the groups of a pivot's columns, `figures[i][j]` of a line is measure j at across i.

    The last of `across` is empty: the figures of the whole line. Without a pivot it is the only one. `before` is the same
    report over the days that it is compared with: its lines stand at the same places as these.

    `cut` is how many lines there are in all where fewer are shown. `words` says in a sentence what was counted.
    `unconverted` counts the amounts left out for want of a rate. `compared` are the days that are compared, and with which.
    `immature` are places of lines whose period is not over, `immature_across` those of groups across.
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
    compared: Compared | None = None
    immature: tuple[int, ...] = ()
    immature_across: tuple[int, ...] = ()
    before: Result | None = None
