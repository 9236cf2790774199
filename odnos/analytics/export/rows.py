"""An answer as CSV: whole figures without units, texts that no spreadsheet takes for a formula."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from odnos.analytics.export.grid import Grid, Row
from odnos.analytics.reports.result import Figure
from odnos.lib import numbers
from odnos.lib.tables import write


def csv(grid: Grid, *, locale: str) -> bytes:
    """Return the table as a spreadsheet of that language reads it: where the comma is the decimal mark, semicolons part the cells."""
    mark, _group = numbers.marks(locale)
    header = [*grid.names, *(named(head.label, head.currency) for head in grid.heads)]
    rows = [*grid.rows, *([grid.total] if grid.total else [])]
    return b"".join(
        write.csv_blocks(
            header, (list(_cells(row, mark)) for row in rows), delimiter=";" if mark == "," else ","
        )
    )


def named(label: str, currency: str) -> str:
    return f"{label}, {currency}" if currency else label


def _cells(row: Row, mark: str) -> Iterator[Any]:
    yield from row.names
    for figure in row.figures:
        yield _plain(figure, mark)


def _plain(figure: Figure, mark: str) -> str:
    """Return the figure to at most six decimals, without grouping."""
    if figure is None:
        return ""
    value = round(Decimal(figure), 6)
    written = f"{value:f}"
    return (written.rstrip("0").rstrip(".") if "." in written else written).replace(".", mark)
