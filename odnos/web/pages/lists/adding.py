"""A record made where it belongs: in a column of the board, with the few fields that matter at first."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from odnos.engine.access.actor import Actor
from odnos.engine.custom import layouts
from odnos.engine.records import read, write
from odnos.engine.records.errors import Invalid
from odnos.engine.records.row import Row
from odnos.objects.fields import Field
from odnos.objects.registry import ObjectType
from odnos.web import toasts
from odnos.web.jinja import render
from odnos.web.pages.lists import board as boards
from odnos.web.pages.lists import columns, controls
from odnos.web.pages.lists.board import Board
from odnos.web.pages.lists.lanes import Lane
from odnos.web.pages.lists.places import led
from odnos.web.render.cards import card


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, kind: ObjectType, key: str) -> HttpResponse:
    """Ask for a new record of one column, and put its card on top of it."""
    board = boards.of(request, kind)
    visit = request.visit  # type: ignore[attr-defined]
    lane = board.lane(key, by=visit.by)
    if request.method == "GET":
        return form(request, board, lane, {}, {})
    values = {field.name: field.from_form(request.POST) for field in asked_fields(board, by=visit.by)}
    if not lane.is_others:
        values[board.field.name] = lane.raw
    if through := getattr(board.field, "pipeline", ""):
        values[through] = next(
            iter(str(way.id) for way in board.pipelines if str(way.id) == board.asked.pipeline), None
        ) or str(board.pipelines[0].id)
    try:
        row = write.create(kind, values, by=visit.by, at=visit.at)
    except Invalid as error:
        return form(request, board, lane, values, error.errors, status=422)
    return added(request, board, lane, row)


def asked_fields(board: Board, *, by: Actor) -> list[Field]:
    kind = board.asked.kind
    quick = layouts.of(kind, by=by).quick
    return [kind.field(name) for name in quick if name != board.field.name]


def form(
    request: HttpRequest, board: Board, lane: Lane, values: dict[str, Any], errors: Any, *, status: int = 200
) -> HttpResponse:
    kind = board.asked.kind
    fields = [
        {
            "name": field.name,
            "label": field.label,
            "required": field.required,
            "control": controls.control(request, None, field, values.get(field.name)),
            "errors": [str(reason) for reason in errors.get(field.name, ())],
        }
        for field in asked_fields(board, by=request.visit.by)  # type: ignore[attr-defined]
    ]
    shown = {field["name"] for field in fields}
    context = {
        "action": board.asked.href(f"/{kind.plural_key}/board/{lane.token}/new"),
        "title": _("New in “%(column)s”") % {"column": lane.label},
        "fields": fields,
        "others": [str(reason) for name, every in errors.items() if name not in shown for reason in every],
        "page": not request.headers.get("HX-Request"),
    }
    block = "dialog" if request.headers.get("HX-Request") else ""
    return render(request, "pages/board_add.html", context, block=block, status=status)


def added(request: HttpRequest, board: Board, lane: Lane, row: Row) -> HttpResponse:
    text = _("“%(title)s” is created.") % {"title": row.title}
    if not request.headers.get("HX-Request"):
        return led(request, board.asked.href(), text)
    visit = request.visit  # type: ignore[attr-defined]
    held = columns.found(board.asked, board.field, [lane], visit, each=1)
    ctx = visit.ctx(read.titles(read.references([row], layouts.of(row.type, by=visit.by).card), by=visit.by))
    worn = columns.dressing(board, [row.id], visit)
    context = {
        "heads": columns.drawn(board, [lane], held, visit, with_cards=False),
        "card": card(row.type, row, ctx, worn),
        "key": lane.token,
    }
    return toasts.now(render(request, "pages/board_add.html", context, block="added"), text)
