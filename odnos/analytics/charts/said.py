"""What a figure says to whoever walks over it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from odnos.analytics.charts import figures
from odnos.analytics.charts.chart import Chart, Series


def figure(chart: Chart, series: Series, place: int, *, locale: str) -> str:
    """Return «March, Won: 12,300 €», and that its period is not over."""
    found = series.figures[place] if place < len(series.figures) else None
    value = figures.full(found, series.head, locale=locale)
    name = chart.categories[place] if place < len(chart.categories) else ""
    is_told_apart = chart.is_panel or len(chart.series) > 1
    named = f"{name}, {series.name}" if series.name and is_told_apart else name or series.name
    words = f"{named}: {value}"
    return f"{words} ({_('period not over')})" if is_open(chart, series, place) else words


def is_open(chart: Chart, series: Series, place: int) -> bool:
    """Whether a figure is of a period that is not over, by its category or by its series."""
    return series.is_open or place in series.open or place in chart.immature


def at(series: Series, place: int) -> float | None:
    """Return the figure at `place` as it is drawn, None where there is none."""
    found = series.figures[place] if place < len(series.figures) else None
    return None if found is None else float(found)


def link(series: Series, place: int) -> str:
    return series.links[place] if place < len(series.links) else ""


def whole(chart: Chart, *, locale: str) -> str:
    """Return a sentence of what the chart shows: from where to where, and the highest and the lowest figure."""
    found = [
        (float(value), series, place)
        for series in chart.series
        for place, value in enumerate(series.figures)
        if value is not None
    ]
    if not found:
        return _("There are no figures for this choice.")
    if len(found) == 1:
        return figure(chart, found[0][1], found[0][2], locale=locale)
    highest, lowest = max(found, key=_value), min(found, key=_value)
    return _("%(count)s figures. Highest: %(highest)s. Lowest: %(lowest)s.") % {
        "count": len(found),
        "highest": figure(chart, highest[1], highest[2], locale=locale),
        "lowest": figure(chart, lowest[1], lowest[2], locale=locale),
    }


def _value(found: tuple[float, Series, int]) -> float:
    return found[0]
