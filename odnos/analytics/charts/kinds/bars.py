"""Bars: beside one another, on top of one another; upright over time or few names, lying where names are long or many."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from odnos.analytics.charts import canvas as drawing
from odnos.analytics.charts import colours, figures, letters, plane, said, scale
from odnos.analytics.charts.canvas import Canvas
from odnos.analytics.charts.chart import Chart

ROW = 30
ROW_OF_MANY = 16


@dataclass(frozen=True)
class Bar:
    """A bar from one figure to another, `across` of `of` bars in its place."""

    row: int
    place: int
    start: float
    end: float
    across: int = 0
    of: int = 1


def lies(chart: Chart, width: float) -> bool:
    """Tell whether the bars of this chart lie, so that their names can be read."""
    if chart.in_time or chart.kind == "waterfall":
        return False
    room = (width - 60) / max(1, len(chart.categories))
    widest = max((letters.width(name, size=11) for name in chart.categories), default=0)
    return widest + 8 > room or len(chart.categories) * side_by_side(chart) > width / 24


def side_by_side(chart: Chart) -> int:
    return 1 if chart.kind == "stacked" else max(1, len(chart.series))


def height(chart: Chart, width: float) -> float:
    """Return the height that the chart needs."""
    if not lies(chart, width):
        return 340 if width > 900 else 300 if width > 500 else 240
    top = 26 if len(chart.series) > 1 else 4
    each = max(ROW, ROW_OF_MANY * side_by_side(chart) + 10)
    return top + each * len(chart.categories) + 26


def draw(canvas: Canvas, chart: Chart, *, locale: str) -> None:
    """Draw bars beside one another, or stacked ones."""
    found = list(stacks(chart) if chart.kind == "stacked" else groups(chart))
    top = drawing.legend(canvas, [series.name for series in chart.series]) if len(chart.series) > 1 else 14.0
    reach = scale.around([bar.start for bar in found] + [bar.end for bar in found])
    (_lying if lies(chart, canvas.width) else _upright)(canvas, chart, found, reach, top, locale)


def groups(chart: Chart) -> Iterator[Bar]:
    for row, series in enumerate(chart.series):
        for place in range(len(chart.categories)):
            value = said.at(series, place)
            if value is not None:
                yield Bar(row, place, 0.0, value, row, len(chart.series))


def stacks(chart: Chart) -> Iterator[Bar]:
    """Yield each figure on top of those before it; what is below zero hangs down from it."""
    for place in range(len(chart.categories)):
        up = down = 0.0
        for row, series in enumerate(chart.series):
            value = said.at(series, place) or 0.0
            start = up if value >= 0 else down
            if value:
                yield Bar(row, place, start, start + value)
            up, down = (start + value, down) if value >= 0 else (up, start + value)


def _upright(
    canvas: Canvas, chart: Chart, found: list[Bar], reach: scale.Scale, top: float, locale: str
) -> None:
    head = chart.series[0].head
    field = plane.upright(canvas, reach, head, chart.categories, top=top, locale=locale, axis=chart.axis)
    is_told = _fit(chart, found, field.slot * 0.96 / side_by_side(chart), locale)
    for bar in found:
        group = min(field.slot * 0.72, 64.0 * bar.of)
        wide = group / bar.of
        x = field.x(bar.place) - group / 2 + wide * bar.across
        low, high = sorted((field.y(bar.start), field.y(bar.end)))
        side = "top" if bar.end >= bar.start else "bottom"
        gap = 1 if bar.of > 1 else 0
        outline = drawing.rounded(x + gap, low, wide - 2 * gap, max(high - low, 0.8), side=_end(chart, side))
        with _mark(canvas, chart, bar, locale):
            canvas.hit(x, field.top, wide, field.bottom - field.top)
            _fill(canvas, chart, bar, outline)
        if is_told:
            y = low - 5 if side == "top" else high + 11
            words = _words(chart, bar, locale)
            canvas.text(x + wide / 2, y, words, "soft", anchor="middle", size=11, weight=600)


def _fit(chart: Chart, found: list[Bar], room: float, locale: str) -> bool:
    """Tell whether every bar has room for its figure; some with and some without would look like a message."""
    return chart.kind != "stacked" and all(
        letters.width(_words(chart, bar, locale), size=11) <= room for bar in found
    )


def _words(chart: Chart, bar: Bar, locale: str) -> str:
    series = chart.series[bar.row]
    return figures.short(series.figures[bar.place], series.head, locale=locale)


def _lying(
    canvas: Canvas, chart: Chart, found: list[Bar], reach: scale.Scale, top: float, locale: str
) -> None:
    widest = max(letters.width(name) for name in chart.categories)
    left = min(widest + 10, canvas.width * 0.36)
    room = (
        max(
            letters.width(figures.short(value, series.head, locale=locale))
            for series in chart.series
            for value in series.figures
        )
        + 8
    )
    row = (canvas.height - top - 8) / len(chart.categories)
    width = canvas.width - left - room
    for place, name in enumerate(chart.categories):
        middle = top + row * (place + 0.5)
        canvas.text(left - 8, middle + 4, letters.fitting(name, left - 10), "ink", anchor="end")
    zero = left + width * reach.share(0)
    canvas.line(zero, top, zero, top + row * len(chart.categories), "axis", shape_rendering="crispEdges")
    for bar in found:
        thick = min(20.0, row * 0.72 / bar.of)
        y = top + row * (bar.place + 0.5) + thick * (bar.across - bar.of / 2)
        low, high = sorted((left + width * reach.share(bar.start), left + width * reach.share(bar.end)))
        side = _end(chart, "right" if bar.end >= bar.start else "left")
        with _mark(canvas, chart, bar, locale):
            canvas.hit(
                0 if chart.kind != "stacked" else low,
                y,
                canvas.width if chart.kind != "stacked" else high - low,
                thick,
            )
            _fill(canvas, chart, bar, drawing.rounded(low, y + 1, max(high - low, 0.8), thick - 2, side=side))
        if chart.kind != "stacked":
            series = chart.series[bar.row]
            words = figures.short(series.figures[bar.place], series.head, locale=locale)
            canvas.text(max(high, zero) + 6, y + thick / 2 + 4, words, "soft", weight=600)
    if chart.kind == "stacked":
        _sums(canvas, chart, found, left, width, reach, top, row, locale)


def _sums(
    canvas: Canvas,
    chart: Chart,
    found: list[Bar],
    left: float,
    width: float,
    reach: scale.Scale,
    top: float,
    row: float,
    locale: str,
) -> None:  # noqa: PLR0913, E501 -- a drawing has as many places
    for place in range(len(chart.categories)):
        ends = [bar.end for bar in found if bar.place == place]
        if ends and min(ends) >= 0:
            words = figures.short(plane.tidy(max(ends)), chart.series[0].head, locale=locale)
            canvas.text(
                left + width * reach.share(max(ends)) + 6, top + row * (place + 0.5) + 4, words, weight=600
            )


def _end(chart: Chart, side: str) -> str:
    return "" if chart.kind == "stacked" else side


def _mark(canvas: Canvas, chart: Chart, bar: Bar, locale: str):  # type: ignore[no-untyped-def]  # noqa: ANN202
    series = chart.series[bar.row]
    say = said.figure(chart, series, bar.place, locale=locale)
    return canvas.mark(say, row=bar.row, place=bar.place, href=said.link(series, bar.place))


def _fill(canvas: Canvas, chart: Chart, bar: Bar, outline: str) -> None:
    hatch = drawing.HATCHES[drawing.pattern(bar.row)]
    canvas.hatched(
        outline,
        colours.of_series(bar.row),
        hatch,
        faint=said.is_open(chart, chart.series[bar.row], bar.place),
    )
