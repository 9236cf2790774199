"""Squares: a heat map, and the grid of cohorts, whose rows are as long as the cohort is old."""

from __future__ import annotations

from django.utils.translation import gettext as _

from odnos.analytics.charts import canvas as drawing
from odnos.analytics.charts import colours, figures, letters, plane, said
from odnos.analytics.charts.canvas import Canvas
from odnos.analytics.charts.chart import Chart, Series

ROW, TOP = 30, 26


def height(chart: Chart) -> float:
    return TOP + ROW * len(chart.series) + 34


def draw(canvas: Canvas, chart: Chart, *, locale: str) -> None:
    """Draw a square for each figure, darker by night and lighter by day where there is less, and the key below."""
    axis = chart.axis if chart.kind == "cohort" else ""
    widest = max(letters.width(name) for name in (axis, *(series.name for series in chart.series)))
    left = min(widest + 12, canvas.width * 0.32)
    slot = (canvas.width - left) / max(1, len(chart.categories))
    _names(canvas, chart, left, slot)
    if axis:
        canvas.text(0, 16, letters.fitting(axis, left - 8, size=11), "soft", size=11)
    found = [float(value) for series in chart.series for value in series.figures if value is not None]
    low, high = min(*found, 0.0), max(found)
    is_told = fit(chart, slot, locale)
    for row, series in enumerate(chart.series):
        y = TOP + ROW * row
        canvas.text(0, y + 19, letters.fitting(series.name, left - 8), "ink")
        for place in range(len(chart.categories)):
            value = said.at(series, place)
            if value is not None:
                share = (value - low) / (high - low) if high > low else 0.0
                words = (
                    figures.short(series.figures[place], series.head, locale=locale)
                    if is_told
                    else percent(series, place, slot)
                )
                corner = left + slot * place, y
                _square(canvas, chart, row, place, corner, slot, share, words, locale)
    _key(canvas, chart, low, high, left, locale)


def _names(canvas: Canvas, chart: Chart, left: float, slot: float) -> None:
    widest = max((letters.width(name, size=11) for name in chart.categories), default=0)
    every = max(1, round((min(widest, 72) + 6) / slot + 0.49))
    for place, name in enumerate(chart.categories):
        if place % every == 0:
            shown = letters.fitting(name, slot * every - 4, size=11)
            canvas.text(left + slot * (place + 0.5), 16, shown, "soft", anchor="middle", size=11)


def _square(
    canvas: Canvas,
    chart: Chart,
    row: int,
    place: int,
    corner: tuple[float, float],
    slot: float,
    share: float,
    words: str,
    locale: str,
) -> None:
    series, (x, y) = chart.series[row], corner
    with canvas.mark(_told(chart, row, place, locale), row=row, place=place, href=said.link(series, place)):
        outline = drawing.rounded(x + 1, y + 1, slot - 2, ROW - 2, r=2, side="")
        is_open = said.is_open(chart, series, place)
        canvas.hatched(outline, colours.of_share(share), "", faint=is_open)
        if words:
            tone = "ink" if is_open else colours.on_share(share)
            canvas.text(x + slot / 2, y + 19, words, tone, anchor="middle", size=11)


def percent(series: Series, place: int, slot: float) -> str:
    """Return what stands in a square whose figure has no room: of percents the whole number, else nothing."""
    value = said.at(series, place)
    return f"{100 * value:.0f}" if series.head.unit == "percent" and value is not None and slot >= 22 else ""


def fit(chart: Chart, slot: float, locale: str) -> bool:
    """Tell whether every figure has room in its square."""
    return all(
        letters.width(figures.short(value, series.head, locale=locale), size=11) <= slot - 4
        for series in chart.series
        for value in series.figures
        if value is not None
    )


def _told(chart: Chart, row: int, place: int, locale: str) -> str:
    series = chart.series[row]
    value = figures.full(series.figures[place], series.head, locale=locale)
    told = f"{series.name}, {chart.categories[place]}: {value}"
    return f"{told} ({_('period not over')})" if said.is_open(chart, series, place) else told


def _key(canvas: Canvas, chart: Chart, low: float, high: float, left: float, locale: str) -> None:
    head, y = chart.series[0].head, canvas.height - 22
    for step in range(colours.STEPS):
        canvas.rect(left + 1 + 22 * step, y, 22, 8, colours.of_share((step + 0.5) / colours.STEPS))
    least, most = (figures.short(plane.tidy(value), head, locale=locale) for value in (low, high))
    canvas.text(left + 1, y + 20, least, "faint", size=10)
    canvas.text(left + 1 + 22 * colours.STEPS, y + 20, most, "faint", anchor="end", size=10)
