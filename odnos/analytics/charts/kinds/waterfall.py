"""A waterfall: what was added and what was taken away, step by step, and what comes of it."""

from __future__ import annotations

from itertools import pairwise

from django.utils.translation import gettext as _

from odnos.analytics.charts import canvas as drawing
from odnos.analytics.charts import figures, letters, plane, said, scale
from odnos.analytics.charts.canvas import Canvas
from odnos.analytics.charts.chart import Chart

MORE, LESS, SUM = ("1", ""), ("6", drawing.HATCHES[3]), ("7", "")


def draw(canvas: Canvas, chart: Chart, *, locale: str) -> None:
    """Draw a step for each figure, and the sum of all at the end."""
    series = chart.series[0]
    levels = [0.0]
    for place in range(len(chart.categories)):
        levels.append(levels[-1] + (said.at(series, place) or 0.0))
    names = (*chart.categories, _("Total"))
    field = plane.upright(
        canvas, scale.around(levels), series.head, names, top=14, locale=locale, axis=chart.axis
    )
    wide = min(field.slot * 0.7, 64.0)
    for place, (before, after) in enumerate(pairwise(levels)):
        with canvas.mark(
            said.figure(chart, series, place, locale=locale),
            row=0,
            place=place,
            href=said.link(series, place),
        ):
            _step(canvas, field, place, before, after, wide, MORE if after >= before else LESS)
        canvas.line(
            field.x(place) + wide / 2, field.y(after), field.x(place + 1) - wide / 2, field.y(after), "axis"
        )
        _figure(
            canvas,
            field,
            place,
            max(before, after),
            figures.short(series.figures[place], series.head, locale=locale),
        )
    total = plane.tidy(levels[-1])
    last = len(chart.categories)
    told = f"{_('Total')}: {figures.full(total, series.head, locale=locale)}"
    with canvas.mark(told, row=0, place=last, href=chart.whole):
        _step(canvas, field, last, 0.0, levels[-1], wide, SUM)
    _figure(canvas, field, last, max(0.0, levels[-1]), figures.short(total, series.head, locale=locale))


def _step(
    canvas: Canvas,
    field: plane.Plane,
    place: int,
    before: float,
    after: float,
    wide: float,
    look: tuple[str, str],
) -> None:
    low, high = sorted((field.y(before), field.y(after)))
    x = field.x(place) - wide / 2
    canvas.hit(x, field.top, wide, field.bottom - field.top)
    canvas.hatched(drawing.rounded(x, low, wide, max(high - low, 1), side=""), look[0], look[1])


def _figure(canvas: Canvas, field: plane.Plane, place: int, level: float, words: str) -> None:
    if letters.width(words, size=11) <= field.slot + 4:
        canvas.text(field.x(place), field.y(level) - 5, words, "soft", anchor="middle", size=11, weight=600)
