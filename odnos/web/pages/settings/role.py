"""One role: what it is called, and what it may, cell by cell."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from odnos.domains.organisation import role_actions
from odnos.domains.organisation.role_objects import ROLE
from odnos.engine.records import read, write
from odnos.engine.records.errors import Invalid
from odnos.engine.records.row import Row
from odnos.engine.tables import definitions
from odnos.web import toasts
from odnos.web.given import whole
from odnos.web.pages.settings import matrix
from odnos.web.pages.settings.roles import is_locked, label
from odnos.web.pages.settings.sections import actor, administrator, now, saved, show

FIELDS = ("name", "name_en", "name_ru", "name_sl", "description")


def role(request: HttpRequest, number: int) -> HttpResponse:
    """Show a role, or call it otherwise and let it follow from another."""
    by, at = administrator(request), now(request)
    row = read.get(ROLE, number, by=by)
    if request.method != "POST":
        return page(request, row, {name: row[name] or "" for name in (*FIELDS, "parent")}, {})
    given: dict[str, Any] = {name: request.POST.get(name, "").strip() for name in FIELDS}
    if not is_locked(row):
        given["parent"] = whole(request.POST.get("parent"))
    try:
        write.update(ROLE, number, given, version=None, by=by, at=at)
    except Invalid as refusal:
        return page(request, row, given, refusal.errors, status=422)
    return saved(f"/settings/roles/{number}", _("Saved."))


@require_POST
def rights(request: HttpRequest, number: int) -> HttpResponse:
    """Change the cells that differ from what the role says: one, as it is chosen, or all that the form holds."""
    by, at = administrator(request), now(request)
    row = read.get(ROLE, number, by=by)
    said = matrix.said_by(role_actions.rights_of(number, by=by, at=at))
    undo = 0
    for name, value in request.POST.items():
        place = matrix.place_of(name)
        if place is not None and said.get(place, "") != value:
            try:
                undo = role_actions.say(number, *place, str(value), by=by, at=at)
            except Invalid as refusal:
                return refused(request, row, refusal)
    return answered(request, number, f"/history/{undo}/undo" if undo else "")


def answered(request: HttpRequest, number: int, undo: str) -> HttpResponse:
    if request.headers.get("HX-Request"):
        return toasts.now(HttpResponse(status=204), _("Saved. It holds from now on."), undo=undo)
    answer = HttpResponseRedirect(f"/settings/roles/{number}")
    return toasts.later(answer, _("Saved. It holds from now on."), undo=undo)


def refused(request: HttpRequest, row: Row, refusal: Invalid) -> HttpResponse:
    words = [str(word) for every in refusal.errors.values() for word in every]
    if request.headers.get("HX-Request"):
        return toasts.now(HttpResponse(status=204), " ".join(words), tone="bad")
    given = {name: row[name] or "" for name in (*FIELDS, "parent")}
    return page(request, row, given, {"": words}, status=422)


def page(
    request: HttpRequest, row: Row, given: dict[str, Any], errors: Any, *, status: int = 200
) -> HttpResponse:
    by, at = actor(request), now(request)
    definitions.refresh()
    others = [item for item in role_actions.rows(by=by, at=at) if item.id != row.id and not is_locked(item)]
    said = matrix.said_by(role_actions.rights_of(row.id, by=by, at=at))
    context = {
        "role": {"id": row.id, "name": label(row), "code": row["code"], "locked": is_locked(row)},
        "given": given,
        "errors": errors,
        "parents": [
            ("", _("no other: what it does not say is not allowed")),
            *((item.id, label(item)) for item in others),
        ],
        "deeds": matrix.DEEDS,
        "rows": matrix.rows(row["code"], said),
        "kept": matrix.kept(row["code"], said),
        "actions": matrix.actions(row["code"], said),
    }
    return show(request, "pages/settings_role.html", "roles", context, status=status)
