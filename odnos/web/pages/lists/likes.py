"""What a person likes their lists to be: columns, rows on a page, density, the view that opens first."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST

from odnos.engine.views import preferences
from odnos.objects.registry import ObjectType
from odnos.web.given import whole
from odnos.web.pages.lists import asked as asking
from odnos.web.pages.lists import widths as width_text
from odnos.web.pages.lists.places import next_of


@require_POST
def columns(request: HttpRequest, kind: ObjectType) -> HttpResponse:
    """Show these columns in this order, now and the next time this view is opened."""
    asked = asking.read(kind, request)
    names = [name for name in request.POST.getlist("columns") if name in kind.by_name]
    by = request.visit.by  # type: ignore[attr-defined]
    same = tuple(names) == asked.look.columns
    preferences.keep_columns(kind.key, asked.look.key, [] if same else names, by=by)
    return shown(request, asked.href(columns=tuple(names) or asked.look.columns))


@require_POST
def widths(request: HttpRequest, kind: ObjectType) -> HttpResponse:
    """Keep how wide the columns of this view are, for whoever asks; none at all lets them find their widths again."""
    asked = asking.read(kind, request)
    given = {
        name: pixels
        for name, pixels in width_text.parse(request.POST.get("widths", "")).items()
        if name in kind.by_name
    }
    preferences.keep_widths(kind.key, asked.look.key, given, by=request.visit.by)  # type: ignore[attr-defined]
    return shown(request, asked.href(widths=given or asked.look.widths))


@require_POST
def star(request: HttpRequest, kind: ObjectType) -> HttpResponse:
    """Keep a view at hand in the sidebar, or no longer."""
    by = request.visit.by  # type: ignore[attr-defined]
    asked = asking.read(kind, request, mode=asking.mode_of(request))
    preferences.star(kind.key, asked.look.key, by=by)
    return HttpResponseRedirect(asked.href())


def shown(request: HttpRequest, address: str) -> HttpResponse:
    """Lead to the list as it is now; a script is told the address and fetches it itself."""
    if not request.headers.get("HX-Request"):
        return HttpResponseRedirect(address)
    answer = HttpResponse(status=204)
    answer["X-Address"] = address
    return answer


@require_POST
def preference(request: HttpRequest, kind: ObjectType) -> HttpResponse:
    """Remember rows on a page, density or the view that opens first."""
    given: dict[str, Any] = {}
    if (size := whole(request.POST.get("size"))) in preferences.SIZES:
        given["size"] = size
    if (density := request.POST.get("density", "")) in preferences.DENSITIES:
        given["density"] = density
    if "default_view" in request.POST:
        given["default_view"] = request.POST["default_view"][:60]
    if given:
        preferences.keep(kind.key, by=request.visit.by, **given)  # type: ignore[attr-defined]
    return HttpResponseRedirect(next_of(request, f"/{kind.plural_key}"))
