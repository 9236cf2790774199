"""A board's columns with their cards, counts and sums."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from odnos.domains.activities.queries import next_tasks
from odnos.engine.access import rights
from odnos.engine.filters import text, tree
from odnos.engine.filters.tree import Node
from odnos.engine.records import groups, read
from odnos.engine.records.groups import Group, Part
from odnos.lib import money, numbers
from odnos.lib.money import Money
from odnos.objects.labels import Label
from odnos.web.middleware.visits import Visit
from odnos.web.pages.lists.asked import Asked
from odnos.web.pages.lists.lanes import Lane
from odnos.web.render.cards import Dressing, cards

RECENT = "closed_on.within:last_90_days"
ALSO = ("stage_since", "status", "position", "closed_on")
EACH = 25
OPEN = ("stage_id", "owner_id", "amount_currency", "probability")
CLOSED = ("closed_on", "status", "amount_currency", "stage_id")


@dataclass(frozen=True, kw_only=True)
class Column:
    """What a template draws of a column."""

    key: Any
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


def found(asked: Asked, lanes: Sequence[Lane], visit: Visit, *, each: int = EACH) -> dict[Any, Group]:
    """Return what stands in the columns; closed ones hold what was closed lately unless all is asked for."""
    open_ = [lane.key for lane in lanes if not lane.is_closed]
    closed = [lane.key for lane in lanes if lane.is_closed]
    return groups.groups(
        asked.kind,
        by=visit.by,
        at=visit.at,
        group_by=asked.look.group_by,
        parts=(
            Part(keys=open_, filter=asked.node, sort=asked.sort, along=along(asked, OPEN)),
            Part(
                keys=closed,
                filter=tree.both(asked.node, lately(asked)),
                sort=sort_of(asked, is_closed=True),
                along=along(asked, CLOSED if lately(asked) else OPEN),
            ),
        ),
        columns=names(asked),
        limit=each,
        narrow=asked.node != tree.EVERYTHING,
    )


def sort_of(asked: Asked, *, is_closed: bool) -> str:
    """Return the order of a column. What is closed is not sorted by hand: what was closed last stands first."""
    by_hand = asked.sort == "position" and "closed_on" in asked.kind.by_name
    return "-closed_on" if is_closed and by_hand else asked.sort


def along(asked: Asked, index: tuple[str, ...]) -> tuple[str, ...]:
    """Return the columns of an index of deals, for the boards that it serves."""
    return index if "closed_on" in asked.kind.by_name and asked.look.group_by == "stage" else ()


def lately(asked: Asked) -> Node | None:
    """Closed deals of long ago would bury the others."""
    return text.parse(RECENT) if asked.closed != "all" and "closed_on" in asked.kind.by_name else None


def names(asked: Asked) -> list[str]:
    """Return the fields that cards are made of."""
    return [
        *asked.kind.layout.card,
        asked.look.group_by,
        *(name for name in ALSO if name in asked.kind.by_name),
    ]


def drawn(
    asked: Asked, lanes: Sequence[Lane], held: dict[Any, Group], visit: Visit, *, with_cards: bool = True
) -> list[Column]:
    """Return the columns as the template draws them."""
    rows = [row for group in held.values() for row in group.rows] if with_cards else []
    ctx = visit.ctx(read.titles(read.references(rows, asked.kind.layout.card), by=visit.by))
    worn = dressing(asked, lanes, [row.id for row in rows], visit)
    may_add = rights.may(visit.by, "create", asked.kind) != "none"
    most = max((leading(group) for group in held.values()), default=0) or 1
    return [
        Column(
            key=lane.key,
            label=lane.label,
            kind=lane.kind,
            tone=lane.tone,
            count=numbers.show(group.number, locale=ctx.locale),
            sums=[money.show(total, locale=ctx.locale, digits=0) for total in group.total],
            weighted=weighted(group, lane, ctx.locale),
            share=leading(group) / most,
            cards=cards(asked.kind, group.rows, ctx, worn) if with_cards else Markup(),
            more=further(asked, lane, group.next),
            add=asked.href(f"/{asked.kind.plural_key}/board/{lane.key}/new") if may_add else "",
            earlier=asked.href(closed="all") if lane.is_closed and lately(asked) else "",
        )
        for lane in lanes
        for group in (held[lane.key],)
    ]


def dressing(asked: Asked, lanes: Sequence[Lane], ids: Collection[int], visit: Visit) -> Dressing:
    may_move = rights.may(visit.by, "edit", asked.kind) != "none"
    return Dressing(
        tasks=next_tasks(asked.kind.key, ids, by=visit.by),
        rots_after={lane.key: lane.rots_after for lane in lanes},
        move=asked.href("").removeprefix(asked.path) if may_move else None,
    )


def leading(group: Group) -> float:
    """The size of a column: its sum in the currency that leads it, or its number."""
    return float(group.total[0].amount) if group.total else 0.0


def weighted(group: Group, lane: Lane, locale: str) -> str:
    if lane.is_closed or not group.weighted:
        return ""
    return " + ".join(money.show(total, locale=locale, digits=0) for total in group.weighted[:2])


def further(asked: Asked, lane: Lane, cursor: str | None) -> str:
    path = f"/{asked.kind.plural_key}/board/{lane.key}/more"
    return asked.href(path, extra={"after": cursor}) if cursor else ""


def in_all(lanes: Sequence[Lane], held: dict[Any, Group], *, by_weight: bool) -> list[Money]:
    """Return the sums over all open columns, one for each currency."""
    sums: dict[str, Money] = {}
    for lane in lanes:
        group = held[lane.key]
        for amount in () if lane.is_closed else group.weighted if by_weight else group.total:
            known = sums.get(amount.currency)
            sums[amount.currency] = known + amount if known else amount
    return sorted(sums.values(), key=lambda amount: -amount.amount)
