"""The panels of a record: each field with its label, its value and the way to change it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from odnos.engine.custom import layouts
from odnos.engine.records.row import Row
from odnos.engine.records.ruled import State
from odnos.objects.context import Context
from odnos.objects.fields import Field
from odnos.objects.labels import Label
from odnos.objects.layout import Layout
from odnos.web.pages.record.found import address_of
from odnos.web.render import cells

PLAIN = State()
NO_STATES: Mapping[str, State] = {}


@dataclass(frozen=True, kw_only=True)
class Shown:
    """One field as a row of a panel."""

    name: str
    label: Label
    html: Markup
    empty: bool
    edit: str
    hidden: bool = False
    required: bool = False
    fixed: bool = False
    why: Label = ""


@dataclass(frozen=True, kw_only=True)
class Group:
    """One panel."""

    title: Label
    rows: Sequence[Shown]
    open: bool
    columns: int


def shown(row: Row, field: Field, ctx: Context, *, can_edit: bool, state: State = PLAIN) -> Shown:
    """Return a field with its value, where it is edited if it may be, and how a rule treats it."""
    value = row[field.name]
    return Shown(
        name=field.name,
        label=field.label,
        html=inside(row, field, ctx),
        empty=field.is_empty(value) and field.kind != "boolean",
        edit=address_of(row, "field", field.name) if can_edit and is_by_hand(field) else "",
        hidden=state.hidden,
        required=state.required and not state.hidden,
        fixed=state.readonly,
        why=state.why,
    )


def inside(row: Row, field: Field, ctx: Context) -> Markup:
    return cells.inside(field, row[field.name], ctx, status=str(row.columns.get("status") or ""))


def is_by_hand(field: Field) -> bool:
    """Whether people set this field where it stands: what hangs on whole records has places of its own."""
    return field.by_hand


def panels(
    row: Row, layout: Layout, ctx: Context, *, can_edit: bool, states: Mapping[str, State] = NO_STATES
) -> list[Group]:
    """Return the panels of a layout; unless it says which are open, those behind the second are closed if nothing is in them."""
    found = []
    for place, panel in enumerate(layout.panels):
        rows = [
            shown(row, row.type.field(name), ctx, can_edit=can_edit, state=states.get(name, PLAIN))
            for name in panel.fields
        ]
        filled = any(not item.empty for item in rows)
        added = any(
            row.type.field(name).key for name in panel.fields
        )  # what somebody missed is not hidden again
        is_open = place < 2 or filled or added if panel.open is None else panel.open
        found.append(Group(title=panel.title, rows=rows, open=is_open, columns=panel.columns))
    return found


def facts(row: Row, layout: Layout, ctx: Context) -> list[Markup]:
    """Return what stands under the name: the key fields that are no figures."""
    return [inside(row, field, ctx) for field in key_fields(row, layout) if not layouts.is_figure(field)]


def figures(row: Row, layout: Layout, ctx: Context) -> list[tuple[Any, Markup]]:
    """Return label and value of each figure among the key fields."""
    return [
        (field.label, inside(row, field, ctx))
        for field in key_fields(row, layout)
        if layouts.is_figure(field)
    ]


def key_fields(row: Row, layout: Layout) -> list[Field]:
    """Return the key fields in which there is something."""
    fields = [row.type.field(name) for name in layout.key or ()]
    return [field for field in fields if not field.is_empty(row[field.name])]
