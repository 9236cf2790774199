"""Rows of a list, written in Python: a page of fifty costs a few milliseconds."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.utils.translation import gettext as _
from markupsafe import Markup

from odnos.engine.records.row import Row
from odnos.lib import html
from odnos.objects.context import Context
from odnos.objects.fields import Field
from odnos.objects.registry import ObjectType
from odnos.web.render import cells, ui

MARKS = {"company": True, "contact": False, "lead": False, "user": False}
"""Objects whose records carry a face; True for a square one."""


def rows(
    kind: ObjectType,
    found: Sequence[Row],
    names: Sequence[str],
    ctx: Context,
    *,
    may_edit: Callable[[Row], bool],
    selectable: bool = True,
) -> Markup:
    """Return the `<tr>` of every row, with a check box, its title and the fields `names`."""
    fields = [kind.field(name) for name in names]
    written = (row_of(kind, row, fields, ctx, editable=may_edit(row), selectable=selectable) for row in found)
    return Markup("").join(written)


def row_of(
    kind: ObjectType,
    row: Row,
    fields: Sequence[Field],
    ctx: Context,
    *,
    editable: bool,
    selectable: bool,
) -> Markup:
    address = f"/{kind.plural_key}/{row.id}"
    status = row.columns.get("status") or ""
    is_open = status == "open" or row.columns.get("is_done") is False
    inside = [select(row)] if selectable else []
    for field in fields:
        value = row[field.name]
        if field.name == kind.title:
            inside.append(title(kind, row, field, address))
        else:
            shown = cells.inside(field, value, ctx, status=status, is_open=is_open)
            inside.append(cell(field, shown, address, editable=editable and is_editable(field)))
    return html.tag(
        "tr",
        *inside,
        class_="row",
        id=f"row-{row.id}",
        data_id=row.id,
        data_version=row.version,
        data_href=address,
        data_panel=f"{address}/panel",
    )


def is_editable(field: Field) -> bool:
    """Whether a value is changed by hand, in the cell where it stands."""
    return not field.readonly and field.kind not in ("file", "reference", "address", "rank")


def select(row: Row) -> Markup:
    box = html.tag(
        "input",
        type="checkbox",
        class_="check",
        name="ids",
        value=row.id,
        form="bulk",
        aria_label=_("Select %(title)s") % {"title": row.title},
        autocomplete="off",
    )
    return html.tag("td", box, class_="cell cell-select")


def title(kind: ObjectType, row: Row, field: Field, address: str) -> Markup:
    words = row.title or f"{kind.label} {row.id}"
    mark = ui.avatar(words, square=MARKS[kind.key]) if kind.key in MARKS else ""
    link = html.tag("a", mark, html.tag("span", words), class_="row-link", href=address)
    return html.tag("td", link, class_="cell cell-title", data_label=str(field.label))


def cell(field: Field, shown: Markup, address: str, *, editable: bool) -> Markup:
    classes = "cell end" if field.align == "end" else "cell"
    label = str(field.label)
    if not editable:
        return html.tag("td", shown, class_=classes, data_label=label)
    return html.tag(
        "td",
        shown,
        class_=f"{classes} editable",
        data_label=label,
        data_field=field.name,
        data_edit=f"{address}/cell/{field.name}",
        tabindex="-1",
    )
