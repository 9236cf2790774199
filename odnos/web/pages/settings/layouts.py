"""Layouts: what stands where on the page of a record, on its card, in its forms and beside it; for all, or for one role."""

from __future__ import annotations

import json
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from odnos.engine.access import roles
from odnos.engine.access.fields import safe
from odnos.engine.custom import drawing, layout_actions, layouts
from odnos.engine.custom.drawing import Drawing
from odnos.engine.custom.rules import extendable
from odnos.engine.records import read
from odnos.engine.records.errors import Conflict, Invalid
from odnos.engine.tables import definitions
from odnos.objects.fields import Invalid as Unreadable
from odnos.objects.registry import ObjectType
from odnos.web import toasts
from odnos.web.given import whole
from odnos.web.jinja import render
from odnos.web.pages.record import page
from odnos.web.pages.settings import layouts_editor as editor
from odnos.web.pages.settings.fields import kind_of
from odnos.web.pages.settings.sections import actor, administrator, now, show


def index(request: HttpRequest) -> HttpResponse:
    """Lead to the layout of the first kind of record."""
    administrator(request)
    return HttpResponseRedirect(f"/settings/layouts/{extendable()[0].key}")


def layout(request: HttpRequest, key: str) -> HttpResponse:
    """Show the layout of one kind of record for one role, to be drawn; or keep what was drawn."""
    by = administrator(request)
    kind, role = kind_of(key), role_of(request)
    if request.method != "POST":
        return drawn(request, kind, layout_actions.current(key, role))
    given = editor.given(request.POST)
    try:
        made = layout_actions.save(
            key, role, json.dumps(given), version=whole(request.POST.get("version")), by=by, at=now(request)
        )
    except Invalid as refusal:
        said = [str(reason) for reasons in refusal.errors.values() for reason in reasons]
        return drawn(request, kind, editor.readable(given), errors=said)
    except Conflict:
        return drawn(request, kind, editor.readable(given), is_late=True)
    definitions.refresh()
    return saved(request, kind, _("The layout is saved."), made.change_set)


def drawn(
    request: HttpRequest,
    kind: ObjectType,
    shown: Drawing,
    *,
    errors: list[str] | None = None,
    is_late: bool = False,
) -> HttpResponse:
    """Answer with the editor."""
    by, role = actor(request), role_of(request)
    row = layout_actions.drawn(kind.key, role, by=by, at=now(request))
    is_refused = bool(errors) and not is_late
    context = {
        "kind": kind,
        "role": role,
        "version": request.POST.get("version", "") if is_refused else row.version if row else "",
        "is_own": row is not None,
        "is_late": is_late,
        "errors": errors or [],
        "back": back_of(request),
        "here": address_of(request, kind),
        "kinds": editor.kinds(kind),
        "roles": editor.roles_of(kind, role),
        **editor.canvas(kind, shown, by=editor.as_role(by, role)),
    }
    status = 409 if is_late else 422 if errors else 200
    return show(request, "pages/settings_layout.html", "layouts", context, status=status)


@require_POST
def standard(request: HttpRequest, key: str) -> HttpResponse:
    """Take away what was drawn."""
    by, kind = administrator(request), kind_of(key)
    undone = layout_actions.reset(key, role_of(request), by=by, at=now(request))
    definitions.refresh()
    words = (
        _("This role is shown the layout of everybody again.")
        if role_of(request)
        else _("The layout is the standard one again.")
    )
    return saved(request, kind, words, undone)


@require_POST
def copy(request: HttpRequest, key: str) -> HttpResponse:
    """Give another role what this one is shown."""
    by, kind, to = administrator(request), kind_of(key), request.POST.get("to", "")
    if to not in {"", *roles.known()}:
        return HttpResponseRedirect(address_of(request, kind))
    made = layout_actions.copy(key, role_of(request), to, by=by, at=now(request))
    definitions.refresh()
    words = _("Copied. This is the layout of %(role)s now.") % {"role": editor.role_label(to)}
    answer = HttpResponseRedirect(f"/settings/layouts/{key}?{urlencode({'role': to})}")
    return toasts.later(answer, words, undo=f"/history/{made}/undo")


@require_POST
def preview(request: HttpRequest, key: str) -> HttpResponse:
    """Answer with the newest record as the role would see it if this were saved."""
    by, kind, role = administrator(request), kind_of(key), role_of(request)
    seen_by = editor.as_role(by, role)
    try:
        wanted = drawing.made(editor.given(request.POST))
    except Unreadable as error:
        return toasts.now(HttpResponse(status=422), str(error.message), tone="bad")
    made = layouts.made(safe(kind, by=seen_by), wanted, lambda other: safe(other, by=seen_by))
    rows = read.query(kind, by=by, at=now(request), limit=1).rows
    context = {"kind": kind, "preview": True, "role_label": editor.role_label(role)}
    if rows:
        context |= page.context_of(request, rows[0], made) | {"deleted": False}
    return render(request, "pages/settings_layout_preview.html", context, block="dialog")


def saved(request: HttpRequest, kind: ObjectType, words: str, change_set: int) -> HttpResponse:
    """Go back to the record that one came from, or stay; say what was done and how it is undone."""
    answer = HttpResponseRedirect(back_of(request) or address_of(request, kind))
    return toasts.later(answer, words, undo=f"/history/{change_set}/undo" if change_set else "")


def role_of(request: HttpRequest) -> str:
    """Return the role whose layout is drawn; "" are all."""
    wanted = request.GET.get("role", "")
    return wanted if wanted in roles.known() else ""


def back_of(request: HttpRequest) -> str:
    """Return the record from which one came, if it is a page of ours."""
    return toasts.path(request.GET.get("back", "")) if "\\" not in request.GET.get("back", "") else ""


def address_of(request: HttpRequest, kind: ObjectType, further: str = "") -> str:
    asked = {name: value for name, value in (("role", role_of(request)), ("back", back_of(request))) if value}
    query = f"?{urlencode(asked)}" if asked else ""
    return f"/settings/layouts/{kind.key}{further}{query}"
