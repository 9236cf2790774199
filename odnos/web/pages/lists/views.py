"""Saving the list as it stands under a name; renaming, sharing, deleting with undo."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from odnos.engine.filters import text as filter_text
from odnos.engine.records.errors import NotFound
from odnos.engine.views import preferences, saved
from odnos.engine.views.models import SavedView
from odnos.objects.registry import ObjectType
from odnos.web.jinja import render
from odnos.web.pages.lists import asked as asking
from odnos.web.pages.lists import looks
from odnos.web.pages.lists.asked import Asked
from odnos.web.pages.lists.places import led, next_of

AUDIENCES = {
    "private": (gettext_lazy("Only me"), ""),
    "team": (gettext_lazy("My team"), gettext_lazy("Each sees only the records they may see.")),
    "everyone": (gettext_lazy("Everyone"), gettext_lazy("Each sees only the records they may see.")),
}


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, kind: ObjectType) -> HttpResponse:
    """Ask for a name and save the list or board of the address under it."""
    by = request.visit.by  # type: ignore[attr-defined]
    asked = asking.read(kind, request, mode=asking.mode_of(request))
    if request.method == "GET":
        return dialog(request, asked)
    try:
        audience = request.POST.get("audience", "private")
        view = saved.create(
            kind.key,
            request.POST.get("name", ""),
            by=by,
            audience=audience,
            **look_of(asked),
            **editors(request),
        )
    except saved.BadName as error:
        return dialog(request, asked, error=str(error), status=422)
    return led_to(request, kind, view, _("View “%(name)s” is saved.") % {"name": view.name})


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, kind: ObjectType, view_id: int) -> HttpResponse:
    """Ask for another name or audience, and on demand take over the list as it stands now."""
    by = request.visit.by  # type: ignore[attr-defined]
    view = found(view_id, request)
    asked = asking.read(kind, request, mode=asking.mode_of(request))
    if request.method == "GET":
        return dialog(request, asked, view=view)
    given: dict[str, Any] = {
        "name": request.POST.get("name", ""),
        "audience": request.POST.get("audience", view.audience),
        **editors(request),
    }
    if request.POST.get("take_over"):
        given |= look_of(asked)
    try:
        view = saved.change(view_id, by=by, **given)
    except saved.BadName as error:
        return dialog(request, asked, view=view, error=str(error), status=422)
    if request.POST.get("opens_first"):
        preferences.keep(kind.key, by=by, default_view=f"v{view.pk}")
    return led_to(request, kind, view, _("View “%(name)s” is saved.") % {"name": view.name})


def editors(request: HttpRequest) -> dict[str, str]:
    """Return who else may change the view, where the form asks."""
    if "editors_asked" not in request.POST:
        return {}
    return {"editors": request.POST.get("editors", "owner")}


@require_POST
def delete(request: HttpRequest, kind: ObjectType, view_id: int) -> HttpResponse:
    visit = request.visit  # type: ignore[attr-defined]
    found(view_id, request)
    view = saved.delete(view_id, by=visit.by, at=visit.at)
    text = _("View “%(name)s” is deleted.") % {"name": view.name}
    undo = f"/{kind.plural_key}/views/{view_id}/restore"
    return led(request, f"/{kind.plural_key}", text, undo=undo)


@require_POST
def restore(request: HttpRequest, kind: ObjectType, view_id: int) -> HttpResponse:
    try:
        view = saved.restore(view_id, by=request.visit.by)  # type: ignore[attr-defined]
    except saved.UnknownView as error:
        raise NotFound(f"view {view_id}") from error
    return led_to(request, kind, view, _("View “%(name)s” is back.") % {"name": view.name})


@require_POST
def reorder(request: HttpRequest, kind: ObjectType) -> HttpResponse:
    """Keep the tabs in the order of `keys` for whoever asks; unknown ones are passed over."""
    by = request.visit.by  # type: ignore[attr-defined]
    known = {look.key for look in looks.all_of(kind, by=by)}
    keys = [key for key in request.POST.get("keys", "").split(",") if key in known]
    preferences.keep_order(kind.key, keys, by=by)
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204)
    return HttpResponseRedirect(next_of(request, f"/{kind.plural_key}"))


def found(view_id: int, request: HttpRequest) -> SavedView:
    try:
        return saved.get(view_id, by=request.visit.by)  # type: ignore[attr-defined]
    except saved.UnknownView as error:
        raise NotFound(f"view {view_id}") from error


def look_of(asked: Asked) -> dict[str, Any]:
    """Return what a saved view keeps of a list: the words of the quick search become a condition."""
    kept = filter_text.dump(asked.node) if asked.q else asked.filter
    way = asked.way
    told = {"totals": list(way.totals), "order": way.order, "span": way.span, "widths": dict(asked.widths)}
    return {
        "kind": asked.mode,
        "filter": kept,
        "sort": asked.sort,
        "columns": list(asked.columns),
        "group_by": way.group,
        "options": {name: value for name, value in told.items() if value},
    }


def dialog(
    request: HttpRequest, asked: Asked, *, view: SavedView | None = None, error: str = "", status: int = 200
) -> HttpResponse:
    by = request.visit.by  # type: ignore[attr-defined]
    chosen = request.POST.get("audience") or (view.audience if view else "private")
    context = {
        "asked": asked,
        "view": view,
        "name": request.POST.get("name", view.name if view else ""),
        "audiences": [(key, *AUDIENCES[key]) for key in saved.audiences(by)],
        "audience": chosen,
        "rules": view is None or saved.rules(view, by=by),
        "editors": request.POST.get("editors") or (view.editors if view else "owner"),
        "error": error,
        "action": f"{asked.kind.plural_key}/views/{view.pk if view else 'new'}",
        "page": not request.headers.get("HX-Request"),
        "opens_first": bool(view) and asked.preference.default_view == f"v{view.pk if view else 0}",
    }
    block = "dialog" if request.headers.get("HX-Request") else ""
    return render(request, "pages/list_view.html", context, block=block, status=status)


def led_to(request: HttpRequest, kind: ObjectType, view: SavedView, text: str) -> HttpResponse:
    return led(request, f"/{kind.plural_key}{asking.PLACES[view.kind]}?view=v{view.pk}", text)
