"""The chart of a workbook, drawn by the spreadsheet itself from the cells of the table."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from odnos.analytics.export.grid import Grid

COLOURS = ("#00677d", "#b5830f", "#2f2480", "#ed54ab", "#3f8cf0", "#8f3b17", "#8b7769")
BESIDE = ("line", "column")
"""Kinds of chart that can have a second scale, at the right."""


def draw(book: Any, sheet: Any, grid: Grid, kind: dict[str, str], top: int, last: int) -> None:
    """Put the chart beside the table, whose head is in the row `top` and whose rows end with `last`.

    Figures of another unit are lines with a scale of their own at the right; those of a third one are in the table.
    """
    width, is_scatter = len(grid.names), kind["type"] == "scatter"
    columns = range(width + 1 if is_scatter else width, width + len(grid.heads))
    names = width if is_scatter else 0, width if is_scatter else width - 1
    categories = [sheet.name, top + 1, names[0], last, names[1]]
    units = list(dict.fromkeys(grid.heads[column - width].unit for column in columns))
    drawn = book.add_chart(kind)
    for unit, chart in zip(units, charts(book, drawn, kind), strict=False):
        for place, column in enumerate(columns):
            if grid.heads[column - width].unit == unit:
                series = {
                    "name": [sheet.name, top, column],
                    "categories": categories,
                    "values": [sheet.name, top + 1, column, last, column],
                    "y2_axis": unit != units[0],
                }
                chart.add_series(series | look("line" if chart is not drawn else kind["type"], place))
        if chart is not drawn:
            drawn.combine(chart)
    if grid.rows and grid.rows[0].cells and grid.rows[0].cells[-1].format:
        drawn.set_x_axis({"text_axis": True, "num_format": grid.rows[0].cells[-1].format})
    # The title is that of the sheet's first cell: as a text, «Great!Q4» would be taken for a formula.
    drawn.set_title({"name": [sheet.name, 0, 0], "overlay": False})
    drawn.set_size({"width": 720, "height": 360})
    sheet.insert_chart(top, width + len(grid.heads) + 1, drawn)


def charts(book: Any, drawn: Any, kind: dict[str, str]) -> Iterator[Any]:
    """Yield what draws the figures of each unit: the chart itself, and over bars the lines of a second unit."""
    yield drawn
    if kind["type"] in BESIDE and "subtype" not in kind:
        yield drawn if kind["type"] == "line" else book.add_chart({"type": "line"})


def look(kind: str, place: int) -> dict[str, Any]:
    colour = {"color": COLOURS[place % len(COLOURS)]}
    if kind == "line":
        return {"line": {**colour, "width": 2}}
    return {} if kind == "doughnut" else {"fill": colour}
