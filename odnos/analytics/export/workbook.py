"""An answer as a workbook: numbers are numbers, with their formats; a frozen head, the totals, and a chart of Excel's own."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterable, Mapping
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _

from odnos.analytics.export import pictured
from odnos.analytics.export.about import About
from odnos.analytics.export.cells import Cell
from odnos.analytics.export.grid import Grid, Row
from odnos.analytics.export.writable import cut, written
from odnos.analytics.reports.definition import ChartKind
from odnos.analytics.reports.result import Figure, Head
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
            pictured.draw(book, sheet, grid, NATIVE[kind], top, last)
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
    formats = [number_format(item, _figures(grid, place)) for place, item in enumerate(grid.heads)]
    looks = Looks(book)
    rows = [*grid.rows, *([grid.total] if grid.total else [])]
    for number, row in enumerate(rows, start=top + 1):
        _row(sheet, number, row, formats, looks)
    sheet.freeze_panes(top + 1, width)
    sheet.set_column(0, max(0, width - 1), 26)
    sheet.set_column(width, width + len(grid.heads) - 1, 16)
    return top + len(grid.rows)


class Looks:
    """The formats of a book, each made once: how a value is written, in a line, a subtotal or the total."""

    def __init__(self, book: Any) -> None:
        self.book = book
        self.made: dict[tuple[str | int, str, str], Any] = {}

    def of(self, form: str | int, kind: str, align: str = "") -> Any:
        key = form, kind, align
        if key not in self.made:
            look = {"num_format": form or "General", "bold": kind != "line"}
            edges = {"top": 1} if kind == "total" else {}
            self.made[key] = self.book.add_format(look | edges | ({"align": align} if align else {}))
        return self.made[key]


def _row(sheet: Any, number: int, row: Row, formats: list[str], looks: Looks) -> None:
    for column, text in enumerate(row.names):
        cell = row.cells[column] if column < len(row.cells) else Cell(text)
        _name(sheet, number, column, cell, looks.of(cell.format, row.kind, "left"))
    for column, (figure, form) in enumerate(zip(row.figures, formats, strict=True), start=len(row.names)):
        if figure is not None:
            sheet.write_number(number, column, figure, looks.of(form, row.kind))


def _name(sheet: Any, number: int, column: int, cell: Cell, look: Any) -> None:
    """Write a group as what it is, so that the spreadsheet can sort it."""
    if isinstance(cell.value, dt.date):
        sheet.write_datetime(number, column, cell.value, look)
    elif isinstance(cell.value, str):
        sheet.write_string(number, column, cell.value[:LETTERS], look)
    else:
        sheet.write_number(number, column, cell.value, look)


def _figures(grid: Grid, place: int) -> list[Figure]:
    return [row.figures[place] for row in grid.rows]


def number_format(head: Head, figures: Iterable[Figure] = ()) -> str:
    """Return how a workbook writes the figures of a column; it brings the marks of its reader's language by itself."""
    if head.unit == "money" and head.currency:
        coins = money.minor_digits(head.currency)
        return f"#,##0{'.' + '0' * coins if coins else ''} [${money.symbol(head.currency, locale='en')}]"
    if head.unit == "percent":
        return "0.0%"
    if head.unit == "days":
        return "#,##0.0"
    return "#,##0.00" if any(figure is not None and figure % 1 for figure in figures) else "#,##0"
