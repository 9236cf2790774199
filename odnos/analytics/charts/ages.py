"""The grid of cohorts: those who began in one stretch of time a row, and across how long after that the figures are."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace

from django.utils.translation import gettext_lazy

from odnos.analytics.charts.chart import Chart, Series
from odnos.analytics.reports.definition import Grain
from odnos.analytics.reports.result import Result
from odnos.analytics.reports.spans import MONTHS, begin, between
from odnos.objects.labels import Label

FLOWS: frozenset[Grain] = frozenset(("", "day", "week", "month", "quarter", "year"))
SINCE: Mapping[str, Label] = {
    "day": gettext_lazy("Days after %(since)s"),
    "week": gettext_lazy("Weeks after %(since)s"),
    "month": gettext_lazy("Months after %(since)s"),
    "quarter": gettext_lazy("Quarters after %(since)s"),
    "year": gettext_lazy("Years after %(since)s"),
}
WEEK = 7


def fits(result: Result) -> bool:
    """Whether an answer is a grid of cohorts: a date down, and a date across, both of which go on."""
    report = result.report
    if len(report.rows) != 1 or len(report.columns) != 1:
        return False
    days = [line.groups[0].value for line in result.lines if line.groups]
    across = [groups[0].value for groups in result.across if groups]
    return {report.rows[0].grain, report.columns[0].grain} <= FLOWS and all(
        any(isinstance(value, dt.date) for value in values) for values in (days, across)
    )


def grid(made: Chart, result: Result, rows: Sequence[Series], firsts: Sequence[object]) -> Chart:
    """Return a chart of calendar columns by age: how many months (weeks, …) a column is after the first day of its row.

    `rows` are those of the calendar, `firsts` their days. What was before its beginning is shown only where there is
    something; who began on no known day has no age.
    """
    grain = result.report.columns[0].grain or "day"
    columns = {
        place: groups[0].value
        for place, groups in enumerate(result.across)
        if groups and is_day(groups[0].value)
    }
    begun = [(row, first) for row, first in zip(rows, firsts, strict=True) if isinstance(first, dt.date)]
    places = [{age(first, day, grain): place for place, day in columns.items()} for _row, first in begun]
    held = {
        number
        for (row, _first), ages in zip(begun, places, strict=True)
        for number, place in ages.items()
        if number >= 0 or row.figures[place]
    }
    if not held:
        return made
    order = range(min(held | {0}), max(held) + 1)
    series = tuple(
        turned(row, [ages.get(number) for number in order], frozenset(result.immature_across))
        for (row, _first), ages in zip(begun, places, strict=True)
    )
    since = str(SINCE[grain]) % {"since": result.dimensions[0].label}
    return replace(
        made, categories=tuple(str(number) for number in order), series=series, axis=since, immature=()
    )


def is_day(value: object) -> bool:
    return isinstance(value, dt.date)


def age(first: dt.date, later: dt.date, grain: Grain) -> int:
    """Return how many stretches after the one in which `first` lies that is which begins on `later`."""
    if grain == "week":
        return (
            (later - first).days + WEEK - 1
        ) // WEEK  # weeks begin on different days in different countries
    return between(begin(first, grain, first_weekday=0) if grain in MONTHS else first, later, grain)


def turned(row: Series, places: Sequence[int | None], over: frozenset[int]) -> Series:
    """Return a row by age, of places in the calendar; None where there is none."""
    figures = tuple(None if place is None else row.figures[place] for place in places)
    links = tuple("" if place is None else row.links[place] for place in places)
    is_open = tuple(number for number, place in enumerate(places) if place in over)
    return replace(row, figures=figures, links=links, open=is_open)
