"""One figure, large; of a trend, with the line that led to it."""

from __future__ import annotations

from odnos.analytics.charts import figures, letters, said, scale
from odnos.analytics.charts.canvas import Canvas, lines_of, n
from odnos.analytics.charts.chart import Chart

LARGE = 40


def draw(canvas: Canvas, chart: Chart, *, locale: str) -> None:
    """Draw the last figure of the first series, what it is called, and those of the other series below it."""
    series = chart.series[0]
    place = max(i for i, value in enumerate(series.figures) if value is not None)
    words = figures.full(series.figures[place], series.head, locale=locale)
    size = (
        LARGE
        if letters.width(words, size=LARGE) <= canvas.width
        else LARGE * canvas.width / letters.width(words, size=LARGE)
    )
    with canvas.mark(
        said.figure(chart, series, place, locale=locale), row=0, place=place, href=said.link(series, place)
    ):
        canvas.hit(0, 0, canvas.width, 76)
        canvas.text(0, 44, words, "ink", size=size, weight=600)
    name = chart.categories[place] if chart.kind == "trend" and place < len(chart.categories) else series.name
    canvas.text(0, 66, letters.fitting(name, canvas.width, size=13), "soft", size=13)
    for row, other in enumerate(chart.series[1:], 1):
        value = other.figures[0] if other.figures else None
        told = letters.fitting(
            f"{other.name}: {figures.full(value, other.head, locale=locale)}", canvas.width
        )
        canvas.text(0, 68 + 18 * row, told, "soft")
    if chart.kind == "trend":
        _spark(canvas, chart, locale)


def _spark(canvas: Canvas, chart: Chart, locale: str) -> None:
    series = chart.series[0]
    found = [said.at(series, place) for place in range(len(series.figures))]
    reach = scale.around([value for value in found if value is not None])
    step, top, bottom = (canvas.width - 8) / max(1, len(found) - 1), 84.0, canvas.height - 6
    points = [
        None if v is None else (4 + step * i, bottom - (bottom - top) * reach.share(v))
        for i, v in enumerate(found)
    ]
    drawn = [point for point in points if point]
    line = lines_of(points)
    canvas.path(
        f"M{n(drawn[0][0])} {n(bottom)}"
        "L" + "L".join(f"{n(x)} {n(y)}" for x, y in drawn) + f"L{n(drawn[-1][0])} {n(bottom)}z",
        fill="1",
        fill_opacity="0.15",
    )
    canvas.path(line, stroke="1", stroke_width="2", stroke_linejoin="round")
    for place, point in enumerate(points):
        if point:
            with canvas.mark(
                said.figure(chart, series, place, locale=locale),
                row=0,
                place=place,
                href=said.link(series, place),
            ):
                canvas.hit(point[0] - step / 2, top, step, bottom - top)
                canvas.path(
                    f"M{n(point[0] - 2.5)} {n(point[1])}a2.5 2.5 0 1 0 5 0a2.5 2.5 0 1 0 -5 0z", fill="1"
                )


def height(chart: Chart) -> float:
    return 150 if chart.kind == "trend" else 74 + 18 * len(chart.series[1:])
