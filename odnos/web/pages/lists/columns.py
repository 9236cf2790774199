"""A board's lanes with their cards, counts and sums."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from odnos.domains.activities.queries import next_tasks
from odnos.engine.access import rights
from odnos.engine.access.actor import Actor
from odnos.engine.custom import layouts
from odnos.engine.filters import text, tree
from odnos.engine.filters.tree import Node
from odnos.engine.records import groups, read, tallies
from odnos.engine.records.groups import Group, Part
from odnos.lib import money, numbers
from odnos.lib.money import Money
from odnos.objects.fields import Field
from odnos.objects.labels import Label
from odnos.objects.registry import ObjectType
from odnos.web.middleware.visits import Visit
from odnos.web.pages.lists import reach, ways
from odnos.web.pages.lists.asked import Asked
from odnos.web.pages.lists.lanes import Lane, only
from odnos.web.pages.lists.shown import switched
from odnos.web.render.cards import Dressing, cards
from odnos.web.render.rows import is_editable

if TYPE_CHECKING:
    from odnos.web.pages.lists.board import Board

RECENT = "closed_on.within:last_90_days"
ALSO = ("stage_since", "status", "position", "closed_on")
EACH = 25
OPEN = ("stage_id", "owner_id", "amount_currency", "probability")
CLOSED = ("closed_on", "status", "amount_currency", "stage_id")


@dataclass(frozen=True, kw_only=True)
class Column:
    """What a template draws of a lane. `takes` says whether cards may be put here, `further` that there may be cards that were not looked for."""

    key: str
    label: Label
    kind: str
    tone: str
    count: str
    sums: Sequence[str]
    weighted: str
    share: float
    cards: Markup
    more: str
    add: str
    earlier: str
    further: str
    folded: bool
    takes: bool


def found(
    asked: Asked, field: Field, lanes: Sequence[Lane], visit: Visit, *, each: int = EACH
) -> dict[Any, Group]:
    """Return what stands in the lanes; closed ones hold what was closed lately unless all is asked for."""
    open_ = [lane.key for lane in lanes if not lane.is_closed]
    closed = [lane.key for lane in lanes if lane.is_closed]
    return groups.groups(
        asked.kind,
        by=visit.by,
        at=visit.at,
        group_by=field.name,
        parts=(
            Part(keys=open_, filter=asked.node, sort=asked.sort, along=along(asked, OPEN)),
            Part(
                keys=closed,
                filter=tree.both(asked.node, lately(asked)),
                sort=sort_of(asked, is_closed=True),
                along=along(asked, CLOSED if lately(asked) else OPEN),
            ),
        ),
        columns=names(asked, by=visit.by),
        limit=each,
        amount=figure_of(asked.kind, by=visit.by),
        narrow=asked.node != tree.EVERYTHING,
    )


def figure_of(kind: ObjectType, *, by: Actor) -> str:
    """Return the field that lanes add up: the first amount of money on a card or a page, or the first bare number on a card."""
    measured = ways.measured_of(kind)
    money_ = [field.name for field in measured if field.kind == "money"]
    card = layouts.of(kind, by=by).card
    shown = [field.name for field in measured if field.name in card]
    return next(iter([*(name for name in shown if name in money_), *money_, *shown]), "")


def sort_of(asked: Asked, *, is_closed: bool) -> str:
    """Return the order of a lane. What is closed is not sorted by hand: what was closed last stands first."""
    by_hand = asked.sort == "position" and "closed_on" in asked.kind.by_name
    return "-closed_on" if is_closed and by_hand else asked.sort


def along(asked: Asked, index: tuple[str, ...]) -> tuple[str, ...]:
    """Return the columns of an index of deals, for the boards that it serves."""
    return index if "closed_on" in asked.kind.by_name and asked.group == "stage" else ()


def lately(asked: Asked) -> Node | None:
    """Closed deals of long ago would bury the others."""
    return text.parse(RECENT) if asked.closed != "all" and "closed_on" in asked.kind.by_name else None


def names(asked: Asked, *, by: Actor) -> list[str]:
    """Return the fields that cards are made of."""
    return [
        *layouts.of(asked.kind, by=by).card,
        asked.group,
        *(name for name in ALSO if name in asked.kind.by_name),
    ]


def drawn(
    board: Board, lanes: Sequence[Lane], held: dict[Any, Group], visit: Visit, *, with_cards: bool = True
) -> list[Column]:
    """Return lanes as the template draws them."""
    asked = board.asked
    rows = [row for lane in lanes for row in held[lane.key].rows] if with_cards else []
    face = layouts.of(asked.kind, by=visit.by).card
    ctx = visit.ctx(read.titles(read.references(rows, face), by=visit.by))
    worn = dressing(board, [row.id for row in rows], visit)
    may_add = rights.may(visit.by, "create", asked.kind) != "none"
    most = max((leading(group) for group in held.values()), default=0) or 1
    folded = asked.preference.folded.get(asked.look.key, ())
    return [
        Column(
            key=lane.token,
            label=lane.label,
            kind=lane.kind,
            tone=lane.tone,
            count=numbers.show(min(group.number, tallies.CAP), locale=ctx.locale)
            + ("+" if group.capped else ""),
            sums=summed(asked.kind, group, ctx.locale, by=visit.by),
            weighted=weighted(group, lane, ctx.locale),
            share=leading(group) / most,
            cards=cards(asked.kind, group.rows, ctx, worn) if with_cards else Markup(),
            more=further(asked, lane, group.next),
            add=asked.href(f"/{asked.kind.plural_key}/board/{lane.token}/new")
            if may_add and board.takes(lane)
            else "",
            earlier=asked.href(closed="all") if lane.is_closed and lately(asked) else "",
            further=listed(board, lane) if group.partial and not group.next else "",
            folded=lane.token in folded,
            takes=board.takes(lane),
        )
        for lane in lanes
        for group in (held[lane.key],)
    ]


def summed(kind: ObjectType, group: Group, locale: str, *, by: Actor) -> list[str]:
    """Return the sums of a lane, one for each currency, or that of its bare numbers."""
    if group.figure is not None:
        field = kind.field(figure_of(kind, by=by))
        shown = numbers.show(group.figure, locale=locale)
        return [numbers.with_unit(shown, getattr(field, "unit", ""), locale=locale)]
    return [money.show(total, locale=locale, digits=0) for total in group.total]


def listed(board: Board, lane: Lane) -> str:
    """Return the list of all that stands in a lane."""
    everything = text.dump(tree.both(board.asked.node, only(board.field, lane, board.lanes)))
    return switched(board.asked, "list", filter=everything, q="")


def dressing(board: Board, ids: Collection[int], visit: Visit) -> Dressing:
    asked = board.asked
    is_by_hand = is_editable(board.field) or asked.sort == "position"
    return Dressing(
        fields=layouts.of(asked.kind, by=visit.by).card,
        tasks=next_tasks(asked.kind.key, ids, by=visit.by),
        rots_after={lane.key: lane.rots_after for lane in board.lanes if lane.rots_after},
        move=asked.href("").removeprefix(asked.path) if is_by_hand else None,
        may_move=reach.may(asked.kind, "edit", by=visit.by),
    )


def leading(group: Group) -> float:
    """The size of a lane: its sum in the currency that leads it, or its number."""
    if group.total:
        return float(group.total[0].amount)
    return float(group.figure if group.figure is not None else group.number)


def weighted(group: Group, lane: Lane, locale: str) -> str:
    if lane.is_closed or not group.weighted:
        return ""
    return " + ".join(money.show(total, locale=locale, digits=0) for total in group.weighted[:2])


def further(asked: Asked, lane: Lane, cursor: str | None) -> str:
    path = f"/{asked.kind.plural_key}/board/{lane.token}/more"
    return asked.href(path, extra={"after": cursor}) if cursor else ""


def in_all(lanes: Sequence[Lane], held: dict[Any, Group], *, by_weight: bool) -> list[Money]:
    """Return the sums over all open lanes, one for each currency."""
    sums: dict[str, Money] = {}
    for lane in lanes:
        group = held[lane.key]
        for amount in () if lane.is_closed else group.weighted if by_weight else group.total:
            known = sums.get(amount.currency)
            sums[amount.currency] = known + amount if known else amount
    return sorted(sums.values(), key=lambda amount: -amount.amount)
