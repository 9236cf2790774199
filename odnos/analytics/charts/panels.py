"""Figures of several units under one another: a panel and a scale for each unit, over the same groups."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from odnos.analytics.charts import colours, letters
from odnos.analytics.charts.canvas import Canvas
from odnos.analytics.charts.chart import Chart, Series
from odnos.analytics.charts.kinds import bars
from odnos.analytics.reports.definition import ChartKind

KINDS: frozenset[ChartKind] = frozenset(("line", "area", "bar"))
TITLE, APART = 22, 10
PART = 0.62
"""How high an upright panel is beside a picture that stands alone."""
Drawer = Callable[..., None]
Height = Callable[[Chart, float], float]


@dataclass(frozen=True)
class Panel:
    """A chart of one unit. `first` is the place of its first series among all, so that each keeps its colour and its row."""

    chart: Chart
    first: int
    is_last: bool


def panels(chart: Chart) -> list[Panel]:
    """Return a panel for each unit that the figures of a chart have, in the order of the series."""
    by_unit: dict[tuple[str, str], list[Series]] = {}
    for series in chart.series:
        key = (series.head.unit, series.head.currency) if chart.kind in KINDS else ("", "")
        by_unit.setdefault(key, []).append(series)
    found, first = [], 0
    units = list(by_unit.values())
    if chart.is_small and chart.kind == "bar":
        units = units[:1]
    for number, several in enumerate(units, 1):
        is_last = number == len(units)
        axis = chart.axis if is_last else ""
        shown = replace(chart, series=tuple(several), axis=axis, is_panel=len(units) > 1)
        found.append(Panel(shown, first, is_last))
        first += len(several)
    return found


def height(chart: Chart, width: float, of: Height) -> float:
    """Return how high all panels are together."""
    return sum(TITLE + each + APART for each in heights(panels(chart), width, of)) - APART


def heights(found: list[Panel], width: float, of: Height) -> list[float]:
    """Return how high each panel is; those of a small picture have the room of one among them."""
    room = [of(panel.chart, width) for panel in found]
    if found[0].chart.is_small:
        return [(each + APART) / len(found) - TITLE - APART for each in room]
    lie = [panel.chart.kind == "bar" and bars.lies(panel.chart, width) for panel in found]
    return [each * (1 if lies else PART) for each, lies in zip(room, lie, strict=True)]


def draw(canvas: Canvas, chart: Chart, drawer: Drawer, of: Height, *, locale: str) -> None:
    """Draw the panels. Each is drawn twice: first to know how much room the widest scale takes, so that their groups stand below one another."""
    found = panels(chart)
    high = heights(found, canvas.width, of)
    tried = [inner(canvas, panel, each) for panel, each in zip(found, high, strict=True)]
    for panel, one in zip(found, tried, strict=True):
        drawer(one, panel.chart, locale=locale)
    edges = max(one.edges[0] for one in tried), max(one.edges[1] for one in tried)
    top = 0.0
    for panel, each in zip(found, high, strict=True):
        name = letters.fitting(panel.chart.series[0].name, canvas.width, size=13)
        if len(panel.chart.series) == 1:
            canvas.text(0, top + 14, name, colours.of_series(panel.first), size=13, weight=600)
        made = inner(canvas, panel, each, edges=edges)
        drawer(made, panel.chart, locale=locale)
        canvas.put(made, y=top + TITLE)
        top += TITLE + made.height + APART


def inner(canvas: Canvas, panel: Panel, height: float, *, edges: tuple[float, float] = (0, 0)) -> Canvas:
    name = f"{canvas.name}{panel.first}"
    made = Canvas(canvas.width, height, name=name, theme=canvas.theme, live=canvas.live)
    made.first, made.has_names, made.edges = panel.first, panel.is_last, edges
    return made
