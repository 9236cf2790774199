"""Views that everybody sees, as a part of the configuration. They are kept beside the records: an undo leaves them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from odnos.engine.access.actor import Actor
from odnos.engine.configuration.broken import Broken
from odnos.engine.configuration.conditions import Missing, Unmovable, local, portable
from odnos.engine.configuration.known import Known
from odnos.engine.views import saved
from odnos.engine.views.models import SavedView
from odnos.objects.registry import registry

KEY = "view"
USUAL: Mapping[str, Any] = {
    "kind": "list",
    "filter": "",
    "sort": "-updated_at",
    "columns": [],
    "group_by": "",
    "options": {},
    "editors": "owner",
}
LONGEST = {"object": 40, "name": 100, "kind": 10, "filter": 8000, "sort": 80, "group_by": 120, "editors": 10}
MOST, WIDEST = 100, 10_000
KINDS = ("list", "board", "calendar")
OPTIONS: Mapping[str, type] = {"totals": list, "order": str, "span": str, "widths": dict}
"""What a view says beside its columns, and how that is written."""
Look = dict[str, Any]


def here() -> list[SavedView]:
    """Return the views that everybody sees, in their order; of two of one name, the first."""
    found: dict[tuple[str, str], SavedView] = {}
    everyones = SavedView.objects.filter(audience=SavedView.Audience.EVERYONE, deleted_at__isnull=True)
    for view in everyones.order_by("object_key", "position", "pk"):
        if view.object_key in registry:
            found.setdefault((view.object_key, view.name), view)
    return list(found.values())


def items(known: Known, left: list[str]) -> list[Look]:
    """Return them as a file has them."""
    found = []
    for view in here():
        try:
            found.append(item_of(view, known))
        except Unmovable as reason:
            left.append(f"{registry.get(view.object_key).plural} · {view.name}: {reason}")
    return found


def item_of(view: SavedView, known: Known) -> Look:
    look = {name: getattr(view, name) for name in USUAL}
    look["filter"] = portable(view.filter, view.object_key, known)
    given = {name: value for name, value in look.items() if value != USUAL[name]}
    return {"object": view.object_key, "name": view.name, **given}


def check(item: Mapping[str, Any], path: str) -> None:
    """Raise Broken for what no view is."""
    for name, value in item.items():
        place = f"{path}.{name}"
        if name in LONGEST:
            if not isinstance(value, str) or len(value) > LONGEST[name] or "\x00" in value:
                raise Broken(place, _("Write a text here."))
        elif name == "columns":
            check_texts(value, place)
        elif name == "options":
            check_options(value, place)
        else:
            raise Broken(place, _("There is no such field."))
    if item.get("kind", "list") not in KINDS:
        raise Broken(f"{path}.kind", _("Choose one of the list."))
    for name in ("object", "name"):
        if not item.get(name):
            raise Broken(f"{path}.{name}", _("Fill this in."))


def check_texts(value: Any, path: str) -> None:
    if not isinstance(value, list) or len(value) > MOST or not all(isinstance(one, str) for one in value):
        raise Broken(path, _("Write a list of texts here."))


def check_options(value: Any, path: str) -> None:
    if not isinstance(value, dict):
        raise Broken(path, _("There is no such field."))
    told: Mapping[str, Any] = value
    for name, given in told.items():
        if name not in OPTIONS or not isinstance(given, OPTIONS[name]):
            raise Broken(f"{path}.{name}"[:160], _("There is no such field."))
        if name == "totals":
            check_texts(given, f"{path}.totals")
        if name == "widths" and not all(is_width(wide) for wide in told["widths"].values()):
            raise Broken(f"{path}.widths", _("Write a number here."))


def is_width(wide: Any) -> bool:
    return type(wide) is int and 0 < wide < WIDEST


def write(item: Mapping[str, Any], known: Known, view: SavedView | None, *, by: Actor) -> None:
    """Make a view or change it. Raises Missing, saved.BadName, Denied."""
    if item["object"] not in registry:
        raise Missing(_("“%(name)s” is not here.") % {"name": item["object"]})
    look = {**USUAL, **{name: value for name, value in item.items() if name in USUAL}}
    look["filter"] = local(look["filter"], item["object"], known)
    if view is None:
        saved.create(item["object"], item["name"], by=by, audience=SavedView.Audience.EVERYONE, **look)
    else:
        saved.change(view.pk, by=by, **look)
