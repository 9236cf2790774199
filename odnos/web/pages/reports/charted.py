"""The answer to a report as a chart: its groups become categories, its figures series, each with the way to its records."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from django.utils.translation import gettext as _

from odnos.analytics.charts.chart import Chart, Series
from odnos.analytics.reports.definition import ChartKind
from odnos.analytics.reports.result import Figure, Line, Result
from odnos.web.pages.reports import shown
from odnos.web.pages.reports.asked import Asked
from odnos.web.pages.reports.looks import is_time

ONE_FIGURE = frozenset(("number", "gauge"))
GRIDS = frozenset(("heat", "cohort"))
MOST = 8


def of(asked: Asked, result: Result, *, title: str, kind: ChartKind | None = None) -> Chart | None:
    """Return the chart that a report asks for; None for a table, which is its own picture."""
    kind = kind or result.report.chart
    if kind == "table":
        return None
    made = Chart(
        kind=kind,
        title=title,
        categories=(),
        series=(),
        words=result.words,
        immature=result.immature,
        in_time=bool(result.report.rows) and is_time(result.report, result.report.rows[0]),
    )
    if kind in ONE_FIGURE or not result.report.rows:
        return replace(made, categories=("",), series=totals(asked, result))
    if kind in GRIDS:
        return grid(made, asked, result)
    lines = [line for line in result.lines if len(line.groups) == len(result.report.rows)]
    if len(result.report.rows) > 1 and len(result.across) == 1:
        return stacked(made, asked, result, lines)
    return replace(
        made, categories=tuple(name_of(line) for line in lines), series=series(asked, result, lines, kind)
    )


def name_of(line: Line) -> str:
    return " · ".join(group.text for group in line.groups)


def totals(asked: Asked, result: Result) -> tuple[Series, ...]:
    """Return each figure of all records, and beside it that of the days it is compared with."""
    found = []
    for place, head in enumerate(result.measures):
        found.append(
            Series(
                head.label,
                (result.total.figures[-1][place],),
                head,
                (link(asked, result, result.total, -1, place),),
            )
        )
        if result.before:
            was = result.before.total.figures[-1][place]
            found.append(Series(f"{head.label}, {before_words(result)}", (was,), head, is_dashed=True))
    return tuple(found)


def before_words(result: Result) -> str:
    return _("the year before") if result.report.compared == "year_before" else _("the period before")


def series(asked: Asked, result: Result, lines: list[Line], kind: str) -> tuple[Series, ...]:
    """Return a series for each group across, or for each figure that has the unit of the first."""
    if len(result.across) > 1:
        return few([one(asked, result, lines, place, 0, name) for place, name in across(result)], result)
    unit = result.measures[0].unit
    several = (
        range(len(result.measures))
        if kind == "scatter"
        else [number for number, head in enumerate(result.measures) if head.unit == unit]
    )
    found = [one(asked, result, lines, -1, number, result.measures[number].label) for number in several]
    return (*found, *past(result, lines)) if kind in ("line", "area", "bar") else tuple(found)


def few(found: list[Series], result: Result) -> tuple[Series, ...]:
    """Return no more series than can be told apart: where they add up, those behind the first ones stand for one."""
    if len(found) <= MOST:
        return tuple(found)
    shown_, rest = found[: MOST - 1], found[MOST - 1 :]
    measure = result.report.measures[0]
    if measure.kind not in ("count", "sum") or measure.shown != "value":
        return tuple(found[:MOST])
    sums = tuple(
        sum((Decimal(figure) for figure in some if figure is not None), Decimal())
        for some in zip(*(item.figures for item in rest), strict=True)
    )
    return (*shown_, Series(_("Other"), sums, rest[0].head))


def across(result: Result) -> list[tuple[int, str]]:
    return [
        (place, " · ".join(group.text for group in groups))
        for place, groups in enumerate(result.across)
        if groups
    ]


def one(asked: Asked, result: Result, lines: list[Line], place: int, number: int, name: str) -> Series:
    figures: tuple[Figure, ...] = tuple(line.figures[place][number] for line in lines)
    links = tuple(link(asked, result, line, place, number) for line in lines)
    return Series(name, figures, result.measures[number], links)


def past(result: Result, lines: list[Line]) -> list[Series]:
    """Return the first figure over the days that the report is compared with, drawn dashed."""
    if result.before is None:
        return []
    shown_ = [line for line in result.before.lines if len(line.groups) == len(result.report.rows)]
    figures = tuple(line.figures[-1][0] for line in shown_)[: len(lines)]
    head = result.measures[0]
    return [Series(f"{head.label}, {before_words(result)}", figures, head, is_dashed=True)]


def stacked(made: Chart, asked: Asked, result: Result, lines: list[Line]) -> Chart:
    """Return the groups of the first field as categories, those of the others as series."""
    firsts = list(dict.fromkeys(line.groups[0].text for line in lines))
    inner = list(dict.fromkeys(" · ".join(group.text for group in line.groups[1:]) for line in lines))
    held = {
        (line.groups[0].text, " · ".join(group.text for group in line.groups[1:])): line for line in lines
    }
    made_ = []
    for name in inner:
        found = [held.get((first, name)) for first in firsts]
        figures = tuple(line.figures[-1][0] if line else None for line in found)
        links = tuple(link(asked, result, line, -1, 0) if line else "" for line in found)
        made_.append(Series(name, figures, result.measures[0], links))
    return replace(made, categories=tuple(firsts), series=tuple(made_), immature=())


def grid(made: Chart, asked: Asked, result: Result) -> Chart:
    """Return each line as a series over the groups across."""
    places = across(result)
    lines = [line for line in result.lines if line.groups]
    rows = tuple(
        Series(
            name_of(line),
            tuple(line.figures[place][0] for place, _name in places),
            result.measures[0],
            tuple(link(asked, result, line, place, 0) for place, _name in places),
        )
        for line in lines
    )
    return replace(made, categories=tuple(name for _place, name in places), series=rows, immature=())


def link(asked: Asked, result: Result, line: Line, place: int, number: int) -> str:
    return shown.href(asked.kind, line.drill, result.across[place], result.report.measures[number])
