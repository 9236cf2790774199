"""From the answer to a report to the chart that shows it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from zoneinfo import ZoneInfo

from babel.dates import format_datetime
from django.utils.translation import gettext as _

from odnos.analytics.charts.chart import Chart, Series
from odnos.analytics.reports.definition import ChartKind
from odnos.analytics.reports.result import Figure, Group, Line, Result

Link = Callable[[Line], str]
SINGLE: frozenset[ChartKind] = frozenset(("number", "gauge"))
OF_ONE: frozenset[ChartKind] = frozenset(("pie", "funnel", "waterfall", "trend"))
SQUARE: frozenset[ChartKind] = frozenset(("heat", "cohort"))


def from_result(  # noqa: PLR0913 -- what is shown, and for whom
    result: Result,
    *,
    title: str,
    locale: str,
    timezone: ZoneInfo,
    link: Link | None = None,
    target: Figure = None,
    kind: ChartKind | None = None,
) -> Chart:
    """Return the chart of a report. `link` gives the address of the records behind a line, nothing if there is none."""
    kind = kind or result.report.chart
    lines = lines_of(result)
    series, categories = across(result, lines, kind, link)
    return Chart(
        kind=kind,
        title=title,
        categories=categories,
        series=series,
        words=result.words,
        note=note(result, locale=locale, timezone=timezone),
        axis=result.dimensions[0].label if result.report.rows else "",
        target=target,
        immature=immature(result, categories),
        in_time=bool(result.report.rows and result.report.rows[0].grain),
    )


def lines_of(result: Result) -> list[Line]:
    """Return the lines of single groups: without subtotals, and without the total."""
    return [line for line in result.lines if len(line.groups) == len(result.report.rows)]


def across(
    result: Result, lines: list[Line], kind: ChartKind, link: Link | None
) -> tuple[tuple[Series, ...], tuple[str, ...]]:
    """Return the series and the categories that they have in common."""
    if kind in SINGLE or not result.report.rows:
        return totals(result, link), ("",)
    if kind in SQUARE and len(result.report.rows) == 1 and result.report.columns:
        return rows_of(result, lines, link), tuple(named(result.across[i]) for i in parts(result))
    if len(result.report.rows) > 1 and not result.report.columns and kind != "table":
        return second(result, lines, kind, link)
    measures = 1 if kind in OF_ONE else len(result.measures)
    groups = (len(result.across) - 1,) if kind in OF_ONE else parts(result)
    categories = tuple(named(line.groups) for line in lines)
    links = tuple(link(line) for line in lines) if link else ()
    return tuple(
        Series(name_of(result, i, j), tuple(line.figures[i][j] for line in lines), result.measures[j], links)
        for i in groups
        for j in range(measures)
    ), categories


def parts(result: Result) -> tuple[int, ...]:
    """Return the places of the groups across; without any, the one of the whole line."""
    return tuple(range(len(result.across) - 1)) or (0,)


def totals(result: Result, link: Link | None) -> tuple[Series, ...]:
    links = (link(result.total),) if link else ()
    return tuple(
        Series(head.label, (result.total.figures[-1][place],), head, links)
        for place, head in enumerate(result.measures)
    )


def rows_of(result: Result, lines: list[Line], link: Link | None) -> tuple[Series, ...]:
    """Of a pivot: each line is a row of squares."""
    return tuple(
        Series(
            named(line.groups),
            tuple(line.figures[i][0] for i in parts(result)),
            result.measures[0],
            (link(line),) * len(parts(result)) if link else (),
        )
        for line in lines
    )


def second(
    result: Result, lines: list[Line], kind: ChartKind, link: Link | None
) -> tuple[tuple[Series, ...], tuple[str, ...]]:
    """Of two dimensions: the groups of the second are the series, those of the first the categories; a square turns them."""
    one, other = (1, 0) if kind in SQUARE else (0, 1)
    categories = list(dict.fromkeys(line.groups[one].text for line in lines))
    names = list(dict.fromkeys(line.groups[other].text for line in lines))
    found = {(line.groups[other].text, line.groups[one].text): line for line in lines}
    return tuple(
        Series(
            name,
            tuple(_figure(found.get((name, category))) for category in categories),
            result.measures[0],
            tuple(_address(found.get((name, category)), link) for category in categories),
        )
        for name in names
    ), tuple(categories)


def _figure(line: Line | None) -> Figure:
    return line.figures[-1][0] if line else None


def _address(line: Line | None, link: Link | None) -> str:
    return link(line) if line and link else ""


def named(groups: tuple[Group, ...]) -> str:
    return " · ".join(group.text for group in groups)


def name_of(result: Result, i: int, j: int) -> str:
    """Return the name of a series: its group across, its measure, or both where there are several of each."""
    group, measure = named(result.across[i]), result.measures[j].label
    if not group:
        return measure
    return f"{group} · {measure}" if len(result.measures) > 1 else group


def immature(result: Result, categories: tuple[str, ...]) -> tuple[int, ...]:
    """Return the places of categories whose period is not over; `result.immature` are places of lines."""
    names = {result.lines[place].groups[0].text for place in result.immature if result.lines[place].groups}
    return tuple(
        place for place, name in enumerate(categories) if name in names or name.split(" · ")[0] in names
    )


def note(result: Result, *, locale: str, timezone: ZoneInfo) -> str:
    """Return what goes below: as of when, how many of how many, what is left out, what is not over."""
    parts = [_("Data as of %(moment)s") % {"moment": moment(result.as_of, locale=locale, timezone=timezone)}]
    if result.cut:
        shown = len(lines_of(result))
        parts.append(
            _("%(shown)s of %(all)s lines are shown; totals count all.") % {"shown": shown, "all": result.cut}
        )
    if result.unconverted:
        parts.append(_("%(count)s amounts have no rate and are left out.") % {"count": result.unconverted})
    if result.immature:
        parts.append(_("Hatched or dashed: the period is not over."))
    return " · ".join(part.rstrip(".") for part in parts)


def moment(at: dt.datetime, *, locale: str, timezone: ZoneInfo) -> str:
    return format_datetime(at, "medium", tzinfo=timezone, locale=locale.replace("-", "_"))
