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
            if (
                not isinstance(value, list)
                or len(value) > 100
                or not all(isinstance(one, str) for one in value)
            ):
                raise Broken(place, _("Write a list of texts here."))
        elif name != "options" or not isinstance(value, dict):
            raise Broken(place, _("There is no such field."))
    for name in ("object", "name"):
        if not item.get(name):
            raise Broken(f"{path}.{name}", _("Fill this in."))


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
