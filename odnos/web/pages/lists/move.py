"""A card moved on the board: into another column, to another place, or both; and the move taken back."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from odnos.engine.audit.models import Entry
from odnos.engine.custom import layouts
from odnos.engine.records import places, read, undo, write
from odnos.engine.records.errors import Conflict, Invalid, NotFound
from odnos.engine.records.row import Row
from odnos.objects.registry import ObjectType
from odnos.web import toasts
from odnos.web.given import whole
from odnos.web.jinja import render
from odnos.web.pages.lists import board as boards
from odnos.web.pages.lists import columns, lanes
from odnos.web.pages.lists.board import Board
from odnos.web.pages.lists.lanes import Lane
from odnos.web.pages.lists.places import led, next_of
from odnos.web.pages.record import gating
from odnos.web.render.cards import card

REASON = "lost_reason"


@require_http_methods(["GET", "POST"])
def move(request: HttpRequest, kind: ObjectType, record_id: int) -> HttpResponse:
    """Put a record into a column between two others; on its way into a lost one, ask why first."""
    visit = request.visit  # type: ignore[attr-defined]
    board = boards.of(request, kind)
    given = request.POST if request.method == "POST" else request.GET
    lane = board.lane(given.get("stage", ""), by=visit.by)
    row = read.get(kind, record_id, by=visit.by)
    is_elsewhere = row.columns[board.field.column] != lane.key
    if is_elsewhere and not board.takes(lane):
        return refused(_("Nothing can be put there by hand."), status=422)
    asks = lane.kind == "lost" and REASON in kind.by_name and is_elsewhere
    if asks and (request.method == "GET" or not given.get(REASON, "").strip()):
        return why(request, board, row, lane, given, missing=request.method == "POST" and REASON in given)
    if request.method == "GET":
        return led(request, board.asked.href())
    return (gate(request, board, row, lane, given) if is_elsewhere else None) or moved_to(
        request, board, row, lane, with_reason=asks
    )


def moved_to(request: HttpRequest, board: Board, row: Row, lane: Lane, *, with_reason: bool) -> HttpResponse:
    """Write the move and answer with the board as it is then, or say why it was refused."""
    try:
        moved = written(request, board, row, lane, with_reason=with_reason)
    except Conflict:
        return refused(_("Somebody moved “%(title)s” meanwhile.") % {"title": row.title}, status=409)
    except Invalid as error:
        return refused(
            " ".join(str(reason) for every in error.errors.values() for reason in every), status=422
        )
    return answered(request, board, row, moved)


def gate(request: HttpRequest, board: Board, row: Row, lane: Lane, given: Any) -> HttpResponse | None:
    """Answer with what is missing for the lane's stage, unless nothing is."""
    if board.field.name != row.type.path or not isinstance(lane.key, int):
        return None
    keep = {
        name: given.get(name, "") for name in ("stage", "version", "after", "before", REASON) if name in given
    }
    action = f"/{row.type.plural_key}/{row.id}/move?{request.GET.urlencode()}"
    return gating.stop(request, row, lane.key, action=action, keep=keep)


def written(request: HttpRequest, board: Board, row: Row, lane: Lane, *, with_reason: bool) -> Row:
    """Write the move. What others changed meanwhile in other fields stays; a stage they changed is a conflict."""
    visit, given = request.visit, request.POST  # type: ignore[attr-defined]
    values: dict[str, Any] = {} if lane.is_others else {board.field.name: lane.raw}
    if board.field.name == row.type.path and isinstance(lane.key, int):
        values |= gating.given(request, row, lane.key)
    if with_reason:
        values[REASON] = given[REASON]
    if board.asked.sort == "position":
        place = places.between(
            row.type,
            among=lanes.only(board.field, lane, board.lanes),
            after=whole(given.get("after", "")),
            before=whole(given.get("before", "")),
            by=visit.by,
            at=visit.at,
        )
        values |= {} if place is None else {"position": place}
    version = whole(given.get("version", ""))
    trusted = {"by": visit.by, "at": visit.at, "trusted": "position" in values}
    try:
        return write.update(row.type, row.id, values, version=version, **trusted)
    except Conflict as error:
        if board.field.name in error.fields:
            raise
        return write.update(row.type, row.id, values, version=error.current.version, **trusted)


def answered(request: HttpRequest, board: Board, before: Row, moved: Row) -> HttpResponse:
    """Answer with the heads of both columns and the card as they are now."""
    if not request.headers.get("HX-Request"):
        return led(request, board.asked.href())
    visit, name = request.visit, board.field.name  # type: ignore[attr-defined]
    touched = [lane for lane in board.lanes if lane in (board.of(before), board.of(moved))]
    held = columns.found(board.asked, board.field, board.lanes, visit, each=1)
    ctx = visit.ctx(
        read.titles(read.references([moved], layouts.of(moved.type, by=visit.by).card), by=visit.by)
    )
    worn = columns.dressing(board, [moved.id], visit)
    heads = columns.drawn(board, touched, held, visit, with_cards=False)
    context = {
        "heads": heads,
        "card": card(moved.type, moved, ctx, worn, oob=True),
        "sums": boards.said(board, held, ctx.locale, by_weight=False),
        "weighted": boards.said(board, held, ctx.locale, by_weight=True),
        "has_closed": any(lane.is_closed for lane in board.lanes),
    }
    answer = render(request, "pages/board_moved.html", context, block="moved")
    if before[name] == moved[name]:
        return answer
    column = board.field.text(moved[name], ctx) or board.of(moved).label
    text = _("“%(title)s” is in “%(column)s” now.") % {"title": moved.title, "column": column}
    return toasts.now(
        answer, text, undo=f"/{moved.type.plural_key}/{moved.id}/move/undo?version={moved.version}"
    )


def refused(text: str, *, status: int) -> HttpResponse:
    """Say why not; the card goes back where it was."""
    return toasts.now(HttpResponse(status=status), text, tone="bad")


def why(
    request: HttpRequest, board: Board, row: Row, lane: Lane, given: Any, *, missing: bool
) -> HttpResponse:
    """Ask for the reason of a loss."""
    field = row.type.field(REASON)
    context = {
        "action": f"/{row.type.plural_key}/{row.id}/move?{request.GET.urlencode()}"
        if request.method == "POST"
        else board.asked.href(f"/{row.type.plural_key}/{row.id}/move"),
        "title": row.title,
        "control": field.widget(row[REASON], request.visit.ctx()),  # type: ignore[attr-defined]
        "label": field.label,
        "choices": getattr(field, "choices", ()),
        "keep": {name: given.get(name, "") for name in ("stage", "version", "after", "before")},
        "stage": lane.label,
        "errors": [_("Say why, so that the next one is won.")] if missing else [],
        "page": not request.headers.get("HX-Request"),
    }
    block = "dialog" if request.headers.get("HX-Request") else ""
    return render(request, "pages/board_lost.html", context, block=block, status=422 if missing else 200)


@require_POST
def take_back(request: HttpRequest, kind: ObjectType, record_id: int) -> HttpResponse:
    """Undo the write that made one version of a record."""
    visit = request.visit  # type: ignore[attr-defined]
    version = whole(request.GET.get("version", ""))
    entry = Entry.objects.filter(object_key=kind.key, record_id=record_id, version=version or 0).last()
    if entry is None or entry.actor_id != visit.by.user_id:
        raise NotFound(f"{kind.key} {record_id} version {version}")
    done = undo.entry(entry.pk, by=visit.by, at=visit.at)
    text, tone = (_("Taken back."), "good") if not done.kept else (done.kept[0][2], "warn")
    if not request.headers.get("HX-Request"):
        return led(request, next_of(request, f"/{kind.plural_key}"), text, tone=tone)
    return toasts.now(HttpResponse(status=204), text, tone=tone)
