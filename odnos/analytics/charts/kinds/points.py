"""Points: two figures of each thing, one across and one upwards."""

from __future__ import annotations

from odnos.analytics.charts import figures, letters, plane, said, scale
from odnos.analytics.charts.canvas import Canvas
from odnos.analytics.charts.chart import Chart
from odnos.analytics.charts.kinds.lines import shape

NAMED = 12


def draw(canvas: Canvas, chart: Chart, *, locale: str) -> None:
    """Draw a disc for each thing; few of them have their names beside them."""
    across, upwards = chart.series[0], chart.series[-1]
    found = [
        (said.at(across, place), said.at(upwards, place), place) for place in range(len(chart.categories))
    ]
    there = [(x, y, place) for x, y, place in found if x is not None and y is not None]
    reach = scale.around([x for x, _y, _place in there], parts=6)
    canvas.text(0, 12, upwards.name, "faint", size=11)
    field = plane.upright(
        canvas,
        scale.around([y for _x, y, _place in there]),
        upwards.head,
        (),
        top=16,
        locale=locale,
        right=18,
        axis=across.name,
    )
    _across(canvas, field, reach, chart, locale)
    for x, y, place in there:
        px, py = field.left + (field.right - field.left) * reach.share(x), field.y(y)
        with canvas.mark(_told(chart, place, locale), row=0, place=place, href=said.link(upwards, place)):
            canvas.path(shape(0, px, py, size=5), fill="1", fill_opacity="0.62", stroke="1", stroke_width="1")
        if len(there) <= NAMED:
            name = letters.fitting(chart.categories[place], 130, size=11)
            is_late = px + letters.width(name, size=11) + 9 > canvas.width
            canvas.text(
                px - 9 if is_late else px + 9, py + 4, name, anchor="end" if is_late else "start", size=11
            )


def _across(canvas: Canvas, field: plane.Plane, reach: scale.Scale, chart: Chart, locale: str) -> None:
    for value in reach.ticks:
        x = field.left + (field.right - field.left) * reach.share(value)
        words = figures.short(plane.tidy(value), chart.series[0].head, locale=locale)
        canvas.line(x, field.bottom, x, field.bottom + 4, "axis", shape_rendering="crispEdges")
        canvas.text(x, field.bottom + 17, words, "soft", anchor="middle", size=11)


def _told(chart: Chart, place: int, locale: str) -> str:
    values = [f"{s.name} {figures.full(s.figures[place], s.head, locale=locale)}" for s in chart.series]
    return f"{chart.categories[place]}: {', '.join(values)}"
