"""What stands around the records of a list or a board: tabs, switch, toolbar."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from odnos.engine.access import rights
from odnos.engine.access.actor import Actor
from odnos.engine.records import merge
from odnos.web.pages.lists import heads, looks
from odnos.web.pages.lists.asked import Asked
from odnos.web.pages.lists.looks import Look


def frame(asked: Asked, *, by: Actor) -> dict[str, Any]:
    """Return the context that list and board share."""
    kind = asked.kind
    board = looks.board_of(list(asked.looks))
    return {
        "kind": kind,
        "asked": asked,
        "title": kind.plural,
        "views": [tab(asked, look) for look in asked.looks],
        "orders": orders(asked),
        "copied": _("%(name)s (copy)") % {"name": str(asked.look.label)[:80]},
        "list_href": switched(asked, looks.list_of(list(asked.looks)), board=False),
        "board_href": switched(asked, board, board=True) if board else "",
        "choices": heads.choices(asked),
        "keep": {key: value for key, value in asked.parameters().items() if key != "q"},
        "form": {key: value for key, value in asked.parameters().items() if key != "filter"},
        "clear": asked.href(filter="", q=""),
        "here": asked.href(),
        "may_create": rights.may(by, "create", kind) != "none",
        "may_merge": merge.can_merge(kind) and rights.may(by, "edit", kind) != "none",
        "may_edit": rights.may(by, "edit", kind) != "none",
        "may_delete": rights.may(by, "delete", kind) != "none",
        "may_export": rights.may(by, "export", kind) != "none",
        "new": f"/{kind.plural_key}/new",
    }


def tab(asked: Asked, look: Look) -> dict[str, Any]:
    path = f"/{asked.kind.plural_key}{'/board' if look.is_board else ''}"
    return {
        "key": look.key,
        "label": look.label,
        "href": f"{path}?view={look.key}",
        "current": look.key == asked.look.key,
        "icon": "board" if look.is_board else "star" if look.saved_id else "",
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


def switched(asked: Asked, look: Look, *, board: bool) -> str:
    """Return the address of the same filter as a list or as a board."""
    same = {name: value for name, value in asked.parameters().items() if name in ("q", "pipeline")}
    path = f"/{asked.kind.plural_key}{'/board' if board else ''}"
    filter_ = "" if asked.board == board else asked.filter
    given = {"view": look.key, **same, **({"filter": filter_} if filter_ else {})}
    return f"{path}?{urlencode(given)}"
