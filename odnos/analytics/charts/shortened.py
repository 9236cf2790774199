"""As much of a chart as a picture for paper or mail takes: nobody reads a thousand bars, and to draw their dots takes long."""

from __future__ import annotations

from dataclasses import replace

from odnos.analytics.charts import draw
from odnos.analytics.charts.chart import Chart, Series

TALLEST = 4000.0
"""How high, in pixels, such a picture may be; what stands side by side, as in time, is as high however much it is."""


def shortened(chart: Chart) -> tuple[Chart, int, int]:
    """Return the chart with as many of its first lines as fit, how many these are, and of how many."""
    number = kept = number_of(chart)
    found = chart
    while kept > 1 and (high := draw.height(found)) > TALLEST:
        kept = max(
            1, min(kept - 1, int(kept * TALLEST / high))
        )  # what stands besides the lines takes room, too
        found = beginning(chart, kept)
    return found, kept, number


def number_of(chart: Chart) -> int:
    return len(chart.series if is_square(chart) else chart.categories)


def is_square(chart: Chart) -> bool:
    """Whether each series is a line of the picture."""
    return chart.kind in ("heat", "cohort")


def beginning(chart: Chart, kept: int) -> Chart:
    """Return the first lines of a chart."""
    if is_square(chart):
        return replace(chart, series=chart.series[:kept])
    return replace(
        chart,
        categories=chart.categories[:kept],
        series=tuple(first(series, kept) for series in chart.series),
        immature=within(chart.immature, kept),
        apart=within(chart.apart, kept),
    )


def first(series: Series, kept: int) -> Series:
    return replace(
        series,
        figures=series.figures[:kept],
        links=series.links[:kept],
        open=within(series.open, kept),
    )


def within(places: tuple[int, ...], kept: int) -> tuple[int, ...]:
    return tuple(place for place in places if place < kept)
