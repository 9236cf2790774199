"""An answer as a workbook: numbers are numbers, with their formats; a frozen head, the totals, and a chart of Excel's own."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _

from odnos.analytics.export.about import About
from odnos.analytics.export.grid import Grid, Row
from odnos.analytics.export.writable import cut, written
from odnos.analytics.reports.definition import ChartKind
from odnos.analytics.reports.result import Head
from odnos.lib import money

OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
NATIVE: Mapping[ChartKind, dict[str, str]] = {
    "line": {"type": "line"},
    "trend": {"type": "line"},
    "area": {"type": "area", "subtype": "stacked"},
    "bar": {"type": "column"},
    "stacked": {"type": "column", "subtype": "stacked"},
    "pie": {"type": "doughnut"},
    "scatter": {"type": "scatter"},
}
"""Kinds of chart that a workbook draws by itself; the others are in the PDF and the PNG."""
COLOURS = ("#00677d", "#b5830f", "#2f2480", "#ed54ab", "#3f8cf0", "#8f3b17", "#8b7769")
LETTERS = 32_767
LONGEST_NAME = 31


def xlsx(grid: Grid, about: About, *, kind: ChartKind) -> bytes:
    """Return the workbook."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, OPTIONS) as book:
        sheet = book.add_worksheet(sheet_name(about.title))
        top = _about(book, sheet, about)
        last = _table(book, sheet, grid, top)
        if kind in NATIVE and grid.rows and grid.names:
            _chart(book, sheet, grid, NATIVE[kind], top, last)
    return target.getvalue()


def sheet_name(title: str) -> str:
    """Return what a sheet may be called: 31 letters, none of []:*?/\\', and not «History», which Excel keeps for itself."""
    plain = "".join(" " if letter in "[]:*?/\\'" else letter for letter in written(title))
    name = cut(plain.strip(), LONGEST_NAME).strip() or _("Report")
    return f"{name}." if name.lower() == "history" else name


def _about(book: Any, sheet: Any, about: About) -> int:
    """Write what the figures are above them; return the row of the head."""
    sheet.write_string(0, 0, about.title[:LETTERS], book.add_format({"bold": True, "font_size": 14}))
    grey = book.add_format({"font_color": "#616c73"})
    lines = [about.words, *about.notes, about.made]
    for number, words in enumerate(lines, start=1):
        sheet.write_string(number, 0, words[:LETTERS], grey)
    return len(lines) + 2


def _table(book: Any, sheet: Any, grid: Grid, top: int) -> int:
    """Write head, rows and total; return the last row of the rows."""
    head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    width = len(grid.names)
    for column, name in enumerate((*grid.names, *(item.label for item in grid.heads))):
        sheet.write_string(top, column, name[:LETTERS], head)
    looks = {kind: [_look(book, item, kind) for item in grid.heads] for kind in ("line", "subtotal", "total")}
    names = {kind: book.add_format(_weight(kind)) for kind in looks}
    rows = [*grid.rows, *([grid.total] if grid.total else [])]
    for number, row in enumerate(rows, start=top + 1):
        _row(sheet, number, row, width, names[row.kind], looks[row.kind])
    sheet.freeze_panes(top + 1, width)
    sheet.set_column(0, max(0, width - 1), 26)
    sheet.set_column(width, width + len(grid.heads) - 1, 16)
    return top + len(grid.rows)


def _row(sheet: Any, number: int, row: Row, width: int, name: Any, looks: list[Any]) -> None:
    for column, text in enumerate(row.names):
        sheet.write_string(number, column, text[:LETTERS], name)
    for column, (figure, look) in enumerate(zip(row.figures, looks, strict=True), start=width):
        if figure is not None:
            sheet.write_number(number, column, figure, look)


def _look(book: Any, head: Head, kind: str) -> Any:
    return book.add_format({"num_format": number_format(head), **_weight(kind)})


def _weight(kind: str) -> dict[str, Any]:
    return {"bold": kind != "line", **({"top": 1} if kind == "total" else {})}


def number_format(head: Head) -> str:
    """Return how a workbook writes the figures of a column; it brings the marks of its reader's language by itself."""
    if head.unit == "money" and head.currency:
        coins = money.minor_digits(head.currency)
        return f"#,##0{'.' + '0' * coins if coins else ''} [${money.symbol(head.currency, locale='en')}]"
    if head.unit == "percent":
        return "0.0%"
    return "#,##0.0" if head.unit == "days" else "#,##0"


def _chart(book: Any, sheet: Any, grid: Grid, kind: dict[str, str], top: int, last: int) -> None:
    width = len(grid.names)
    drawn = book.add_chart(kind)
    columns = (
        range(width + 1, width + len(grid.heads))
        if kind["type"] == "scatter"
        else range(width, width + len(grid.heads))
    )
    categories = [
        sheet.name,
        top + 1,
        width if kind["type"] == "scatter" else 0,
        last,
        width if kind["type"] == "scatter" else width - 1,
    ]
    unit = grid.heads[columns[0] - width].unit if len(columns) else ""
    for place, column in enumerate(column for column in columns if grid.heads[column - width].unit == unit):
        colour = {"color": COLOURS[place % len(COLOURS)]}
        look = (
            {"line": {**colour, "width": 2}}
            if kind["type"] == "line"
            else {"fill": colour}
            if kind["type"] != "doughnut"
            else {}
        )
        drawn.add_series(
            {
                "name": [sheet.name, top, column],
                "categories": categories,
                "values": [sheet.name, top + 1, column, last, column],
                **look,
            }
        )
    # The title is that of the sheet's first cell: as a text, «Great!Q4» would be taken for a formula.
    drawn.set_title({"name": [sheet.name, 0, 0], "overlay": False})
    drawn.set_size({"width": 720, "height": 360})
    sheet.insert_chart(top, width + len(grid.heads) + 1, drawn)
