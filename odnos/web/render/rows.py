"""Rows of a list, written in Python. What all rows have in common is put into words once a page, not once a cell."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from markupsafe import Markup

from odnos.engine.records.row import Row
from odnos.lib import html
from odnos.objects.context import Context
from odnos.objects.fields import Field
from odnos.objects.registry import ObjectType
from odnos.web.render import cells, ticks, ui

MARKS = {"company": True, "contact": False, "lead": False, "user": False}
"""Objects whose records carry a face; True for a square one."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Column:
    """What the cells of a field have in common: the beginning of a `<td>` that is read, and of one that is edited too."""

    field: Field
    is_title: bool
    plain: str
    editable: str

    def opening(self, address: str, *, editable: bool) -> str:
        if not editable or not self.editable:
            return self.plain
        return f'{self.editable} data-edit="{address}/cell/{self.field.name}" tabindex="-1">'


def column(kind: ObjectType, field: Field) -> Column:
    is_title = field.name == kind.title
    classes = "cell cell-title" if is_title else "cell end" if field.align == "end" else "cell"
    label = html.escaped(str(field.label))
    follows = f' data-field="{field.name}"' if field.follows else ""  # by it, it is drawn anew
    changed = f'<td class="{classes} editable" data-label="{label}" data-field="{field.name}"'
    return Column(
        field=field,
        is_title=is_title,
        plain=f'<td class="{classes}" data-label="{label}"{follows}>',
        editable=changed if is_editable(field) and not is_title else "",
    )


def rows(
    kind: ObjectType,
    found: Sequence[Row],
    names: Sequence[str],
    ctx: Context,
    *,
    may_edit: Callable[[Row], bool],
) -> Markup:
    """Return the `<tr>` of every row, with a check box, its title and the fields `names`."""
    columns = [column(kind, kind.field(name)) for name in names]
    select = _("Select %(title)s")
    written = [row_of(kind, row, columns, ctx, editable=may_edit(row), select=select) for row in found]
    return Markup("".join(written))  # noqa: S704 -- built of escaped parts only


def row_of(
    kind: ObjectType, row: Row, columns: Sequence[Column], ctx: Context, *, editable: bool, select: str
) -> str:
    address = f"/{kind.plural_key}/{row.id}"
    words = row.title
    status = row.columns.get("status") or ""
    is_open = status == "open" or row.columns.get("is_done") is False
    parts = [
        f'<tr class="row" id="row-{row.id}" data-id="{row.id}" data-version="{row.version}"',
        f' data-href="{address}" data-panel="{address}/panel">',
        box(row.id, select % {"title": words}),
    ]
    for column in columns:
        field = column.field
        if column.is_title:
            shown = title(kind, row, words, address, editable=editable)
        else:
            shown = cells.inside(field, field.value(row.columns), ctx, status=status, is_open=is_open)
        parts += column.opening(address, editable=editable), shown, "</td>"
    parts.append("</tr>")
    return "".join(parts)


def is_editable(field: Field) -> bool:
    """Whether a value is changed by hand, in the cell where it stands."""
    return not field.readonly and field.kind not in ("file", "reference", "address", "rank")


def box(record_id: int, label: str) -> str:
    """Return the cell of the check box; `label` is the sentence that names it."""
    return (
        '<td class="cell cell-select"><input type="checkbox" class="check" name="ids" '
        f'value="{record_id}" form="bulk" aria-label="{html.escaped(label)}" autocomplete="off"></td>'
    )


def title(kind: ObjectType, row: Row, words: str, address: str, *, editable: bool) -> str:
    words = words or f"{kind.label} {row.id}"
    mark = ui.avatar(words, square=MARKS[kind.key]) if kind.key in MARKS else ""
    link = f'<a class="row-link" href="{address}">{mark}<span>{html.escaped(words)}</span></a>'
    return str(ticks.tick(row, may_tick=editable)) + link if ticks.DONE in kind.by_name else link
