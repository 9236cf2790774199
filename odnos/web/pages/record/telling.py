"""The timeline of a record with its composer, by itself: begun anew, filtered, or gone on with."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_GET

from odnos.engine.access import rights
from odnos.engine.records import read, timeline
from odnos.engine.records.row import Row
from odnos.objects.context import Context
from odnos.objects.registry import ObjectType, registry
from odnos.web.jinja import render
from odnos.web.pages.record import composer, story
from odnos.web.pages.record.found import address_of, may, row_of, visit_of

PAGE = 30
FILTERS = ("all", "note", "task", "changes")


@require_GET
def older(request: HttpRequest, kind: ObjectType, record_id: int) -> HttpResponse:
    """Answer with the timeline: its beginning under a filter, or the older entries behind `after`."""
    row = row_of(request, kind, record_id)
    after = request.GET.get("after", "")
    if not request.headers.get("HX-Request"):
        return HttpResponseRedirect(f"{address_of(row)}?{request.GET.urlencode()}")
    return told(request, row, block="entries" if after else "timeline")


def told(
    request: HttpRequest, row: Row, *, block: str = "timeline", status: int = 200, **given: Any
) -> HttpResponse:
    """Answer with the timeline of a record and its composer."""
    visit = visit_of(request)
    page = story_of(request, row)
    names = timeline.references(page.items) | composer.references(visit.by)
    ctx = visit.ctx(read.titles(names - {row.reference}, by=visit.by) | {row.reference: row.title})
    context = {"row": row, "here": address_of(row), **story_context(request, row, page, ctx), **given}
    return render(request, "pages/record.html", context, block=block, status=status)


def story_of(request: HttpRequest, row: Row) -> timeline.Page:
    visit = visit_of(request)
    after = request.GET.get("after") or None
    return timeline.of(row, by=visit.by, show=show_of(request), after=after, limit=PAGE)


def show_of(request: HttpRequest) -> str:
    show = request.GET.get("show", "all")
    return show if show in FILTERS else "all"


def story_context(request: HttpRequest, row: Row, page: timeline.Page, ctx: Context) -> dict[str, Any]:
    visit, show = visit_of(request), show_of(request)
    here = address_of(row, "timeline")
    may_tick = rights.may(visit.by, "edit", registry.get("task")) != "none"
    days = story.days(page.items, row, ctx, may_undo=may(row, "edit", by=visit.by), may_tick=may_tick)
    last = days[-1].key if days else ""
    return {
        "days": days,
        "older": f"{here}?show={show}&day={last}&after={page.older}" if page.older else "",
        "told_day": request.GET.get("day", ""),
        "show": show,
        "filters": [
            {"key": key, "href": f"{here}?show={key}", "label": composer.label_of(key)} for key in FILTERS
        ],
        "composer": composer.context(request, row, ctx),
    }
