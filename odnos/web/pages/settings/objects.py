"""The kinds of record that were added: made, renamed, put into order, archived and brought back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from odnos.engine.custom.rules import takes_fields
from odnos.engine.custom.types import actions
from odnos.engine.custom.types.built import key_of
from odnos.engine.custom.types.declared import ACCESS, CUSTOM_OBJECT, ICONS
from odnos.engine.records import read, write
from odnos.engine.records.errors import Conflict, Invalid
from odnos.engine.records.row import Row
from odnos.engine.tables import definitions
from odnos.objects.registry import registry
from odnos.web import toasts
from odnos.web.given import whole, wholes
from odnos.web.pages.settings.sections import administrator, now, saved, show

NAMES = (
    "name",
    "name_many",
    *(f"{name}_{code}" for name in ("name", "name_many") for code in ("en", "ru", "sl")),
)
PLACE = "/settings/objects"
HINTS = {
    "own": gettext_lazy("As contacts and deals: roles say who sees their own, their team's or all."),
    "everyone": gettext_lazy(
        "A list that all look things up in, such as tariffs; managers and administrators change it."
    ),
    "part": gettext_lazy("Such as the equipment of a customer: say below of what."),
}


def objects(request: HttpRequest) -> HttpResponse:
    """List the kinds of record that were added, or put them into another order."""
    by = administrator(request)
    if request.method == "POST":
        ids = wholes(request.POST.getlist("object"))
        actions.reorder(ids[:200], by=by, at=now(request))
        definitions.refresh()
        return saved(PLACE, _("The order is saved."))
    context = {
        "added": [shown(row) for row in actions.every(by=by, at=now(request))],
        "archived": [shown(row) for row in actions.every(by=by, at=now(request), archived=True)],
    }
    return show(request, "pages/settings_objects.html", "objects", context)


def shown(row: Row) -> dict[str, Any]:
    key = key_of(row)
    return {
        "id": row.id,
        "key": key,
        "name": row["name_many"],
        "icon": row["icon"] or "box",
        "address": row["address"],
        "fields": len(registry.get(key).added) if key in registry else 0,
        "whole": registry.get(row["parent"]).label if row["parent"] in registry else "",
    }


def new(request: HttpRequest) -> HttpResponse:
    """Ask what the records are called and who sees them; make the kind of record, and go on to its fields."""
    by = administrator(request)
    if request.method != "POST":
        return form(request, {"access": "own", "is_in_menu": True, "icon": "box"}, {})
    values = given(request, ("access", "parent", "code", "address"))
    try:
        made = actions.make(
            {key: value for key, value in values.items() if value != ""}, by=by, at=now(request)
        )
    except Invalid as refusal:
        return form(request, values, refusal.errors, status=422)
    definitions.refresh()
    words = _("%(objects)s are there. Now add the fields of which they consist.") % {
        "objects": made["name_many"]
    }
    return saved(f"/settings/fields/{key_of(made)}", words)


def edit(request: HttpRequest, number: int) -> HttpResponse:
    """Show a kind of record with its names, or save them."""
    by = administrator(request)
    row = read.get(CUSTOM_OBJECT, number, by=by)
    if request.method != "POST":
        return form(request, row, {}, row=row)
    values = given(request, ("access",) if row["access"] != "part" else ())
    known = whole(request.POST.get("version"))
    try:
        write.update(CUSTOM_OBJECT, number, values, version=known, by=by, at=now(request))
    except Conflict:
        changed = {"": [_("Somebody has changed this meanwhile. Look at it as it is now, and save again.")]}
        return form(request, values, changed, row=read.get(CUSTOM_OBJECT, number, by=by), status=409)
    except Invalid as refusal:
        return form(request, values, refusal.errors, row=row, status=422)
    definitions.refresh()
    return saved(PLACE, _("Saved."))


def archive(request: HttpRequest, number: int) -> HttpResponse:
    """Take a kind of record away; its records stay. The toast brings it back."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    by = administrator(request)
    name = read.get(CUSTOM_OBJECT, number, by=by)["name_many"]
    change_set = actions.archive(number, by=by, at=now(request))
    definitions.refresh()
    words = _("%(objects)s are archived; their records are kept.") % {"objects": name}
    return toasts.later(HttpResponseRedirect(PLACE), words, undo=f"/history/{change_set}/undo")


def restore(request: HttpRequest, number: int) -> HttpResponse:
    """Bring an archived kind of record back with its records."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    actions.restore(number, by=administrator(request), at=now(request))
    definitions.refresh()
    return saved(PLACE, _("They are back with everything that was written in them."))


def given(request: HttpRequest, further: tuple[str, ...]) -> dict[str, Any]:
    """Return what the form says; a tick that is missing says no."""
    names = (*NAMES, "title_name", "icon", *further)
    values: dict[str, Any] = {name: request.POST.get(name, "").strip() for name in names}
    return values | {"is_in_menu": bool(request.POST.get("is_in_menu"))}


def form(
    request: HttpRequest,
    values: Mapping[str, Any] | Row,
    errors: Any,
    *,
    row: Row | None = None,
    status: int = 200,
) -> HttpResponse:
    names = [field.name for field in CUSTOM_OBJECT.declared]
    known = values if isinstance(values, Row) else {**dict.fromkeys(names, ""), **values}
    whole = [item for item in registry if takes_fields(item) and item.parent_field is None]
    context = {
        "row": row,
        "values": {name: known[name] or "" for name in names},
        "access": [(key, label, HINTS[key]) for key, label in ACCESS if row is None or key != "part"],
        "icons": [name for name, _label in ICONS],
        "wholes": [("", "—"), *((item.key, item.label) for item in whole)],
        "errors": {name: [str(reason) for reason in reasons] for name, reasons in errors.items()},
    }
    return show(request, "pages/settings_object.html", "objects", context, status=status)
