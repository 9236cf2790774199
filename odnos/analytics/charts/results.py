"""From the answer to a report to the chart that shows it: the same one on a page, in a mail and on paper."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal

from django.utils.translation import gettext as _

from odnos.analytics.charts import ages, panels
from odnos.analytics.charts.chart import Chart, Series
from odnos.analytics.reports.definition import ChartKind
from odnos.analytics.reports.result import Figure, Group, Line, Result

Link = Callable[[Line, int, int], str]
"""The address of the records behind a figure: that of a line, at a place across, of a measure; "" where there is none."""
SINGLE: frozenset[ChartKind] = frozenset(("number", "gauge"))
OF_ONE: frozenset[ChartKind] = frozenset(("pie", "funnel", "waterfall", "trend"))
SQUARE: frozenset[ChartKind] = frozenset(("heat", "cohort"))
BESIDE_PAST: frozenset[ChartKind] = frozenset(("line", "area", "bar"))
MOST = 8
"""Series that can be told apart."""


def nowhere(line: Line, place: int, measure: int) -> str:
    """Lead nowhere, as pictures in mails and on paper do."""
    del line, place, measure
    return ""


def from_result(result: Result, *, title: str, link: Link = nowhere, kind: ChartKind | None = None) -> Chart:
    """Return the chart of a report, as its own kind of picture or as another one."""
    kind = kind or result.report.chart
    made = Chart(
        kind=kind,
        title=title,
        categories=("",),
        series=(),
        words=result.words,
        axis=result.dimensions[0].label if result.report.rows else "",
        in_time=in_time(result),
        target=result.report.target if kind == "gauge" else None,
    )
    lines = lines_of(result)
    if kind in SINGLE or not result.report.rows:
        return replace(made, series=totals(result, link))
    if kind in SQUARE and is_pivot(result):
        names = tuple(named(result.across[place]) for place in parts(result))
        rows = rows_of(result, lines, link)
        if kind == "cohort" and ages.fits(result):
            return ages.grid(made, result, rows, [line.groups[0].value for line in lines])
        return replace(made, categories=names, series=rows, immature=result.immature_across)
    if len(result.report.rows) > 1 and not is_pivot(result):
        return second(made, result, lines, link)
    categories = tuple(named(line.groups) for line in lines)
    return replace(
        made,
        categories=categories,
        series=series(result, lines, kind, link),
        immature=tuple(place for place, line in enumerate(lines) if id(line) in open_lines(result)),
        apart=apart(result, lines),
        rest=tuple(place for place, line in enumerate(lines) if line.groups[0].is_other),
        whole=link(result.total, -1, 0),
    )


def apart(result: Result, lines: Sequence[Line]) -> tuple[int, ...]:
    """Return the places of lines without a time among those that follow one another in time."""
    return (
        tuple(place for place, line in enumerate(lines) if line.groups[0].value is None)
        if in_time(result)
        else ()
    )


def lines_of(result: Result) -> list[Line]:
    """Return the lines of single groups: without subtotals, and without the total."""
    return [line for line in result.lines if len(line.groups) == len(result.report.rows)]


def in_time(result: Result) -> bool:
    """Whether the lines follow one another in time: they are told apart by a grain, or by days."""
    if not result.report.rows:
        return False
    firsts = (line.groups[0].value for line in result.lines if line.groups)
    return bool(result.report.rows[0].grain) or isinstance(next(firsts, None), dt.date)


def is_pivot(result: Result) -> bool:
    return len(result.across) > 1


def parts(result: Result) -> range:
    """Return the places of the groups across, without that of the whole line."""
    return range(len(result.across) - 1)


def totals(result: Result, link: Link) -> tuple[Series, ...]:
    """Return each figure of all records, and beside it that of the days it is compared with."""
    found = []
    for number, head in enumerate(result.measures):
        figure = result.total.figures[-1][number]
        found.append(Series(head.label, (figure,), head, (link(result.total, -1, number),)))
        if result.before:
            was = result.before.total.figures[-1][number]
            found.append(Series(f"{head.label}, {before_words(result)}", (was,), head, is_dashed=True))
    return tuple(found)


def before_words(result: Result) -> str:
    """Return what the days are called that a report is compared with: only the same ones where its period is not over."""
    is_cut = result.compared is not None and result.compared.is_cut
    if result.report.compared == "year_before":
        return _("the same days of the year before") if is_cut else _("the year before")
    return _("the same days of the period before") if is_cut else _("the period before")


def series(result: Result, lines: Sequence[Line], kind: ChartKind, link: Link) -> tuple[Series, ...]:
    """Return a series for each group across, or for each figure: where units have no panels of their own, those with the unit of the first."""
    if is_pivot(result) and kind not in OF_ONE:
        across = [one(result, lines, place, 0, named(result.across[place]), link) for place in parts(result)]
        over = result.immature_across
        return few([replace(item, is_open=place in over) for place, item in enumerate(across)], result)
    unit = result.measures[0].unit
    takes_all = kind == "scatter" or kind in panels.KINDS
    several = [n for n, head in enumerate(result.measures) if takes_all or head.unit == unit][:MOST]
    places = several[:1] if kind in OF_ONE else several
    found = [one(result, lines, -1, number, result.measures[number].label, link) for number in places]
    if kind in BESIDE_PAST:
        found += past(result, lines)
    units = [head.unit for head in result.measures]
    return tuple(sorted(found, key=lambda series: units.index(series.head.unit)))


def one(  # noqa: PLR0913 -- which figures, called what, leading where
    result: Result, lines: Sequence[Line], place: int, number: int, name: str, link: Link
) -> Series:
    figures = tuple(line.figures[place][number] for line in lines)
    return Series(name, figures, result.measures[number], tuple(link(line, place, number) for line in lines))


def few(found: list[Series], result: Result) -> tuple[Series, ...]:
    """Return no more series than can be told apart: where they add up, those behind the first ones stand for one."""
    if len(found) <= MOST:
        return tuple(found)
    shown, rest = found[: MOST - 1], found[MOST - 1 :]
    measure = result.report.measures[0]
    if measure.kind not in ("count", "sum") or measure.shown != "value":
        return tuple(found[:MOST])
    sums = tuple(
        sum((Decimal(figure) for figure in some if figure is not None), Decimal())
        for some in zip(*(item.figures for item in rest), strict=True)
    )
    return (*shown, Series(_("Other"), sums, rest[0].head))


def past(result: Result, lines: Sequence[Line]) -> list[Series]:
    """Return the first figure over the days that the report is compared with, drawn dashed."""
    if result.before is None:
        return []
    figures = tuple(line.figures[-1][0] for line in lines_of(result.before))[: len(lines)]
    head = result.measures[0]
    return [Series(f"{head.label}, {before_words(result)}", figures, head, is_dashed=True)]


def rows_of(result: Result, lines: Sequence[Line], link: Link) -> tuple[Series, ...]:
    """Of a pivot: each line is a row of squares."""
    over = open_lines(result)
    return tuple(
        Series(
            named(line.groups),
            tuple(line.figures[place][0] for place in parts(result)),
            result.measures[0],
            tuple(link(line, place, 0) for place in parts(result)),
            is_open=id(line) in over,
        )
        for line in lines
    )


def second(made: Chart, result: Result, lines: Sequence[Line], link: Link) -> Chart:
    """Of two dimensions: the groups of the first are the categories, the others the series; squares turn them."""
    keys = [(line.groups[0].text, named(line.groups[1:])) for line in lines]
    firsts, seconds = (unfinished(result, lines, [key[level] for key in keys], level) for level in (0, 1))
    held = dict(zip(keys, lines, strict=True))
    categories, names = tuple(dict.fromkeys(first for first, _other in keys)), others(lines)
    if made.kind in SQUARE:
        held = {(other, first): line for (first, other), line in held.items()}
        categories, names = names, categories
        firsts, seconds = seconds, firsts
    found = []
    for name in names:
        some = [held.get((category, name)) for category in categories]
        figures: tuple[Figure, ...] = tuple(line.figures[-1][0] if line else None for line in some)
        links = tuple(link(line, -1, 0) if line else "" for line in some)
        found.append(Series(name, figures, result.measures[0], links, is_open=name in seconds))
    return replace(made, categories=categories, series=tuple(found), immature=places_of(categories, firsts))


def others(lines: Sequence[Line]) -> tuple[str, ...]:
    """Return the names of what lines are told apart by besides the first: days as they follow one another, whichever came first."""
    held = {named(line.groups[1:]): line.groups[1].value for line in lines}
    days = [value for value in held.values() if value is not None]
    if any(not isinstance(day, dt.date) for day in days):
        return tuple(held)
    return tuple(sorted(held, key=lambda name: (held[name] is None, held[name] or dt.date.min)))


def named(groups: tuple[Group, ...]) -> str:
    return " · ".join(group.text for group in groups)


def open_lines(result: Result) -> frozenset[int]:
    """Return which lines are of a period that is not over, by what Python tells them apart by."""
    return frozenset(id(result.lines[place]) for place in result.immature)


def unfinished(result: Result, lines: Sequence[Line], names: Sequence[str], level: int) -> frozenset[str]:
    """Return the names of those days of a level of groups all of whose lines are of a period that is not over."""
    over, days = open_lines(result), [isinstance(line.groups[level].value, dt.date) for line in lines]
    some = {name for name, is_day in zip(names, days, strict=True) if is_day}
    return frozenset(some - {name for name, line in zip(names, lines, strict=True) if id(line) not in over})


def places_of(names: Sequence[str], some: frozenset[str]) -> tuple[int, ...]:
    return tuple(place for place, name in enumerate(names) if name in some)
