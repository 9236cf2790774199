"""The answer to a report as rows of a table, the same ones for a workbook, plain rows, paper and a mail."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from django.utils.translation import gettext as _

from odnos.analytics.charts import results
from odnos.analytics.export import cells
from odnos.analytics.export.cells import Cell
from odnos.analytics.reports.result import Figure, Head, Line, Result

Kind = Literal["line", "subtotal", "total"]


@dataclass(frozen=True)
class Row:
    """Names of groups, as many as the grid has, and a figure for each of its heads; `cells` are the groups as a spreadsheet sorts them."""

    names: tuple[str, ...]
    figures: tuple[Figure, ...]
    kind: Kind = "line"
    is_immature: bool = False
    cells: tuple[Cell, ...] = ()


@dataclass(frozen=True)
class Grid:
    """A table: heads of the groups, heads of the figures, rows; `total` counts all records, not only those of the rows."""

    names: tuple[str, ...]
    heads: tuple[Head, ...]
    rows: tuple[Row, ...]
    total: Row | None


def of(result: Result) -> Grid:
    """Return the whole answer as a table."""
    width = len(result.report.rows)
    heads = tuple(_head(result, i, j) for i in range(len(result.across)) for j in range(len(result.measures)))
    rows = tuple(_rows(result, width))
    total = _row(result.total, ("",) * width, "total") if width else None
    if total:
        total = Row((_("Total"), *total.names[1:]), total.figures, "total")
    return Grid(
        tuple(
            cells.head(head.label, item.grain)
            for head, item in zip(result.dimensions, result.report.rows, strict=False)
        ),
        heads,
        rows if width else (_row(result.total, (), "line"),),
        total,
    )


def _head(result: Result, i: int, j: int) -> Head:
    head = result.measures[j]
    group = results.named(result.across[i])
    if not group and len(result.across) > 1:
        group = _("Total")
    if i in result.immature_across:
        group = f"{group} *"
    label = f"{group} · {head.label}" if group and len(result.measures) > 1 else group or head.label
    return Head(label, head.unit, head.currency)


def _rows(result: Result, width: int) -> Iterator[Row]:
    for place, line in enumerate(result.lines):
        if not line.groups:
            continue
        names = tuple(group.text for group in line.groups)
        kind: Kind = "line" if len(names) == width else "subtotal"
        padded = (
            *names,
            *(_("Subtotal") if kind == "subtotal" and n == 0 else "" for n in range(width - len(names))),
        )
        found = _row(line, padded, kind)
        sorted_by = tuple(
            cells.of(group, item.grain) for group, item in zip(line.groups, result.report.rows, strict=False)
        )
        yield Row(found.names, found.figures, kind, place in result.immature, sorted_by)


def _row(line: Line, names: tuple[str, ...], kind: Kind) -> Row:
    return Row(names, tuple(figure for group in line.figures for figure in group), kind)
