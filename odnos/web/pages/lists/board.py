"""The board: a view of kind board of any object, with the same filter as its lists."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_GET, require_POST
from markupsafe import Markup

from odnos.engine.access.actor import Actor
from odnos.engine.custom import layouts
from odnos.engine.filters import tree
from odnos.engine.records import read, tallies
from odnos.engine.records.errors import NotFound
from odnos.engine.records.row import Row
from odnos.engine.views import preferences
from odnos.lib import money, numbers
from odnos.objects.fields import Field
from odnos.objects.registry import ObjectType
from odnos.web.jinja import render
from odnos.web.pages.lists import asked as asking
from odnos.web.pages.lists import chips, columns, lanes, ways
from odnos.web.pages.lists.asked import Asked
from odnos.web.pages.lists.lanes import Lane
from odnos.web.pages.lists.shown import frame
from odnos.web.pages.lists.told import told
from odnos.web.render.cards import cards
from odnos.web.render.rows import is_editable


@dataclass(frozen=True, kw_only=True)
class Board:
    """A board as it is asked for: its lanes, and the pipelines it could show."""

    asked: Asked
    field: Field
    lanes: Sequence[Lane]
    pipelines: Sequence[Row]

    def lane(self, token: str, *, by: Actor) -> Lane:
        """Return the lane that an address names, be it not among the frequent ones. Raises NotFound."""
        for lane in self.lanes:
            if lane.token == token:
                return lane
        found = lanes.named(self.field, token, by=by)
        if found is None:
            raise NotFound(f"lane {token}")
        return found

    def takes(self, lane: Lane) -> bool:
        """Whether cards can be put into a lane: “others” says nothing that could be written."""
        return is_editable(self.field) and not lane.is_others

    def of(self, row: Row) -> Lane:
        """Return the lane that a record stands in."""
        value = row.columns[self.field.column]
        fitting = (lane for lane in self.lanes if lane.key == value and not lane.is_others)
        return next(fitting, None) or next((lane for lane in self.lanes if lane.is_others), self.lanes[0])


def of(request: HttpRequest, kind: ObjectType) -> Board:
    """Return the board that the address asks for. Raises NotFound for an object without a field for its lanes."""
    visit = request.visit  # type: ignore[attr-defined]
    asked = asking.read(kind, request, mode="board")
    if not asked.group:
        raise NotFound(f"board of {kind.key}")
    field = kind.field(asked.group)
    ways_ = lanes.pipelines(field, by=visit.by, at=visit.at)
    chosen = next((way.id for way in ways_ if str(way.id) == asked.pipeline), ways_[0].id if ways_ else None)
    asked = dataclasses.replace(asked, pipeline=str(chosen) if chosen and len(ways_) > 1 else "")
    shown = lanes.lanes(kind, field, chosen, asked.node, by=visit.by, at=visit.at)
    told(asked, visit)
    return Board(asked=asked, field=field, lanes=shown, pipelines=ways_)


@require_GET
def show(request: HttpRequest, kind: ObjectType) -> HttpResponse:
    """Answer with the board."""
    board = of(request, kind)
    block = "listing" if request.headers.get("HX-Target") == "listing" else ""
    return render(request, "pages/board.html", context_of(request, board), block=block)


def context_of(request: HttpRequest, board: Board) -> dict[str, Any]:
    visit, asked, kind = request.visit, board.asked, board.asked.kind  # type: ignore[attr-defined]
    held = columns.found(asked, board.field, board.lanes, visit)
    ctx = visit.ctx()
    named = set(chips.references(asked, ctx))
    ctx = visit.ctx(read.titles(named, by=visit.by)) if named else ctx
    number = sum(group.number for group in held.values())
    capped = any(group.capped for group in held.values())
    return {
        **frame(asked, by=visit.by),
        "chips": chips.chips(asked, ctx),
        "board": columns.drawn(board, board.lanes, held, visit),
        "field": board.field,
        "lane_fields": [
            (
                item.label,
                asked.href(way=dataclasses.replace(asked.way, group=item.name)),
                item.name == asked.group,
            )
            for item in ways.lanes_of(kind)
        ],
        "fold": asked.href(f"/{kind.plural_key}/board/fold"),
        "has_closed": any(lane.is_closed for lane in board.lanes),
        "count": numbers.show(min(number, tallies.CAP) if capped else number, locale=ctx.locale)
        + ("+" if capped else ""),
        "number": number,
        "pipelines": [
            (way.title, asked.href(pipeline=str(way.id)), str(way.id) == asked.pipeline)
            for way in board.pipelines
        ],
        "sums": said(board, held, ctx.locale, by_weight=False),
        "weighted": said(board, held, ctx.locale, by_weight=True),
        "closed_href": asked.href(closed="" if asked.closed == "all" else "all"),
    }


def said(board: Board, held: dict[Any, Any], locale: str, *, by_weight: bool) -> str:
    sums = columns.in_all(board.lanes, held, by_weight=by_weight)
    return " + ".join(money.show(amount, locale=locale, digits=0) for amount in sums)


@require_GET
def more(request: HttpRequest, kind: ObjectType, key: str) -> HttpResponse:
    """Answer with further cards of one column; without htmx, lead to the list of that column."""
    visit = request.visit  # type: ignore[attr-defined]
    board = of(request, kind)
    asked, lane = board.asked, board.lane(key, by=visit.by)
    if not request.headers.get("HX-Request"):
        return HttpResponseRedirect(columns.listed(board, lane))
    stands = lanes.only(board.field, lane, board.lanes)
    page = read.query(
        kind,
        by=visit.by,
        at=visit.at,
        filter=tree.both(asked.node, stands, columns.lately(asked) if lane.is_closed else None),
        sort=columns.sort_of(asked, is_closed=lane.is_closed),
        columns=columns.names(asked, by=visit.by),
        after=request.GET.get("after") or None,
        limit=columns.EACH,
    )
    ctx = visit.ctx(read.titles(page.references(layouts.of(kind, by=visit.by).card), by=visit.by))
    worn = columns.dressing(board, [row.id for row in page.rows], visit)
    inside: Markup = cards(kind, page.rows, ctx, worn)
    context = {"cards": inside, "more": columns.further(asked, lane, page.next)}
    return render(request, "pages/board_more.html", context, block="more")


@require_POST
def fold(request: HttpRequest, kind: ObjectType) -> HttpResponse:
    """Keep that a lane is folded, or open again, for whoever asks."""
    by = request.visit.by  # type: ignore[attr-defined]
    asked = asking.read(kind, request, mode="board")
    lane, folded = request.POST.get("lane", "")[:200], request.POST.get("folded") == "1"
    if lane:
        preferences.fold(kind.key, asked.look.key, lane, folded=folded, by=by)
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204)
    return HttpResponseRedirect(asked.href())
