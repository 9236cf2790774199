"""What stands in a cell of a workbook for a group: a day or a number where there is one, so that a spreadsheet can sort it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from odnos.analytics.reports.result import Group

DAY, HOUR = 14, 22
"""Formats by number: each spreadsheet writes these two as its reader does."""
MONTH, YEAR = "mmm yyyy", "0"
FIRST_OF_EXCEL = dt.date(1900, 3, 1)
"""Days before it are not the same to all spreadsheets."""


@dataclass(frozen=True)
class Cell:
    """A value and how a workbook writes it; a text has no format."""

    value: dt.date | Decimal | int | str
    format: str | int = ""


def of(group: Group, grain: str) -> Cell:
    """Return the cell of a group: of a stretch of time its first day, of a year or an amount the number, else its text."""
    value: Any = group.value
    if isinstance(value, Decimal) and value.is_finite() and not group.is_other:
        return Cell(value)
    if not isinstance(value, dt.date) or day_of(value) < FIRST_OF_EXCEL:
        return Cell(group.text)
    if grain == "year":
        return Cell(value.year, YEAR)
    if grain == "hour":
        return Cell(value, HOUR)
    formats: dict[str, str | int] = {"month": MONTH, "quarter": quarter(value)}
    return Cell(day_of(value), formats.get(grain, DAY))


def day_of(value: dt.date) -> dt.date:
    return value.date() if isinstance(value, dt.datetime) else value


def quarter(day: dt.date) -> str:
    """Return a format that writes the first day of a quarter as the quarter it is: «Q2 2026»."""
    written = _("Q%(number)s %(year)s") % {"number": (day.month + 2) // 3, "year": "\0"}
    before, _year, after = written.partition("\0")
    return "yyyy".join(f'"{part}"' if part else "" for part in (before, after))


def head(label: str, grain: str) -> str:
    """Return the head of a column of groups; weeks are told by the day on which they begin."""
    return _("%(label)s, week from") % {"label": label} if grain == "week" else label
