"""Tiles put elsewhere, made larger, named, added and taken away: each a change of the dashboard that can be undone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from odnos.analytics.saved import kept, presets, tiles
from odnos.analytics.saved.kept import Unreadable
from odnos.analytics.saved.objects import DASHBOARD
from odnos.analytics.saved.tiles import HIGHEST, WIDTH, Tile
from odnos.engine.access import scope
from odnos.engine.audit.models import Entry
from odnos.engine.filters.tree import FilterError
from odnos.engine.records import read, write
from odnos.engine.records.errors import Conflict
from odnos.engine.records.row import Row
from odnos.objects.registry import UnknownObject
from odnos.web import toasts
from odnos.web.given import whole
from odnos.web.jinja import render
from odnos.web.pages.dashboards import shown
from odnos.web.pages.dashboards.shown import Board
from odnos.web.pages.lists.places import led
from odnos.web.pages.reports.asked import Asked, kept_row, read_asked


@require_POST
def layout(request: HttpRequest, board_id: int) -> HttpResponse:
    """Keep where tiles stand: `tiles` is their places as JSON, by key. Answers with the new version, and how to undo it."""
    board = shown.kept_board(request, board_id)
    try:
        wanted = {item.key: item for item in tiles.parse(request.POST.get("tiles", ""))}
    except (Unreadable, FilterError) as error:
        return toasts.now(HttpResponse(status=422), str(error), tone="bad")
    placed = [
        replace(item, x=to.x, y=to.y, w=to.w, h=to.h) if (to := wanted.get(item.key)) else item
        for item in board.tiles
    ]
    try:
        row, undo = kept_tiles(request, board, tiles.settled(placed))
    except Conflict:
        words = _(
            "Somebody else has changed this dashboard meanwhile. Nothing was saved; load the page again."
        )
        return toasts.now(HttpResponse(status=409), words, tone="warn")
    answer = JsonResponse({"version": row.version})
    return toasts.now(answer, _("The tiles are placed."), undo=undo, steps=True)


def kept_tiles(request: HttpRequest, board: Board, placed: Sequence[Tile]) -> tuple[Row, str]:
    """Keep the tiles of a dashboard; return it as it is now, and the address that undoes this. Raises Conflict, Denied, Invalid."""
    visit = request.visit  # type: ignore[attr-defined]
    assert board.row is not None
    version = whole(request.POST.get("version")) or board.row.version
    row = write.update(
        DASHBOARD, board.row.id, {"tiles": tiles.dump(placed)}, by=visit.by, at=visit.at, version=version
    )
    entry = (
        Entry.objects.filter(object_key=DASHBOARD.key, record_id=row.id, version=row.version)
        .order_by("-id")
        .values_list("pk", flat=True)
        .first()
    )
    return row, f"/history/entries/{entry}/undo" if entry and row.version != version else ""


@require_http_methods(["GET", "POST"])
def tile(request: HttpRequest, board_id: int, key: str) -> HttpResponse:
    """Ask for the title, the place and the size of a tile, and keep them."""
    board = shown.kept_board(request, board_id)
    item = board.tile(key)
    if request.method == "GET":
        return dialog(request, board, item)
    changed = replace(
        item,
        title=request.POST.get("title", item.title).strip()[:100],
        w=size(request, "w", item.w, WIDTH),
        h=size(request, "h", item.h, HIGHEST),
    )
    changed = replace(
        changed,
        x=min(WIDTH - changed.w, max(0, (whole(request.POST.get("x")) or item.x + 1) - 1)),
        y=max(0, (whole(request.POST.get("y")) or item.y + 1) - 1),
    )
    try:
        _row, undo = kept_tiles(request, board, shown.changed(board, changed))
    except Conflict:
        return led(request, board.path, _("Somebody else has changed this dashboard meanwhile."), tone="warn")
    return led(request, f"{board.path}?arrange=1", _("The tile is changed."), undo=undo)


def size(request: HttpRequest, name: str, now: int, most: int) -> int:
    return max(1, min(most, whole(request.POST.get(name)) or now))


@require_POST
def remove(request: HttpRequest, board_id: int, key: str) -> HttpResponse:
    """Take a tile away; its report stays."""
    board = shown.kept_board(request, board_id)
    board.tile(key)
    _row, undo = kept_tiles(request, board, shown.without(board, key))
    return led(request, f"{board.path}?arrange=1", _("The tile is taken away."), undo=undo)


def dialog(request: HttpRequest, board: Board, item: Tile) -> HttpResponse:
    context = {
        "board": board,
        "tile": item,
        "action": f"{board.path}/tiles/{item.key}/settings",
        "page": not request.headers.get("HX-Request"),
    }
    block = "dialog" if request.headers.get("HX-Request") else ""
    return render(request, "pages/dashboard_tile_settings.html", context, block=block)


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Put the report of the address on a dashboard: one of those that the person may change, or a new one."""
    try:
        asked = based(request)
    except (Unreadable, FilterError, UnknownObject) as error:
        return led(request, "/dashboards", str(error), tone="bad")
    if request.method == "GET":
        return adding(request, asked)
    target = whole(request.POST.get("dashboard"))
    board_id = target if target is not None else begun(request, request.POST.get("name", ""))
    board = shown.kept_board(request, board_id)
    title = request.POST.get("title", "").strip()[:100]
    w, h = (3, 2) if asked.report.chart in ("number", "gauge") else (6, 4)
    new = Tile(
        key=tiles.free_key(board.tiles),
        w=w,
        h=h,
        title=title,
        report=asked.saved.id if asked.saved else None,
        ask=None if asked.saved else asked.report,
    )
    _row, undo = kept_tiles(request, board, tiles.below(board.tiles, new))
    return led(request, board.path, _("It stands on “%(name)s”.") % {"name": board.name}, undo=undo)


def based(request: HttpRequest) -> Asked:
    """Return the report that is put there: the kept one if it is named, else what the address asks."""
    by = request.visit.by  # type: ignore[attr-defined]
    given = request.POST if request.method == "POST" else request.GET
    number = whole(given.get("base", "").removeprefix("/reports/"))
    return read_asked(request, kept_row(number, by=by) if number else None)


def begun(request: HttpRequest, name: str) -> int:
    """Make a dashboard of one's own, and return its id."""
    visit = request.visit  # type: ignore[attr-defined]
    values = {"name": name.strip()[:100] or _("My dashboard")}
    return write.create(DASHBOARD, values, by=visit.by, at=visit.at).id


def adding(request: HttpRequest, asked: Asked) -> HttpResponse:
    visit = request.visit  # type: ignore[attr-defined]
    page = read.query(DASHBOARD, by=visit.by, at=visit.at, sort="name", limit=100)
    mine = [row for row in page.rows if scope.covers(DASHBOARD, row.columns, by=visit.by, deed="edit")]
    context: dict[str, Any] = {
        "boards": [(str(row.id), row.title) for row in mine],
        "title": asked.saved.title if asked.saved else "",
        "fields": {
            "ask": kept.dump(asked.report),
            "base": asked.path if asked.saved and not asked.is_changed else "",
        },
        "page": not request.headers.get("HX-Request"),
    }
    block = "dialog" if request.headers.get("HX-Request") else ""
    return render(request, "pages/dashboard_add.html", context, block=block)


@require_POST
def take(request: HttpRequest, key: str) -> HttpResponse:
    """Make a dashboard of one's own from one that comes with the product."""
    visit = request.visit  # type: ignore[attr-defined]
    board = shown.preset_board(request, key)
    preset = presets.get(key)
    assert preset is not None
    values = {"name": board.name, "tiles": tiles.dump(board.tiles), "whose": preset.whose, "span": ""}
    row = write.create(DASHBOARD, values, by=visit.by, at=visit.at)
    answer = HttpResponseRedirect(f"/dashboards/{row.id}?arrange=1")
    return toasts.later(answer, _("This dashboard is yours now. Place its tiles as you like."))
