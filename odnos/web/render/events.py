"""Events of a calendar, written in Python."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from odnos.engine.records.row import Row
from odnos.lib import dates, html
from odnos.objects.context import Context
from odnos.objects.fields import Field
from odnos.objects.registry import ObjectType
from odnos.web.render import cells, ui


@dataclass(frozen=True, kw_only=True)
class Dressing:
    """What events show: the day of `field`, the colour of the stage they are in, where a move is sent; without `move`, or where
    `may_move` says no, they stay.
    """

    field: Field
    colour: Field | None
    move: str | None
    may_move: Callable[[Row], bool]


def events(kind: ObjectType, rows: Sequence[Row], ctx: Context, dressing: Dressing) -> Markup:
    """Return the `<li class="event">` of every row."""
    return Markup("").join(event(kind, row, ctx, dressing) for row in rows)


def event(kind: ObjectType, row: Row, ctx: Context, dressing: Dressing) -> Markup:
    address = f"/{kind.plural_key}/{row.id}"
    title = row.title or f"{kind.label} {row.id}"
    is_movable = dressing.move is not None and dressing.may_move(row)
    name = html.tag("span", title, class_="event-name")
    link = html.tag(
        "a", mark(row, dressing), time(row, ctx, dressing), name, class_="event-title", href=address
    )
    return html.tag(
        "li",
        link,
        class_="event",
        id=f"event-{row.id}",
        data_id=row.id,
        data_version=row.version,
        data_move=f"{address}/day{dressing.move}" if is_movable else None,
        data_panel=f"{address}/panel",
        data_href=address,
        tabindex="0",
        title=title,
    )


def mark(row: Row, dressing: Dressing) -> Markup:
    """The colour of the stage, or of the outcome of what is closed."""
    value = row[dressing.colour.name] if dressing.colour else None
    if value is None:
        return ui.dot("accent")
    return ui.dot(cells.OUTCOMES.get(str(row.columns.get("status") or "")) or cells.hue_of(value))


def time(row: Row, ctx: Context, dressing: Dressing) -> Markup:
    """The time of day of a moment, at the reader's clocks."""
    value = row[dressing.field.name]
    if not isinstance(value, dt.datetime):
        return Markup()
    return html.tag("span", dates.show_time(value, zone=ctx.timezone), class_="event-time")
