"""The board: a view of kind board of any object, with the same filter as its lists."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_GET
from markupsafe import Markup

from odnos.engine.filters import text, tree
from odnos.engine.records import read
from odnos.engine.records.errors import NotFound
from odnos.engine.records.row import Row
from odnos.lib import money, numbers
from odnos.objects.fields import Field
from odnos.objects.registry import ObjectType
from odnos.web.jinja import render
from odnos.web.pages.lists import asked as asking
from odnos.web.pages.lists import chips, columns, lanes
from odnos.web.pages.lists.asked import Asked
from odnos.web.pages.lists.lanes import Lane
from odnos.web.pages.lists.shown import frame
from odnos.web.render.cards import cards


@dataclass(frozen=True, kw_only=True)
class Board:
    """A board as it is asked for: its columns, and the pipelines it could show."""

    asked: Asked
    field: Field
    lanes: Sequence[Lane]
    pipelines: Sequence[Row]

    def lane(self, key: str) -> Lane:
        """Return the column `key`. Raises NotFound."""
        for lane in self.lanes:
            if str(lane.key) == key:
                return lane
        raise NotFound(f"column {key}")


def of(request: HttpRequest, kind: ObjectType) -> Board:
    """Return the board that the address asks for. Raises NotFound for an object without one."""
    visit = request.visit  # type: ignore[attr-defined]
    asked = asking.read(kind, request, board=True)
    if not asked.look.is_board:
        raise NotFound(f"board of {kind.key}")
    field = kind.field(asked.look.group_by)
    ways = lanes.pipelines(field, by=visit.by, at=visit.at)
    chosen = next((way.id for way in ways if str(way.id) == asked.pipeline), ways[0].id if ways else None)
    asked = dataclasses.replace(asked, pipeline=str(chosen) if chosen and len(ways) > 1 else "")
    shown = lanes.lanes(field, chosen, by=visit.by, at=visit.at)
    return Board(asked=asked, field=field, lanes=shown, pipelines=ways)


@require_GET
def show(request: HttpRequest, kind: ObjectType) -> HttpResponse:
    """Answer with the board."""
    board = of(request, kind)
    block = "listing" if request.headers.get("HX-Target") == "listing" else ""
    return render(request, "pages/board.html", context_of(request, board), block=block)


def context_of(request: HttpRequest, board: Board) -> dict[str, Any]:
    visit, asked = request.visit, board.asked  # type: ignore[attr-defined]
    held = columns.found(asked, board.lanes, visit)
    ctx = visit.ctx()
    named = set(chips.references(asked, ctx))
    ctx = visit.ctx(read.titles(named, by=visit.by)) if named else ctx
    number = sum(group.number for group in held.values())
    return {
        **frame(asked, by=visit.by),
        "chips": chips.chips(asked, ctx),
        "board": columns.drawn(asked, board.lanes, held, visit),
        "count": numbers.show(number, locale=ctx.locale),
        "number": number,
        "pipelines": [
            (way.title, asked.href(pipeline=str(way.id)), str(way.id) == asked.pipeline)
            for way in board.pipelines
        ],
        "sums": said(board, held, ctx.locale, by_weight=False),
        "weighted": said(board, held, ctx.locale, by_weight=True),
        "closed_href": asked.href(closed="" if asked.closed == "all" else "all"),
        "may_import": False,
    }


def said(board: Board, held: dict[Any, Any], locale: str, *, by_weight: bool) -> str:
    sums = columns.in_all(board.lanes, held, by_weight=by_weight)
    return " + ".join(money.show(amount, locale=locale, digits=0) for amount in sums)


@require_GET
def more(request: HttpRequest, kind: ObjectType, key: str) -> HttpResponse:
    """Answer with further cards of one column; without htmx, lead to the list of that column."""
    visit = request.visit  # type: ignore[attr-defined]
    board = of(request, kind)
    asked, lane = board.asked, board.lane(key)
    stands = lanes.only(board.field, lane.key)
    if not request.headers.get("HX-Request"):
        everything = text.dump(tree.both(asked.node, stands))
        return HttpResponseRedirect(asked.href(f"/{kind.plural_key}", filter=everything, q=""))
    page = read.query(
        kind,
        by=visit.by,
        at=visit.at,
        filter=tree.both(asked.node, stands, columns.lately(asked) if lane.is_closed else None),
        sort=columns.sort_of(asked, is_closed=lane.is_closed),
        columns=columns.names(asked),
        after=request.GET.get("after") or None,
        limit=columns.EACH,
    )
    ctx = visit.ctx(read.titles(page.references(kind.layout.card), by=visit.by))
    worn = columns.dressing(asked, board.lanes, [row.id for row in page.rows], visit)
    inside: Markup = cards(kind, page.rows, ctx, worn)
    context = {"cards": inside, "more": columns.further(asked, lane, page.next)}
    return render(request, "pages/board_more.html", context, block="more")
