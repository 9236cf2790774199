"""The list of dashboards; making, naming, sharing, copying and deleting them."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from odnos.analytics.saved import presets, rules
from odnos.analytics.saved.objects import DASHBOARD
from odnos.engine.access import rights, roles
from odnos.engine.records import read, write
from odnos.engine.records.errors import Conflict, Invalid
from odnos.engine.records.row import Row
from odnos.engine.views import favourites
from odnos.web.given import whole
from odnos.web.jinja import render
from odnos.web.pages.dashboards.arranging import begun
from odnos.web.pages.lists.places import led
from odnos.web.pages.reports import drawn, index, saving

GIVEN = ("name", "description", "span", "whose", "role")


@require_GET
def listed(request: HttpRequest) -> HttpResponse:
    """Show the dashboards that the reader may see, and those that come with the product."""
    visit = request.visit  # type: ignore[attr-defined]
    q = request.GET.get("q", "").strip()[:100]
    page = index.found(DASHBOARD, q, visit)
    first = presets.for_role(visit.by.role)
    ordered = sorted(presets.PRESETS, key=lambda item: item.key != first.key)
    context = {
        "groups": index.grouped(DASHBOARD, page.rows, visit),
        "q": q,
        "more": page.count.number - len(page.rows),
        "presets": [(item.key, item.name, item.words) for item in ordered],
    }
    return render(request, "pages/dashboards.html", context)


@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    """Open what this person sees first: their favourite, that of their role, their own, or a preset."""
    visit = request.visit  # type: ignore[attr-defined]
    rows = index.found(DASHBOARD, "", visit).rows
    starred = {number for key, number in favourites.of(by=visit.by) if key == DASHBOARD.key}
    own = [row for row in rows if row["owner"] == visit.by.user_id]
    of_role = [row for row in rows if row["role"] and row["role"] == visit.by.role]
    for row in (*(row for row in rows if row.id in starred), *of_role, *own):
        return HttpResponseRedirect(f"/dashboards/{row.id}")
    return HttpResponseRedirect(f"/dashboards/preset/{presets.for_role(visit.by.role).key}")


@require_POST
def new(request: HttpRequest) -> HttpResponse:
    """Make an empty dashboard."""
    number = begun(request, request.POST.get("name", ""))
    return HttpResponseRedirect(f"/dashboards/{number}?arrange=1")


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, board_id: int) -> HttpResponse:
    """Ask how a dashboard is called, who sees it, and what narrows it; keep the answers."""
    visit = request.visit  # type: ignore[attr-defined]
    row = read.get(DASHBOARD, board_id, by=visit.by)
    if request.method == "GET":
        return dialog(request, row)
    values = saving.given(request) | {name: request.POST[name] for name in GIVEN if name in request.POST}
    version = whole(request.POST.get("version")) or row.version
    try:
        changed = write.update(DASHBOARD, row.id, values, by=visit.by, at=visit.at, version=version)
    except Invalid as error:
        return dialog(request, row, errors=error.errors, status=422)
    except Conflict:
        words = _("Somebody else has changed this dashboard meanwhile. Nothing was saved.")
        return led(request, f"/dashboards/{row.id}", words, tone="warn")
    return led(request, f"/dashboards/{row.id}", _("“%(name)s” is saved.") % {"name": changed.title})


def dialog(request: HttpRequest, row: Row, *, errors: Any = None, status: int = 200) -> HttpResponse:
    by = request.visit.by  # type: ignore[attr-defined]
    publishes = rights.allows(by, rules.PUBLISH)
    context = {
        "row": row,
        "rules": row["owner"] == by.user_id or by.is_administrator,
        "audiences": saving.audiences(by, row),
        "spans": [("", _("Each its own period")), *drawn.offered_spans(row["span"] or "")],
        "whose": [("", _("Everybody's")), ("mine", _("The reader's own")), ("team", _("The reader's team"))],
        "roles": [("", "—"), *((role.code, str(role.label)) for role in roles.known().values())]
        if publishes
        else [],
        "given": {name: request.POST.get(name, row[name] or "") for name in ("audience", *GIVEN)},
        "editors": bool(request.POST.get("editors")) or row["editors"] == "audience",
        "errors": errors or {},
        "action": f"/dashboards/{row.id}/settings",
        "page": not request.headers.get("HX-Request"),
    }
    block = "dialog" if request.headers.get("HX-Request") else ""
    return render(request, "pages/dashboard_settings.html", context, block=block, status=status)


@require_POST
def keep_filter(request: HttpRequest, board_id: int) -> HttpResponse:
    """Let a dashboard open with the filter of the form, or without one."""
    visit = request.visit  # type: ignore[attr-defined]
    row = read.get(DASHBOARD, board_id, by=visit.by)
    only = request.POST.get("filter", "").strip()
    values = {"only": only, "about": request.POST.get("about", "") if only else ""}
    version = whole(request.POST.get("version")) or row.version
    try:
        write.update(DASHBOARD, board_id, values, by=visit.by, at=visit.at, version=version)
    except Invalid as error:
        sentences = [str(line) for lines in error.errors.values() for line in lines]
        return led(request, f"/dashboards/{board_id}", " ".join(sentences), tone="bad")
    except Conflict:
        return led(
            request,
            f"/dashboards/{board_id}",
            _("Somebody else has changed this dashboard meanwhile."),
            tone="warn",
        )
    words = _("It opens with this filter now.") if only else _("It opens without a filter now.")
    return led(request, f"/dashboards/{board_id}", words)


@require_POST
def duplicate(request: HttpRequest, board_id: int) -> HttpResponse:
    """Make a copy of one's own."""
    visit = request.visit  # type: ignore[attr-defined]
    row = read.get(DASHBOARD, board_id, by=visit.by)
    values = {name: row[name] or "" for name in ("description", "tiles", "span", "whose", "about", "only")}
    name = _("%(name)s (copy)") % {"name": row.title[:80]}
    copy = write.create(DASHBOARD, values | {"name": name}, by=visit.by, at=visit.at)
    return led(request, f"/dashboards/{copy.id}", _("This is your copy. Change it as you like."))


@require_POST
def star(request: HttpRequest, board_id: int) -> HttpResponse:
    """Keep a dashboard among the favourites, or no longer. A favourite is what “Dashboards” opens with."""
    visit = request.visit  # type: ignore[attr-defined]
    row = read.get(DASHBOARD, board_id, by=visit.by)
    favourites.toggle(row.reference, by=visit.by, at=visit.at)
    back = request.POST.get("back") == "list"
    return HttpResponseRedirect("/dashboards" if back else f"/dashboards/{row.id}")


@require_POST
def delete(request: HttpRequest, board_id: int) -> HttpResponse:
    return saving.deleted(request, DASHBOARD, board_id)


@require_POST
def restore(request: HttpRequest, board_id: int) -> HttpResponse:
    return saving.restored(request, DASHBOARD, board_id)
