"""One value as a cell shows it: people with their face, stages with their colour, everything else as its field says."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from markupsafe import Markup

from odnos.lib import html
from odnos.objects.context import Context
from odnos.objects.fields import Field
from odnos.web.render import ui

NOTHING = html.tag("span", "—", class_="value-none")
OPEN_HUES = (1, 10, 7, 2, 0, 8, 3, 11)
"""Colours that do not speak of a loss."""
DUE = frozenset(("due_on", "closes_on"))
"""Days by which something is to have happened."""
OUTCOMES = {"won": "good", "lost": "bad"}


def inside(field: Field, value: Any, ctx: Context, *, status: str = "", is_open: bool = False) -> Markup:
    """Return the inside of a cell. `status` colours the stage of a record that is closed; what `is_open` can be late."""
    if field.is_empty(value):
        return NOTHING
    if field.kind == "stage":
        return stage(value, field.text(value, ctx), status)
    if getattr(field, "to", "") == "user" and isinstance(value, int):
        return face(value, ctx)
    if is_open and field.name in DUE and value < ctx.today:
        return html.tag("time", field.text(value, ctx), class_="late", datetime=value.isoformat())
    return field.html(value, ctx) or NOTHING


def stage(key: int, title: str, status: str) -> Markup:
    tone = OUTCOMES.get(status) or hue_of(key)
    return html.tag("span", ui.dot(tone), html.tag("span", title), class_="stage-name")


def hue_of(key: object) -> str:
    """Return the colour of an open stage; stages made one after another differ, and board and list agree."""
    return f"hue-{OPEN_HUES[key % len(OPEN_HUES)]}" if isinstance(key, int) else ui.hue(key)


def face(user_id: int, ctx: Context) -> Markup:
    title = ctx.titles.get(("user", user_id))
    return ui.person(title) if title else html.tag("span", _("Hidden"), class_="hidden-record")
