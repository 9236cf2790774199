"""The panels of a record: each field with its label, its value and the way to change it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from odnos.engine.records.row import Row
from odnos.objects.context import Context
from odnos.objects.fields import Field
from odnos.objects.labels import Label
from odnos.web.pages.record.found import address_of
from odnos.web.render import cells


@dataclass(frozen=True, kw_only=True)
class Shown:
    """One field as a row of a panel."""

    name: str
    label: Label
    html: Markup
    empty: bool
    edit: str


@dataclass(frozen=True, kw_only=True)
class Group:
    """One panel."""

    title: Label
    rows: Sequence[Shown]
    open: bool


def shown(row: Row, field: Field, ctx: Context, *, can_edit: bool) -> Shown:
    """Return a field with its value, and where it is edited if it may be."""
    value = row[field.name]
    return Shown(
        name=field.name,
        label=field.label,
        html=inside(row, field, ctx),
        empty=field.is_empty(value) and field.kind != "boolean",
        edit=address_of(row, "field", field.name) if can_edit and is_by_hand(field) else "",
    )


def inside(row: Row, field: Field, ctx: Context) -> Markup:
    return cells.inside(field, row[field.name], ctx, status=str(row.columns.get("status") or ""))


def is_by_hand(field: Field) -> bool:
    """Whether people set this field where it stands: what hangs on whole records has places of its own."""
    return field.by_hand


def panels(row: Row, ctx: Context, *, can_edit: bool) -> list[Group]:
    """Return the panels of the object's layout; those behind the second are closed if nothing is in them."""
    found = []
    for place, panel in enumerate(row.type.layout.panels):
        rows = [shown(row, row.type.field(name), ctx, can_edit=can_edit) for name in panel.fields]
        filled = any(not item.empty for item in rows)
        added = place >= len(row.type.drawn.panels)  # what an administrator missed is not hidden again
        found.append(Group(title=panel.title, rows=rows, open=place < 2 or filled or added))
    return found


def facts(row: Row, ctx: Context) -> list[Markup]:
    """Return what stands under the name: the subtitle's fields and the owner."""
    names = [*row.type.subtitle, *(["owner"] if row["owner"] is not None else [])]
    figures = figure_names(row)
    fields = [row.type.field(name) for name in names if name not in figures]
    return [inside(row, field, ctx) for field in fields if not field.is_empty(row[field.name])]


def figure_names(row: Row) -> list[str]:
    """Return the fields shown as figures above the panels: numbers, amounts and days of the card."""
    fields = [row.type.field(name) for name in row.type.layout.card]
    return [field.name for field in fields if field.align == "end" or field.kind in ("date", "moment")]


def figures(row: Row, ctx: Context) -> list[tuple[Any, Markup]]:
    """Return label and value of each figure there is."""
    fields = [row.type.field(name) for name in figure_names(row)]
    return [(field.label, inside(row, field, ctx)) for field in fields if not field.is_empty(row[field.name])]
