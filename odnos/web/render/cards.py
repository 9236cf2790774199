"""Cards of a board, written in Python."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
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

LATE = ' class="late"'


@dataclass(frozen=True, kw_only=True)
class Dressing:
    """What cards show: the `fields` of their layout, next tasks by record, days until a stage rots, where a move is sent.

    Without `move` they stay where they are, as does a card of a record that `may_move` says no to.
    """

    fields: Sequence[str] = ()
    tasks: Mapping[int, Row] = field(default_factory=dict)
    rots_after: Mapping[int, Decimal | None] = field(default_factory=dict)
    move: str | None = None
    may_move: Callable[[Row], bool] = lambda _row: True


def cards(kind: ObjectType, rows: Sequence[Row], ctx: Context, dressing: Dressing) -> Markup:
    """Return the `<li class="card">` of every row."""
    face = face_of(kind, dressing.fields)
    written = [card_of(face, row, ctx, dressing) for row in rows]
    return Markup("".join(written))  # noqa: S704 -- built of escaped parts only


def card(kind: ObjectType, row: Row, ctx: Context, dressing: Dressing, *, oob: bool = False) -> Markup:
    """Return one card; `oob` lets htmx put it in the place of the one that stands somewhere else."""
    written = card_of(
        face_of(kind, dressing.fields), row, ctx, dressing, swap=' hx-swap-oob="true"' if oob else ""
    )
    return Markup(written)  # noqa: S704 -- built of escaped parts only


@dataclass(frozen=True, kw_only=True, slots=True)
class Face:
    """The fields of an object's cards by what they are drawn as, read once for all cards."""

    kind: ObjectType
    links: tuple[Field, ...]
    people: tuple[Field, ...]
    figures: tuple[tuple[Field, str], ...]
    """With their labels, escaped."""


def face_of(kind: ObjectType, names: Sequence[str]) -> Face:
    fields = [kind.field(name) for name in names]
    return Face(
        kind=kind,
        links=tuple(item for item in fields if item.kind == "link" and not is_person(item)),
        people=tuple(item for item in fields if is_person(item)),
        figures=tuple(
            (item, html.escaped(str(item.label)))
            for item in fields
            if item.kind != "link" and not is_person(item)
        ),
    )


def card_of(face: Face, row: Row, ctx: Context, dressing: Dressing, *, swap: str = "") -> str:
    address = f"/{face.kind.plural_key}/{row.id}"
    title = html.escaped(row.title or f"{face.kind.label} {row.id}")
    is_fixed = dressing.move is None or not dressing.may_move(row)
    move = "" if is_fixed else f' data-move="{address}/move{html.escaped(dressing.move or "")}"'
    task = dressing.tasks.get(row.id)
    return "".join(
        (
            f'<li class="card" id="card-{row.id}" data-id="{row.id}" data-version="{row.version}"{move}',
            f' data-panel="{address}/panel" data-href="{address}" tabindex="0"{swap}>',
            f'<a class="card-title" href="{address}">{title}</a>',
            *subtitles(face, row, ctx),
            '<div class="card-meta">',
            *meta(face, row, ctx, dressing),
            "</div>",
            foot(task, ctx) if task else "",
            "</li>",
        )
    )


def subtitles(face: Face, row: Row, ctx: Context) -> Iterator[str]:
    """Yield the records that the card's record belongs to."""
    for item in face.links:
        value = item.value(row.columns)
        if value is None:
            continue
        ((key, number),) = item.references(value)
        title = ctx.titles.get((key, number))
        if title is None:
            yield html.tag("span", item.text(value, ctx), class_="card-sub")
        else:
            yield f'<a class="card-sub" href="{item_address(key, number)}">{html.escaped(title)}</a>'


def item_address(key: str, number: int) -> str:
    from odnos.objects.fields.naming import address_of

    return address_of((key, number))


def is_person(item: Field) -> bool:
    return getattr(item, "to", "") == "user"


def meta(face: Face, row: Row, ctx: Context, dressing: Dressing) -> Iterator[str]:
    """Yield the line of figures: money, days, how long it stands still, and at its end whose it is."""
    for item, label in face.figures:
        value = item.value(row.columns)
        if not item.is_empty(value):
            yield figure(item, label, value, row, ctx)
    yield stale(row, ctx.at, dressing)
    for item in face.people:
        if (value := item.value(row.columns)) is not None:
            yield ui.avatar(ctx.titles.get(("user", value)) or _("Hidden"))


def figure(item: Field, label: str, value: object, row: Row, ctx: Context) -> str:
    shown = html.escaped(item.text(value, ctx))
    if item.kind == "money":
        return f'<span class="money">{shown}</span>'
    is_late = isinstance(value, dt.date) and value < ctx.today and row.columns.get("status") == "open"
    return f'<span{LATE if is_late else ""} title="{label}">{shown}</span>'


def stale(row: Row, at: dt.datetime, dressing: Dressing) -> str:
    """The mark of a record that has been in its stage for too long."""
    limit = dressing.rots_after.get(row.columns.get("stage_id") or 0)
    since = row.columns.get("stage_since")
    days = (at - since).days if since else 0
    if not limit or days <= limit:
        return ""
    said = ngettext("%(days)s day in this stage", "%(days)s days in this stage", days) % {"days": days}
    short = _("%(days)s d") % {"days": days}
    return html.tag("span", ui.icon("clock"), short, class_="rotting", title=said)


def foot(task: Row, ctx: Context) -> Markup:
    """The next task and when it is due."""
    due = task.get("due_on")
    words = (
        "" if due is None else _("today") if due == ctx.today else task.type.field("due_on").text(due, ctx)
    )
    name = html.tag("span", ui.icon("calendar"), html.tag("span", task.title), class_="card-task")
    late = " late" if due and due < ctx.today else ""
    return html.tag("div", name, html.tag("span", words, class_=f"push nowrap{late}"), class_="card-foot")
