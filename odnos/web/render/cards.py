"""Cards of a board, written in Python."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from markupsafe import Markup

from odnos.engine.records.row import Row
from odnos.lib import html
from odnos.objects.context import Context
from odnos.objects.fields import Field
from odnos.objects.registry import ObjectType
from odnos.web.render import ui


@dataclass(frozen=True, kw_only=True)
class Dressing:
    """What cards show beside their own values: next tasks by record, days until a stage rots, where a move is sent.

    Without `move` they stay where they are.
    """

    tasks: Mapping[int, Row] = field(default_factory=dict)
    rots_after: Mapping[int, Decimal | None] = field(default_factory=dict)
    move: str | None = None


def cards(kind: ObjectType, rows: Sequence[Row], ctx: Context, dressing: Dressing) -> Markup:
    """Return the `<li class="card">` of every row."""
    return Markup("").join(card(kind, row, ctx, dressing) for row in rows)


def card(kind: ObjectType, row: Row, ctx: Context, dressing: Dressing, *, oob: bool = False) -> Markup:
    address = f"/{kind.plural_key}/{row.id}"
    fields = [kind.field(name) for name in kind.layout.card]
    inside = [html.tag("a", row.title or f"{kind.label} {row.id}", class_="card-title", href=address)]
    inside += [sub for item in fields if (sub := subtitle(item, row, ctx))][:1]
    inside.append(html.tag("div", *meta(fields, row, ctx, dressing), class_="card-meta"))
    if row.id in dressing.tasks:
        inside.append(foot(dressing.tasks[row.id], ctx))
    return html.tag(
        "li",
        *inside,
        class_="card",
        id=f"card-{row.id}",
        data_id=row.id,
        data_version=row.version,
        data_move=None if dressing.move is None else f"{address}/move{dressing.move}",
        data_panel=f"{address}/panel",
        data_href=address,
        tabindex="0",
        hx_swap_oob="true" if oob else None,
    )


def subtitle(item: Field, row: Row, ctx: Context) -> Markup | None:
    """A record that the card's record belongs to."""
    if item.kind != "link" or is_person(item) or row[item.name] is None:
        return None
    ((key, number),) = item.references(row[item.name])
    title = ctx.titles.get((key, number))
    if title is None:
        return html.tag("span", item.text(row[item.name], ctx), class_="card-sub")
    return html.tag("a", title, class_="card-sub", href=item_address(key, number))


def item_address(key: str, number: int) -> str:
    from odnos.objects.fields.naming import address_of

    return address_of((key, number))


def is_person(item: Field) -> bool:
    return getattr(item, "to", "") == "user"


def meta(fields: Sequence[Field], row: Row, ctx: Context, dressing: Dressing) -> list[Markup]:
    """The line of figures: money, days, how long it stands still, and at its end whose it is."""
    shown, faces = [], []
    for item in fields:
        value = row[item.name]
        if item.is_empty(value):
            continue
        if is_person(item):
            faces.append(ui.avatar(ctx.titles.get(("user", value)) or _("Hidden")))
        elif item.kind != "link":
            shown.append(figure(item, value, row, ctx))
    rotting = stale(row, ctx.at, dressing)
    return [*shown, *([rotting] if rotting else []), *faces]


def figure(item: Field, value: object, row: Row, ctx: Context) -> Markup:
    if item.kind == "money":
        return html.tag("span", item.text(value, ctx), class_="money")
    is_late = isinstance(value, dt.date) and value < ctx.today and row.columns.get("status") == "open"
    return html.tag("span", item.text(value, ctx), class_="late" if is_late else None, title=str(item.label))


def stale(row: Row, at: dt.datetime, dressing: Dressing) -> Markup | None:
    """The mark of a record that has been in its stage for too long."""
    limit = dressing.rots_after.get(row.columns.get("stage_id") or 0)
    since = row.columns.get("stage_since")
    days = (at - since).days if since else 0
    if not limit or days <= limit:
        return None
    said = ngettext("%(days)s day in this stage", "%(days)s days in this stage", days) % {"days": days}
    short = _("%(days)s d") % {"days": days}
    return html.tag("span", ui.icon("clock"), short, class_="rotting", title=said)


def foot(task: Row, ctx: Context) -> Markup:
    """The next task and when it is due."""
    due = task["due_on"]
    words = (
        "" if due is None else _("today") if due == ctx.today else task.type.field("due_on").text(due, ctx)
    )
    name = html.tag("span", ui.icon("calendar"), html.tag("span", task.title), class_="card-task")
    late = " late" if due and due < ctx.today else ""
    return html.tag("div", name, html.tag("span", words, class_=f"push nowrap{late}"), class_="card-foot")
