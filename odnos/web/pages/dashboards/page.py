"""The page of a dashboard, and each of its tiles by itself."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from odnos.analytics import store
from odnos.analytics.feed import changed
from odnos.analytics.reports.result import Result
from odnos.analytics.saved.kept import Unreadable
from odnos.analytics.store.answer import StoreError
from odnos.engine.filters.tree import FilterError
from odnos.engine.records.errors import NotFound
from odnos.engine.views import favourites
from odnos.objects.context import Context
from odnos.web.jinja import render
from odnos.web.pages.dashboards import filtered
from odnos.web.pages.dashboards import shown as boards
from odnos.web.pages.dashboards.shown import Board
from odnos.web.pages.reports import answer, drawn
from odnos.web.pages.reports import shown as tables
from odnos.web.pages.reports.answer import Failed
from odnos.web.pages.reports.asked import Asked

FIGURES = frozenset(("number", "gauge"))
LINES = 12


@require_GET
def one(request: HttpRequest, board_id: int) -> HttpResponse:
    """Show a kept dashboard."""
    return page(request, boards.kept_board(request, board_id))


@require_GET
def preset(request: HttpRequest, key: str) -> HttpResponse:
    """Show a dashboard that comes with the product."""
    return page(request, boards.preset_board(request, key))


def page(request: HttpRequest, board: Board) -> HttpResponse:
    visit = request.visit  # type: ignore[attr-defined]
    row = board.row
    context: dict[str, Any] = {
        "board": board,
        "tiles": boards.as_context(board),
        "is_arranging": board.may_change and "arrange" in request.GET,
        "is_kept": row is not None and favourites.is_kept(row.reference, by=visit.by),
        "spans": [("", _("Each its own period")), *drawn.offered_spans(board.span)],
        "as_of": "",
        **drawn.parameters(by=visit.by, ctx=visit.ctx()),
        **filtered.context(board, by=visit.by, ctx=visit.ctx()),
    }
    return render(request, "pages/dashboard_board.html", context)


@require_GET
def tile(request: HttpRequest, board_id: int, key: str) -> HttpResponse:
    """Answer with what a tile shows."""
    return content(request, boards.kept_board(request, board_id), key)


@require_GET
def preset_tile(request: HttpRequest, name: str, key: str) -> HttpResponse:
    """Answer with what a tile of a preset shows."""
    return content(request, boards.preset_board(request, name), key)


def content(request: HttpRequest, board: Board, key: str) -> HttpResponse:
    visit = request.visit  # type: ignore[attr-defined]
    item = board.tile(key)
    context: dict[str, Any] = {"tile": item, "board": board, "again": board.href(f"/tiles/{key}")}
    try:
        asking = boards.asking(board, item, by=visit.by)
        report = answer.drawable(asking.asked.narrowed)
        found = answer.answer(report, request)
        context |= {
            "title": asking.title,
            "href": asking.href,
            "unfiltered": asking.note,
            **drawn_of(asking.asked, found, asking.title, visit.ctx()),
        }
    except NotFound:
        words = _("The report of this tile is gone, or not shared with you.")
        context |= {"title": item.title, "failed": Failed(title=_("Nothing to show"), text=words)}
    except (Unreadable, FilterError) as error:
        context |= {"title": item.title, "failed": Failed(title=_("Nothing to show"), text=str(error))}
    block = "tile" if request.headers.get("HX-Request") else ""
    return render(request, "pages/dashboard_tile.html", context, block=block)


def drawn_of(asked: Asked, found: Result | Failed, title: str, ctx: Context) -> dict[str, Any]:
    """Return what the answer of a tile is drawn from: large figures, a picture, or a table."""
    if isinstance(found, Failed):
        return {"failed": found}
    kind = found.report.chart
    said = tables.context(asked, found, ctx)
    if kind in FIGURES:
        return {**said, "figures": large(found, said["total"].cells)}
    if said["is_blank"]:
        return {**said, "is_empty": True}
    chart = tables.chart(asked, found, title=title)
    small = replace(chart, is_small=True) if chart else None
    return {**said, "chart": small, "rows": said["rows"][:LINES], "cut": len(said["rows"]) > LINES}


def large(found: Result, cells: Any) -> list[dict[str, Any]]:
    """Return the figures of all records, each with what it is and how it changed."""
    return [
        {"label": head.label, "cell": cell}
        for head, cell in zip(found.measures, cells[-len(found.measures) :], strict=True)
    ]


@require_GET
def fresh(request: HttpRequest) -> HttpResponse:
    """Say as of when the data are and when they were last changed, so that a page knows whether to ask its tiles again."""
    del request
    try:
        as_of = store.store().ask("SELECT 1", seconds=2).as_of
    except StoreError:
        return HttpResponse(status=204)
    found = changed.last(as_of=as_of)
    return JsonResponse({"as_of": as_of.isoformat(), "changed": found.isoformat() if found else ""})
