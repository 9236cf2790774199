"""The builder and a saved report: the form beside the answer, which is asked for by itself and can be taken back."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from odnos.analytics.saved import kept
from odnos.engine.access import rights, scope
from odnos.engine.access.actor import Actor
from odnos.engine.filters.tree import FilterError
from odnos.engine.records.row import Row
from odnos.engine.views import favourites
from odnos.objects.registry import UnknownObject
from odnos.web.jinja import render
from odnos.web.pages.reports import answer, drawn, ready, shown
from odnos.web.pages.reports.answer import Failed
from odnos.web.pages.reports.asked import Asked, kept_row, of_given, read_asked

TEMPLATE = "pages/report.html"


@require_GET
def new(request: HttpRequest) -> HttpResponse:
    """Build a report; an address without a definition offers beginnings."""
    return page(request, None)


@require_GET
def one(request: HttpRequest, report_id: int) -> HttpResponse:
    """Show a saved report, with its parameters, or changed as the address says."""
    return page(request, kept_row(report_id, by=request.visit.by))  # type: ignore[attr-defined]


def page(request: HttpRequest, saved: Row | None) -> HttpResponse:
    try:
        asked = read_asked(request, saved)
    except (kept.Unreadable, FilterError, UnknownObject) as error:
        context = {"status": 400, "title": _("This report cannot be understood"), "message": reason(error)}
        return render(request, "pages/refusal.html", context, status=400)
    asked = replace(asked, report=answer.drawable(asked.report))
    block = "report" if request.headers.get("HX-Target") == "report" else ""
    response = render(request, TEMPLATE, context_of(request, asked), block=block)
    if block:
        response["HX-Push-Url"] = asked.href(extra={"build": "1"} if is_building(request, asked) else None)
    return response


def reason(error: Exception) -> str:
    """Return in words why a report cannot be understood."""
    if isinstance(error, UnknownObject):
        return _("There is no object “%(key)s”.") % {"key": str(error)[:40]}
    return str(error)


def is_building(request: HttpRequest, asked: Asked) -> bool:
    return asked.saved is not None and ("build" in request.GET or "formed" in request.GET)


def context_of(request: HttpRequest, asked: Asked) -> dict[str, Any]:
    visit = request.visit  # type: ignore[attr-defined]
    by, ctx = visit.by, visit.ctx()
    is_open = asked.saved is None or is_building(request, asked) or asked.is_changed
    is_blank = asked.saved is None and not ({"ask", "formed", "object"} & request.GET.keys())
    return {
        "asked": asked,
        "title": asked.saved.title if asked.saved else _("New report"),
        "is_open": is_open,
        "is_blank": is_blank,
        "beginnings": ready.beginnings(by=by) if is_blank else [],
        "ticket": answer.new_ticket(by),
        "result_href": asked.exact("/reports/result", base=asked.path),
        "here": asked.href(extra={"build": "1"} if is_building(request, asked) else None),
        "build_href": asked.href(extra={"build": "1"}),
        "may_export": rights.may(by, "export", asked.kind) != "none",
        **rights_of(asked, by=by),
        **drawn.builder(asked, by=by, ctx=ctx),
    }


def rights_of(asked: Asked, *, by: Actor) -> dict[str, Any]:
    """Return what the reader may do with a saved report."""
    row = asked.saved
    if row is None:
        return {"may_change": False, "may_delete": False, "is_kept": False}
    return {
        "may_change": scope.covers(row.type, row.columns, by=by, deed="edit"),
        "may_delete": scope.covers(row.type, row.columns, by=by, deed="delete"),
        "is_kept": favourites.is_kept(row.reference, by=by),
    }


@require_GET
def result(request: HttpRequest) -> HttpResponse:
    """Answer with what a report comes to: the picture, the table, what one must know of it."""
    try:
        asked = based(request)
    except (kept.Unreadable, FilterError, UnknownObject) as error:
        failed = Failed(title=_("This report cannot be understood"), text=reason(error))
        return render(request, "pages/report_result.html", {"failed": failed}, block="result")
    if "wait" in request.GET:
        return render(request, "pages/report_result.html", again_of(request, asked), block="counting")
    found = answer.answer(asked.narrowed, request, ticket=request.GET.get("ticket", ""))
    block = "result" if request.headers.get("HX-Request") else ""
    return render(request, "pages/report_result.html", shown_of(request, asked, found), block=block)


def based(request: HttpRequest) -> Asked:
    """Return the report of the address; what its links lead to is the page it stands on."""
    visit = request.visit  # type: ignore[attr-defined]
    base = request.GET.get("base", "").removeprefix("/reports/")
    saved = kept_row(int(base), by=visit.by) if base.isdecimal() and len(base) < 19 else None
    return of_given(request.GET, saved, by=visit.by)


def again_of(request: HttpRequest, asked: Asked) -> dict[str, Any]:
    """Return what a page needs to ask once more."""
    by = request.visit.by  # type: ignore[attr-defined]
    return {"again": asked.exact("/reports/result", base=asked.path), "ticket": answer.new_ticket(by)}


def shown_of(request: HttpRequest, asked: Asked, found: Any) -> dict[str, Any]:
    visit = request.visit  # type: ignore[attr-defined]
    if isinstance(found, Failed):
        return {"failed": found, "asked": asked, **again_of(request, asked)}
    ctx = visit.ctx()
    title = asked.saved.title if asked.saved else str(asked.kind.plural)
    chart = shown.chart(asked, found, title=title)
    return {**shown.context(asked, found, ctx), "chart": chart, "title": title}


@require_POST
def cancel(request: HttpRequest) -> HttpResponse:
    """Take a question back."""
    answer.cancel(request.POST.get("ticket", ""), request.visit.by)  # type: ignore[attr-defined]
    return HttpResponse(status=204)
