"""The tick of a task in a list, and what follows when it is pressed."""

from __future__ import annotations

from django.utils.translation import gettext as _
from markupsafe import Markup

from odnos.engine.records.row import Row
from odnos.lib import html

DONE = "is_done"


def tick(row: Row, *, may_tick: bool) -> Markup:
    """Return the round button before the title; without script it sends the form `bulk` of the page."""
    done = bool(row.columns.get(DONE))
    address = f"/{row.type.plural_key}/{row.id}/{'reopen' if done else 'complete'}?tick=row"
    word = _("Reopen") if done else _("Done")
    return html.tag(
        "button",
        type="submit",
        class_="tick is-on" if done else "tick",
        id=f"tick-{row.id}",
        form="bulk",
        formaction=address,
        disabled=not may_tick,
        hx_post=address,
        hx_params="none",
        hx_target="this",
        hx_swap="outerHTML",
        aria_label=f"{word}: {row.title}",
        title=word,
    )
