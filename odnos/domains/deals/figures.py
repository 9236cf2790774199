"""Figures about deals, within what the actor may see; exact, and never across currencies."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, Q, Sum

from odnos.domains.deals.models import Stage, StageChange
from odnos.domains.deals.objects import DEAL
from odnos.engine.access import rights
from odnos.engine.access.actor import Actor
from odnos.engine.access.fields import safe
from odnos.engine.filters.tree import All, Condition, Node, both, conditions
from odnos.engine.filters.tree import Any as AnyOf
from odnos.engine.records import fitting, indexed, read
from odnos.engine.records.reach import everywhere, reach
from odnos.engine.records.tallies import Figure, tallied
from odnos.lib import money
from odnos.lib.money import Money

Pair = tuple[dt.date, dt.date]
"""Days from the first to before the second."""


@dataclass
class Sums:
    """How many deals, and what they are worth in each currency."""

    number: int = 0
    by_currency: dict[str, Decimal] = field(default_factory=dict)

    def add(self, number: int, amount: Decimal | None, currency: str) -> None:
        self.number += number
        if amount is not None and currency:
            self.by_currency[currency] = self.by_currency.get(currency, Decimal(0)) + amount

    @property
    def total(self) -> list[Money]:
        """One amount per currency, the largest first."""
        return [
            Money(amount, code)
            for code, amount in sorted(self.by_currency.items(), key=lambda item: -item[1])
        ]

    def of(self, currency: str) -> Decimal:
        return self.by_currency.get(currency, Decimal(0))


@dataclass(frozen=True)
class Step:
    """A stage of a pipeline as the figures need it. `rots_after` is in days."""

    id: int
    name: str
    kind: str
    pipeline: int
    rots_after: int | None


def steps(pipeline: int | None = None) -> list[Step]:
    """Return the stages of one pipeline, or of all, in their order."""
    found = Stage.objects.filter(deleted_at__isnull=True, **({"pipeline_id": pipeline} if pipeline else {}))
    rows = found.order_by("pipeline_id", "position", "pk").values_list(
        "pk", "name", "kind", "pipeline_id", "rots_after_days"
    )
    return [
        Step(pk, name, kind, owner, int(rots) if rots is not None else None)
        for pk, name, kind, owner, rots in rows
    ]


@dataclass(frozen=True)
class Part:
    """Deals that have a stage, an owner and a currency in common. `likely` is their worth weighted by probability."""

    stage: int
    owner: int | None
    currency: str
    number: int
    worth: Decimal | None
    likely: Decimal = Decimal(0)


@dataclass(frozen=True)
class Closing:
    """Deals that were closed on one day with one outcome (won, lost), in one currency."""

    day: dt.date
    status: str
    currency: str
    number: int
    worth: Decimal | None


def open_now(path: Iterable[Step], scope: Node | None, *, by: Actor, at: dt.datetime) -> list[Part]:
    """Return all open deals within `scope`. Grouped by probability too they follow an index, and are weighted exactly."""
    asked = Condition(("stage",), "in", [step.id for step in path if step.kind == "open"])
    along = ("stage_id", "owner_id", "amount_currency", "probability")
    return [
        Part(stage, owner, currency, number, worth, (worth or 0) * (likely or 0) / Decimal(100))
        for stage, owner, currency, likely, number, worth in grouped(asked, scope, by=by, at=at, along=along)
    ]


def won(days: Pair, scope: Node | None, *, by: Actor, at: dt.datetime) -> list[Part]:
    """Return the deals that were won in those days, by stage and owner."""
    along = ("stage_id", "owner_id", "amount_currency")
    return [Part(*row) for row in grouped(closed_in("won", days), scope, by=by, at=at, along=along)]


def closings(days: Pair, scope: Node | None, *, by: Actor, at: dt.datetime) -> list[Closing]:
    """Return what was closed on each of those days. All outcomes at once: so they follow an index."""
    along = ("closed_on", "status", "amount_currency")
    return [Closing(*row) for row in grouped(closed_within(days), scope, by=by, at=at, along=along)]


def closed(found: Iterable[Closing], status: str, days: Pair) -> Sums:
    """Return those closings of one outcome that lie in `days` as one."""
    sums = Sums()
    for closing in found:
        if closing.status == status and days[0] <= closing.day < days[1]:
            sums.add(closing.number, closing.worth, closing.currency)
    return sums


def last_closing(scope: Node | None, *, by: Actor, at: dt.datetime) -> dt.date | None:
    """Return the day on which a deal was closed last."""
    if not may_know({"closed_on"}, by=by):
        return None
    asked = both(Condition(("status",), "in", ["won", "lost"]), Condition(("closed_on",), "not_empty"), scope)
    page = read.query(DEAL, by=by, at=at, filter=asked, sort="-closed_on", columns=("closed_on",), limit=1)
    day: dt.date | None = page.rows[0]["closed_on"] if page.rows else None
    return day


def together(found: Iterable[Part]) -> Sums:
    """Return some parts as one."""
    sums = Sums()
    for part in found:
        sums.add(part.number, part.worth, part.currency)
    return sums


def weighted(found: Iterable[Part]) -> list[Money]:
    """Return what deals are worth by their probability, the largest currency first."""
    sums = Sums()
    for part in found:
        sums.add(0, part.likely if part.worth is not None else None, part.currency)
    return [amount.rounded() for amount in sums.total]


def by_stage(found: Iterable[Part]) -> dict[int, Sums]:
    sums: dict[int, Sums] = defaultdict(Sums)
    for part in found:
        sums[part.stage].add(part.number, part.worth, part.currency)
    return dict(sums)


def by_owner(found: Iterable[Part]) -> dict[int | None, Sums]:
    sums: dict[int | None, Sums] = defaultdict(Sums)
    for part in found:
        sums[part.owner].add(part.number, part.worth, part.currency)
    return dict(sums)


def went_on(
    path: Sequence[Step], days: Pair, scope: Node | None, *, by: Actor, at: dt.datetime
) -> dict[int, float | None]:
    """Return for each open stage of a pipeline the share of the deals that left it in those days and went further.

    A step to a later stage or to won is further; a step back or to lost is not. None where nothing left.
    """
    place = {step.id: number for number, step in enumerate(path)}
    lost = {step.id for step in path if step.kind == "lost"}
    zone = by.context(at).timezone
    start, end = (dt.datetime.combine(day, dt.time(), zone) for day in days)
    moves = StageChange.objects.filter(
        to_stage_id__in=list(place), from_stage_id__isnull=False, at__gte=start, at__lt=end
    )
    # Followed from the days on, each step's deal is looked up among those seen: a sum is no column of an index to begin at.
    moves = moves.alias(deal=F("deal_id") + 0).filter(within(scope, by=by, at=at))
    left: dict[int, list[int]] = defaultdict(lambda: [0, 0])
    for source, target, number in moves.values_list("from_stage_id", "to_stage_id").annotate(
        number=Count("pk")
    ):
        if source in place:
            left[source][0 if target not in lost and place[target] > place[source] else 1] += number
    return {
        step.id: left[step.id][0] / sum(left[step.id]) if sum(left[step.id]) else None
        for step in path
        if step.kind == "open"
    }


def within(scope: Node | None, *, by: Actor, at: dt.datetime) -> Q:
    """Return the condition that keeps steps to the deals of a scope. Whoever sees all deals asks for all but the bin's."""
    if scope is None and rights.may(by, "see", DEAL) == "all":
        gone = reach(DEAL, by=by, deleted=True)  # spare: whoever comes here sees all
        return ~Q(deal_id__in=gone.order_by().values("pk"))
    return Q(deal__in=read.matching(DEAL, by=by, at=at, filter=scope).order_by().values("pk"))


def stuck(path: Iterable[Step], *, at: dt.datetime) -> Node:
    """Return the condition of deals that stand in an open stage for longer than it allows; nothing if none says how long."""
    waiting = [
        All(
            (
                Condition(("stage",), "is", step.id),
                Condition(("stage_since",), "lt", moment_before(at, step.rots_after)),
            )
        )
        for step in path
        if step.kind == "open" and step.rots_after
    ]
    return AnyOf(tuple(waiting))


def moment_before(at: dt.datetime, days: int) -> str:
    """Return the beginning of the hour so many days ago, so that an address keeps its meaning for a while."""
    return (
        (at - dt.timedelta(days=days))
        .replace(minute=0, second=0, microsecond=0)
        .isoformat()
        .replace("+00:00", "Z")
    )


def may_know(names: Set[str], *, by: Actor) -> bool:
    """Whether `by` sees all these fields of a deal."""
    return names <= safe(DEAL, by=by).by_name.keys()


def numbers(found: Any, along: Sequence[str], *, by: Actor) -> list[tuple[Any, ...]]:
    """Return what deals come to for somebody who may not know what they are worth, or how likely they are."""
    hidden = {"amount_currency"} if not may_know({"amount"}, by=by) else set()
    known = [name for name in along if name not in hidden | {"probability"}]
    counted = found.order_by().values(*known).annotate(number=Count("*"), worth=Sum("amount"))
    rows = []
    for row in counted:
        told = ["" if name in hidden else row.get(name) for name in along]
        rows.append((*told, row["number"], None if hidden else row["worth"]))
    return rows


def is_open() -> Node:
    return Condition(("status",), "is", "open")


def closed_in(status: str, days: Pair) -> Node:
    """Return the condition of deals won or lost from the first day to before the second."""
    return All((Condition(("status",), "is", status), closed_within(days)))


def closed_within(days: Pair) -> Node:
    last = days[1] - dt.timedelta(days=1)
    return Condition(("closed_on",), "between", [days[0].isoformat(), last.isoformat()])


def grouped(
    asked: Node, scope: Node | None, *, by: Actor, at: dt.datetime, along: Sequence[str]
) -> Iterable[tuple[Any, ...]]:
    """Return the values of `along` with the number of deals that share them and their worth, as far as `by` may know it.

    Nothing is counted by a day that is hidden from them, and a hidden amount is worth nothing, in no currency.
    """
    if not all(fitting.may_ask(one.path, DEAL, by=by) for one in conditions(both(asked, scope))):
        return []
    found = read.matching(DEAL, by=by, at=at, filter=both(asked, scope))
    if not may_know(({"probability"} & {*along}) | {"amount"}, by=by):
        return numbers(found, along, by=by)
    is_skipped = rights.may(by, "see", DEAL) == "all" and indexed.skips(DEAL, along, both(asked, scope))
    between = everywhere(DEAL, deleted=False) if is_skipped else None
    worth = Figure(column="amount", currency="amount_currency")
    return [
        (*typed(line.keys, along), line.number, summed.total if summed.number else None)
        for line in tallied(found, along, [worth], cap=None, between=between)
        for _currency, summed in line.sums
    ]


def typed(keys: Sequence[Any], along: Sequence[str]) -> list[Any]:
    """Return what a sum was grouped by, as columns are read: a tally has what the database keeps."""
    return [
        money.from_units(key) if name == "probability" and key is not None else key
        for key, name in zip(keys, along, strict=True)
    ]
