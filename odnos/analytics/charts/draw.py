"""A chart becomes a picture: the same one on a page, in a mail and on paper."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from django.utils.translation import gettext as _
from markupsafe import Markup

from odnos.analytics.charts import panels, said
from odnos.analytics.charts.canvas import Canvas
from odnos.analytics.charts.chart import Chart
from odnos.analytics.charts.colours import LIGHT, Theme
from odnos.analytics.charts.kinds import bars, funnel, lines, number, points, rounds, squares, waterfall
from odnos.analytics.reports.definition import ChartKind

WIDEST, WIDE, MIDDLE, NARROW = 1080, 720, 500, 340
Drawer = Callable[..., None]
DRAWERS: dict[ChartKind, Drawer] = {
    "number": number.draw,
    "trend": number.draw,
    "line": lines.draw,
    "area": lines.draw,
    "bar": bars.draw,
    "stacked": bars.draw,
    "waterfall": waterfall.draw,
    "funnel": funnel.draw,
    "pie": rounds.pie,
    "gauge": rounds.gauge,
    "heat": squares.draw,
    "cohort": squares.draw,
    "scatter": points.draw,
}
"""A table has no picture: it is its figures."""
HEIGHTS: dict[ChartKind, Callable[[Chart, float], float]] = {
    "number": lambda chart, _width: number.height(chart),
    "trend": lambda chart, _width: number.height(chart),
    "bar": bars.height,
    "stacked": bars.height,
    "funnel": lambda chart, _width: funnel.height(chart),
    "pie": rounds.height,
    "gauge": lambda _chart, _width: rounds.GAUGE,
    "heat": lambda chart, _width: squares.height(chart),
    "cohort": lambda chart, _width: squares.height(chart),
}


def has_picture(chart: Chart) -> bool:
    return chart.kind in DRAWERS


def height(chart: Chart, *, width: float = WIDE) -> float:
    """Return how high the picture of a chart will be."""
    if chart.is_empty:
        return 120
    found = panels.panels(chart)
    return panels.height(chart, width, alone) if len(found) > 1 else alone(found[0].chart, width)


def alone(chart: Chart, width: float) -> float:
    return HEIGHTS[chart.kind](chart, width) if chart.kind in HEIGHTS else upright(width)


def upright(width: float) -> float:
    return next(high for least, high in ((900, 340), (500, 300), (0, 240)) if width > least)


def picture(
    chart: Chart,
    *,
    locale: str,
    width: float = WIDE,
    theme: Theme = LIGHT,
    live: bool = False,
    class_: str = "",
) -> Markup:
    """Return the chart as SVG. A `live` one is for a page: its figures can be walked to and lead to their records."""
    name = "c" + hashlib.sha256(repr((chart, width)).encode()).hexdigest()[:8]
    canvas = Canvas(width, height(chart, width=width), name=name, theme=theme, live=live)
    if chart.is_empty:
        canvas.text(
            width / 2, 64, _("There are no figures for this choice."), "faint", anchor="middle", size=13
        )
    elif len(panels.panels(chart)) > 1:
        panels.draw(canvas, chart, DRAWERS[chart.kind], alone, locale=locale)
    else:
        [panel] = panels.panels(chart)
        DRAWERS[chart.kind](canvas, panel.chart, locale=locale)
    return canvas.svg(
        label=f"{chart.title}. {chart.words or said.whole(chart, locale=locale)}", class_=class_
    )
