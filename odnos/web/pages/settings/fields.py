"""The fields of each kind of record: those of the product, those that were added, and those that were archived."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from odnos.engine.custom import actions, indexes
from odnos.engine.custom.kinds import KINDS
from odnos.engine.custom.models import CustomIndex
from odnos.engine.custom.objects import CUSTOM_FIELD
from odnos.engine.custom.rules import extendable
from odnos.engine.filters.tree import Condition
from odnos.engine.records import read
from odnos.engine.records.row import Row
from odnos.engine.tables import definitions
from odnos.objects.registry import ObjectType, UnknownObject
from odnos.web.pages.settings.sections import actor, administrator, now, saved, show


def index(request: HttpRequest) -> HttpResponse:
    """Lead to the fields of the first kind of record."""
    administrator(request)
    return HttpResponseRedirect(f"/settings/fields/{extendable()[0].key}")


def fields(request: HttpRequest, key: str) -> HttpResponse:
    """List the fields of one kind of record, or put the added ones into another order."""
    by = administrator(request)
    kind = kind_of(key)
    if request.method == "POST":
        ids = [
            int(number) for number in request.POST.getlist("field") if number.isascii() and number.isdigit()
        ]
        actions.reorder(ids[:500], by=by, at=now(request))
        definitions.refresh()
        return saved(f"/settings/fields/{key}", _("The order is saved."))
    states = indexes.states(key)
    context = {
        "kind": kind,
        "kinds": [
            {"label": item.plural, "href": f"/settings/fields/{item.key}", "current": item is kind}
            for item in extendable()
        ],
        "added": [shown(row, states) for row in defined(request, key)],
        "archived": [shown(row, {}) for row in defined(request, key, deleted=True)],
        "declared": [
            {"label": item.label, "name": item.name, "required": item.required} for item in kind.declared
        ],
    }
    return show(request, "pages/settings_fields.html", "fields", context)


def kind_of(key: str) -> ObjectType:
    """Return the kind of record that takes fields. Raises UnknownObject."""
    for kind in extendable():
        if kind.key == key:
            return kind
    raise UnknownObject(key)


def defined(request: HttpRequest, key: str, *, deleted: bool = False) -> list[Row]:
    asked = Condition(("object",), "is", key)
    page = read.query(
        CUSTOM_FIELD,
        by=actor(request),
        at=now(request),
        filter=asked,
        sort="position",
        limit=500,
        deleted=deleted,
    )
    return list(page.rows)


def shown(row: Row, states: dict[int, CustomIndex]) -> dict[str, Any]:
    state = states.get(row.id)
    return {
        "id": row.id,
        "name": row.title,
        "code": row["code"],
        "kind": KINDS[row["kind"]].label if row["kind"] in KINDS else row["kind"],
        "section": row["section"] or "",
        "required": row["is_required"],
        "unique": row["is_unique"],
        "state": state.state if state else "",
        "reason": state.reason if state else "",
    }
