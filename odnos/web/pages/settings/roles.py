"""The roles: listed, made, copied, put away and brought back."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from odnos.domains.organisation import role_actions
from odnos.domains.organisation.objects import USER
from odnos.domains.organisation.role_objects import ROLE
from odnos.engine.access import roles as known
from odnos.engine.access.models import Role
from odnos.engine.access.rights import Denied
from odnos.engine.records import read, write
from odnos.engine.records.errors import Invalid
from odnos.engine.records.row import Row
from odnos.engine.tables import definitions
from odnos.web import toasts
from odnos.web.given import whole
from odnos.web.pages.settings.sections import actor, administrator, now, saved, show


def roles(request: HttpRequest) -> HttpResponse:
    """List the roles, or make one."""
    by, at = administrator(request), now(request)
    if request.method != "POST":
        return page(request)
    values = {"name": request.POST.get("name", ""), "parent": whole(request.POST.get("parent"))}
    try:
        made = write.create(ROLE, {**values, "position": at.timestamp()}, by=by, at=at)
    except Invalid as refusal:
        return page(request, errors=refusal.errors, status=422)
    return HttpResponseRedirect(f"/settings/roles/{made.id}")


@require_POST
def copy(request: HttpRequest, number: int) -> HttpResponse:
    """Make another role like this one, and go there to name it."""
    by, at = administrator(request), now(request)
    name = free(_("%(name)s (copy)") % {"name": read.get(ROLE, number, by=by).title}, request)
    made = role_actions.copy(number, name, by=by, at=at)
    return saved(f"/settings/roles/{made.id}", _("The copy is made. Give it a name of its own."))


@require_POST
def archive(request: HttpRequest, number: int) -> HttpResponse:
    """Put a role away that nobody has."""
    by, at = administrator(request), now(request)
    try:
        undo = role_actions.archive(number, by=by, at=at)
    except Denied as refusal:
        return page(request, errors={number: [refusal.message]}, status=422)
    answer = HttpResponseRedirect("/settings/roles")
    return toasts.later(answer, _("The role is archived."), undo=f"/history/{undo}/undo")


@require_POST
def restore(request: HttpRequest, number: int) -> HttpResponse:
    """Bring an archived role back."""
    by = administrator(request)
    write.restore(ROLE, [number], by=by, at=now(request))
    return saved("/settings/roles", _("The role is back."))


def free(name: str, request: HttpRequest) -> str:
    """Return the name, or with a number the first one that no role has."""
    taken = {row.title for row in role_actions.rows(by=actor(request), at=now(request))}
    names = (name if number == 1 else f"{name} {number}" for number in range(1, len(taken) + 3))
    return next(wanted for wanted in names if wanted not in taken)


def page(request: HttpRequest, *, errors: Any = None, status: int = 200) -> HttpResponse:
    by, at = actor(request), now(request)
    definitions.refresh()
    rows = role_actions.rows(by=by, at=at)
    names = {row.id: label(row) for row in rows}
    holders = Counter(
        row["role"] for batch in read.iterate(USER, by=by, at=at, columns=("role",)) for row in batch
    )
    context = {
        "roles": [shown(row, names, holders) for row in rows],
        "archived": [
            {"id": row.id, "name": row.title} for row in role_actions.rows(by=by, at=at, deleted=True)
        ],
        "parents": [("", "—"), *((row.id, names[row.id]) for row in rows if not is_locked(row))],
        "errors": errors or {},
        "name": request.POST.get("name", ""),
    }
    return show(request, "pages/settings_roles.html", "roles", context, status=status)


def shown(row: Row, names: dict[int, Any], holders: Counter[str]) -> dict[str, Any]:
    return {
        "id": row.id,
        "name": names[row.id],
        "code": row["code"],
        "parent": names.get(row["parent"], ""),
        "people": holders[row["code"]],
        "locked": is_locked(row),
    }


def label(row: Row) -> Any:
    """Return a role's name in the reader's language."""
    role = known.get(row["code"])
    return role.label if role.code else row.title


def is_locked(row: Row) -> bool:
    return bool(row["code"] == Role.ADMINISTRATOR)
