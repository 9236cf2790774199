"""Lines and areas over time; the names of few lines stand at their ends, a period that is not over is dashed."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby, pairwise

from odnos.analytics.charts import canvas as drawing
from odnos.analytics.charts import colours, figures, letters, plane, said, scale
from odnos.analytics.charts.canvas import Canvas, lines_of, n
from odnos.analytics.charts.chart import Chart

FEW = 4
DOTTED = 40
APART = 15
Points = list[tuple[float, float] | None]


def draw(canvas: Canvas, chart: Chart, *, locale: str) -> None:
    """Draw a line for each series; the areas of several stand on one another."""
    values = levels(chart)
    is_named = 1 < len(chart.series) <= FEW and canvas.width > 500
    names = [series.name for series in chart.series]
    right = min(max(map(letters.width, names)) + 14, canvas.width * 0.24) if is_named else 12
    top = (
        8.0
        if is_named or len(chart.series) == 1
        else drawing.legend(canvas, names, of_lines=chart.kind == "line")
    )
    reach = scale.around([v for row in values for v in row if v is not None])
    field = plane.upright(
        canvas,
        reach,
        chart.series[0].head,
        chart.categories,
        top=top,
        locale=locale,
        right=right,
        axis=chart.axis,
    )
    rows = [[None if v is None else (field.x(i), field.y(v)) for i, v in enumerate(row)] for row in values]
    led = [[None if place in chart.apart else p for place, p in enumerate(points)] for points in rows]
    if chart.kind == "area":
        _areas(canvas, field, led)
    for row, points in enumerate(led):
        _line(canvas, chart, row, points)
    if is_named:
        _names(canvas, led, names, field.right)
    _last_figure(canvas, chart, led, locale)
    _marks(canvas, chart, field, rows, locale)


def levels(chart: Chart) -> list[list[float | None]]:
    """Return the height of each point: of areas, the sum of those below it and its own."""
    rows = [[said.at(series, place) for place in range(len(chart.categories))] for series in chart.series]
    if chart.kind == "area":
        for lower, row in pairwise(rows):
            row[:] = [(a or 0.0) + (b or 0.0) for a, b in zip(lower, row, strict=True)]
    return rows


def _areas(canvas: Canvas, field: plane.Plane, rows: list[Points]) -> None:
    base: Points = [(field.x(place), field.y(0)) for place in range(field.count)]
    for row, points in enumerate(rows):
        upper = [point or floor for point, floor in zip(points, base, strict=True)]
        there = "L".join(f"{n(p[0])} {n(p[1])}" for p in upper if p)
        back = "L".join(f"{n(p[0])} {n(p[1])}" for p in reversed(base) if p)
        tone = colours.of_series(row)
        canvas.path(f"M{there}L{back}z", fill=tone, fill_opacity="0.2" if len(rows) == 1 else "0.55")
        base = list(upper)


def _line(canvas: Canvas, chart: Chart, row: int, points: Points) -> None:
    tone, series = colours.of_series(row), chart.series[row]
    dash = drawing.DASHES[drawing.pattern(row)] if len(chart.series) > 1 else ""
    look = {"stroke": tone, "stroke_linejoin": "round", "stroke_linecap": "round"}
    firm = {"stroke_width": "2", "stroke_dasharray": "2 5" if series.is_dashed else dash or None}
    every = range(len(points)) if series.is_open else chart.immature
    for is_open, stretch in _stretches(points, frozenset(every)):
        faint = {"stroke_width": "1.6", "stroke_dasharray": "2 4"}
        canvas.path(lines_of(stretch), **look | (faint if is_open else firm))


def _stretches(points: Points, immature: frozenset[int]) -> Iterator[tuple[bool, Points]]:
    """Yield the line in pieces that meet, each with whether it leads to or from a period that is not whole."""
    is_open = [not immature.isdisjoint((place, place + 1)) for place in range(len(points) - 1)]
    first = 0
    for kind, steps in groupby(is_open):
        last = first + len(list(steps))
        yield kind, points[first : last + 1]
        first = last


def _names(canvas: Canvas, rows: list[Points], names: list[str], right: float) -> None:
    """Write the name of each line at its end, moved apart where ends meet."""
    ends = [next((p for p in reversed(points) if p), None) for points in rows]
    floor = 0.0
    for row in sorted((i for i, end in enumerate(ends) if end), key=lambda i: ends[i][1]):  # type: ignore[index]
        y = max(ends[row][1] + 4, floor)  # type: ignore[index]
        canvas.text(
            right + 8,
            y,
            letters.fitting(names[row], canvas.width - right - 8),
            colours.of_series(row),
            weight=600,
        )
        floor = y + APART


def _last_figure(canvas: Canvas, chart: Chart, rows: list[Points], locale: str) -> None:
    """Write the last figure of a single line at its end."""
    series = chart.series[0]
    last = max((i for i, p in enumerate(rows[0]) if p), default=None)
    if len(rows) > 1 or last is None:
        return
    x, y = rows[0][last] or (0.0, 0.0)
    words = figures.short(series.figures[last], series.head, locale=locale)
    half = letters.width(words) / 2
    before = next((p for p in reversed(rows[0][:last]) if p), None)
    y = min(y + 20, canvas.height - 34) if before and before[1] < y else max(y - 10, 12)
    canvas.text(min(x, canvas.width - half), y, words, "ink", anchor="middle", weight=600)


def _marks(canvas: Canvas, chart: Chart, field: plane.Plane, rows: list[Points], locale: str) -> None:
    is_dotted = len(chart.categories) <= DOTTED
    for row, points in enumerate(rows):
        series = chart.series[row]
        for place, point in enumerate(points):
            if point is None or said.at(series, place) is None:
                continue
            say = said.figure(chart, series, place, locale=locale)
            with canvas.mark(say, row=row, place=place, href=said.link(series, place)):
                _hit(canvas, field, rows, row, place)
                canvas.path(
                    shape(row, *point, size=3.2 if is_dotted else 0.1),
                    fill=colours.of_series(row),
                    stroke="ground",
                    stroke_width="1.2",
                )


def _hit(canvas: Canvas, field: plane.Plane, rows: list[Points], row: int, place: int) -> None:
    """Give each point the part of its column that is nearest to it."""
    ys = sorted((points[place][1], i) for i, points in enumerate(rows) if points[place])  # type: ignore[index]
    at = [i for _y, i in ys].index(row)
    upper = field.top if at == 0 else (ys[at - 1][0] + ys[at][0]) / 2
    lower = field.bottom if at == len(ys) - 1 else (ys[at][0] + ys[at + 1][0]) / 2
    canvas.hit(field.x(place) - field.slot / 2, upper, field.slot, lower - upper)


def shape(row: int, x: float, y: float, *, size: float) -> str:
    """Return the sign of a series: a disc, a square, a triangle, a rhomb."""
    s = size
    if row % 4 == 0:
        return f"M{n(x - s)} {n(y)}a{n(s)} {n(s)} 0 1 0 {n(2 * s)} 0a{n(s)} {n(s)} 0 1 0 {n(-2 * s)} 0z"
    if row % 4 == 1:
        return f"M{n(x - s)} {n(y - s)}h{n(2 * s)}v{n(2 * s)}h{n(-2 * s)}z"
    s *= 1.25
    if row % 4 == 2:
        return f"M{n(x)} {n(y - s)}l{n(s)} {n(1.8 * s)}h{n(-2 * s)}z"
    return f"M{n(x)} {n(y - s)}l{n(s)} {n(s)}l{n(-s)} {n(s)}l{n(-s)} {n(-s)}z"
