"""What stands around the records of a list, a board or a calendar: tabs, switch, toolbar."""

from __future__ import annotations

import dataclasses
from typing import Any

from django.utils.translation import gettext as _

from odnos.engine.access import rights
from odnos.engine.access.actor import Actor
from odnos.engine.records import merge
from odnos.web.pages.lists import heads, looks, ways
from odnos.web.pages.lists.asked import PLACES, Asked
from odnos.web.pages.lists.looks import Look


def frame(asked: Asked, *, by: Actor) -> dict[str, Any]:
    """Return the context that list, board and calendar share."""
    kind = asked.kind
    return {
        "kind": kind,
        "asked": asked,
        "title": kind.plural,
        "views": [tab(asked, look) for look in asked.looks],
        "orders": orders(asked),
        "copied": _("%(name)s (copy)") % {"name": str(asked.look.label)[:80]},
        "modes": modes(asked),
        "choices": heads.choices(asked),
        "keep": {key: value for key, value in asked.parameters().items() if key != "q"},
        "form": {key: value for key, value in asked.parameters().items() if key != "filter"},
        "clear": asked.href(filter="", q=""),
        "here": asked.href(),
        "notice": notice(asked),
        "may_create": rights.may(by, "create", kind) != "none",
        "may_merge": merge.can_merge(kind) and rights.may(by, "edit", kind) != "none",
        "may_edit": rights.may(by, "edit", kind) != "none",
        "may_delete": rights.may(by, "delete", kind) != "none",
        "may_export": rights.may(by, "export", kind) != "none",
        "may_import": rights.may(by, "import", kind) != "none",
        "new": f"/{kind.plural_key}/new",
    }


def modes(asked: Asked) -> list[dict[str, Any]]:
    """Return the ways to look at the same records: as a list, as a board and as a calendar, where there are fields for them."""
    offered = [("list", _("List"), "list", True)]
    offered.append(("board", _("Board"), "board", ways.has_lanes(asked.kind)))
    offered.append(("calendar", _("Calendar"), "calendar", ways.has_days(asked.kind)))
    return [
        {
            "label": label,
            "icon": icon,
            "current": mode == asked.mode,
            "href": asked.href() if mode == asked.mode else switched(asked, mode),
        }
        for mode, label, icon, is_there in offered
        if is_there
    ]


def notice(asked: Asked) -> str:
    """Say to somebody who followed a link why the view that it names is not among theirs."""
    if not asked.hidden:
        return (
            _("This view names fields that you may not see. It is shown without them.")
            if asked.look.partial
            else ""
        )
    if asked.is_changed:
        return _(
            "The view of this link is not shared with you, or is gone. Here is the same content, with the records that you may see."
        )
    return _(
        "The view of this link is not shared with you, or is gone. Ask for a link to its content: “Copy link” in the menu of the view."
    )


def tab(asked: Asked, look: Look) -> dict[str, Any]:
    icons = {"board": "board", "calendar": "calendar"}
    return {
        "key": look.key,
        "label": look.label,
        "href": f"/{asked.kind.plural_key}{PLACES[look.kind]}?view={look.key}",
        "current": look.key == asked.look.key,
        "icon": icons.get(look.kind) or ("star" if look.saved_id else ""),
        "count": None,
    }


def orders(asked: Asked) -> dict[str, str]:
    """Return the order of the tabs after the current one moved to the left and to the right, where it can."""
    keys = [look.key for look in asked.looks]
    here = keys.index(asked.look.key)
    moved = {}
    for way, there in (("left", here - 1), ("right", here + 1)):
        if 0 <= there < len(keys):
            swapped = list(keys)
            swapped[here], swapped[there] = keys[there], keys[here]
            moved[way] = ",".join(swapped)
    return moved


def switched(asked: Asked, mode: str, **changes: Any) -> str:
    """Return the address of the same records as a list, a board or a calendar."""
    looks_ = list(asked.looks)
    fitting = asked.look if asked.look.kind == mode else looks.first_of(looks_, mode)
    look = fitting or (asked.look if asked.look.kind == "list" else looks.list_of(looks_))
    shown = dataclasses.replace(
        asked,
        mode=mode,
        look=look,
        sort=look.sort if look.kind == mode else ways.sort_of(looks_, look, mode),
        columns=look.columns,
        widths=look.widths,
        way=ways.of_look(asked.kind, look, mode),
        closed="",
        **changes,
    )
    return shown.href()
