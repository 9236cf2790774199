"""The funnel: how far the deals that began in a period came (`furthest.py`), where they are, where they were lost and why."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from django.utils.translation import gettext as _

from odnos.analytics.analyses.furthest import furthest
from odnos.analytics.analyses.maturity import Books, Maturity
from odnos.analytics.analyses.outcomes import begin_books
from odnos.analytics.analyses.population import Population
from odnos.analytics.analyses.sql import number, ratio
from odnos.analytics.analyses.velocity import Length, began, columns, length
from odnos.analytics.reports import labels
from odnos.analytics.reports.definition import Grain
from odnos.analytics.reports.dimensions import Split
from odnos.analytics.reports.spans import OPEN, Span, closed, following
from odnos.analytics.store.answer import Answer, Store
from odnos.engine.access.actor import Actor
from odnos.engine.filters.tree import EVERYTHING, Condition, Node, both
from odnos.engine.records import read
from odnos.engine.records.row import Row
from odnos.objects.registry import registry

SPLITS: dict[str, tuple[str, ...]] = {
    "person": ("owner",),
    "team": ("team",),
    "channel": ("source",),
    "company": ("company",),
}
GRAINS: tuple[Grain, ...] = ("week", "month", "quarter")
Shares = tuple[Decimal | None, ...]
"""What part of the deals came to each stage."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Which deals: those of a pipeline that began in the days of `span` and meet `where`. `window` is in days."""

    pipeline: int
    span: str = ""
    where: Node = EVERYTHING
    order: Literal["any", "strict"] = "any"
    window: int | None = None
    split: str = ""


@dataclass(frozen=True, kw_only=True)
class Stage:
    """One stage: how many came there, with what worth, and what became of those who came no further."""

    id: int
    name: str
    reached: int
    amount: Decimal | None
    still_open: int
    lost: int
    step_rate: Decimal | None
    total_rate: Decimal | None
    stay: Length
    reasons: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Group:
    """The funnel of one group in short: by `reached`, in the order of the stages."""

    text: str
    value: Any
    reached: tuple[int, ...]
    still_open: int
    lost: int
    maturity: Maturity
    where: Node | None = None

    @property
    def total_rate(self) -> Decimal | None:
        return ratio(self.reached[-1], self.reached[0])


@dataclass(frozen=True, kw_only=True)
class Funnel:
    """What became of the deals of a period. The last stage is that of those won."""

    asked: Asked
    stages: tuple[Stage, ...]
    groups: tuple[Group, ...]
    maturity: Maturity
    as_of: dt.datetime
    span: Span = OPEN

    @property
    def entered(self) -> int:
        return self.stages[0].reached if self.stages else 0

    @property
    def won(self) -> int:
        return self.stages[-1].reached if self.stages else 0


def stages_of(pipeline: int, *, by: Actor, at: dt.datetime) -> list[Row]:
    """Return the open stages of a pipeline in their order, and behind them the one in which deals are won."""
    asked = Condition(("pipeline",), "is", pipeline)
    rows = read.query(registry.get("stage"), by=by, at=at, filter=asked, sort="position", limit=100).rows
    return [row for row in rows if row["kind"] == "open"] + [row for row in rows if row["kind"] == "won"][:1]


def funnel(asked: Asked, *, by: Actor, at: dt.datetime, store: Store) -> Funnel:
    """Return the funnel of deals. Raises ReportError, FilterError, Denied, StoreError."""
    return begin(asked, by=by, at=at, store=store)()


def begin(
    asked: Asked, *, by: Actor, at: dt.datetime, store: Store, books: Callable[[], Books] | None = None
) -> Callable[[], Funnel]:
    """Ask for the funnel of deals, and return what waits for the answers; `books` gives those of its pipeline.

    Raises ReportError, FilterError, Denied; both raise StoreError.
    """
    path = stages_of(asked.pipeline, by=by, at=at)
    deals = population(asked, by=by, at=at, store=store)
    made, group = split_of(asked, deals)
    counts = counted(asked, path, deals, group)
    lengths = begin_stays(asked, by=by, at=at, store=store)
    kept = books or begin_books(by=by, at=at, store=store, where=pipeline_only(asked))
    span = deals.span(asked.span)

    def told() -> Funnel:
        found, today = counts(), deals.asking.ctx.today
        return Funnel(
            asked=asked,
            stages=stages(path, found.rows, lengths()),
            groups=groups(asked, made, found.rows, len(path), kept(), by=by, at=at) if made else (),
            maturity=kept().of_beginnings(*closed(span), today=today) if span.is_closed else Maturity(),
            as_of=found.as_of,
            span=span,
        )

    return told


def begin_shares(asked: Asked, *, by: Actor, at: dt.datetime, store: Store) -> Callable[[], Shares]:
    """Ask what part of the deals came to each stage, and nothing else of them; return what waits for the answer."""
    path = stages_of(asked.pipeline, by=by, at=at)
    found = counted(asked, path, population(asked, by=by, at=at, store=store), "NULL")
    return lambda: tuple(stage.total_rate for stage in stages(path, found().rows, {}))


def counted(asked: Asked, path: Sequence[Row], deals: Population, group: str) -> Callable[[], Answer]:
    """Ask how many deals, and of what worth, each group has at each place, by outcome and reason."""
    sql = furthest_of(asked, path, deals, group)
    return deals.begin(
        f"SELECT g, rank, status, lost_reason, count(*), sum(amount) FROM ({sql}) AS f"
        " GROUP BY g, rank, status, lost_reason ORDER BY g, rank, status, lost_reason"
    )


def population(asked: Asked, *, by: Actor, at: dt.datetime, store: Store) -> Population:
    """Return the deals that are asked about."""
    deals = Population(key="deal", by=by, at=at, store=store, needs=("started_on",))
    deals.only(pipeline_only(asked))
    deals.within(began(deals), deals.span(asked.span))
    return deals


def furthest_of(asked: Asked, path: Sequence[Row], deals: Population, group: str) -> str:
    """Return the SQL of each deal's group, outcome and the place of the stage that it came to."""
    ids = [row.id for row in path]
    are_few = bool(asked.span)  # of all time they are all, and to pick them out is in vain
    return furthest(
        ids, deals, group, is_strict=asked.order == "strict", window=asked.window, are_few=are_few
    )


def pipeline_only(asked: Asked) -> Node:
    return both(Condition(("pipeline",), "is", asked.pipeline), asked.where)


def split_of(asked: Asked, deals: Population) -> tuple[Split | str | None, str]:
    """Return by what the deals are told apart, and its SQL; a grain of time is by their beginning."""
    if asked.split in GRAINS:
        return asked.split, deals.grained(began(deals), asked.split)
    if asked.split == "product":
        deals.source.joins.append(
            'LEFT JOIN (SELECT DISTINCT deal_id, product_id FROM "deal_line" WHERE deleted_at IS NULL) AS l'
            " ON l.deal_id = t.id"
        )
        return "product", "l.product_id"
    return deals.split(SPLITS[asked.split]) if asked.split else (None, "NULL")


def stages(
    path: Sequence[Row], rows: Sequence[tuple[Any, ...]], stay: dict[int, Length]
) -> tuple[Stage, ...]:
    """Return the stages with what the counts say of each."""
    made: list[Stage] = []
    for place, row in enumerate(path):
        here = [one for one in rows if one[1] == place]
        onward = [one for one in rows if one[1] >= place]
        reached = sum(int(one[4]) for one in onward)
        amounts = [one[5] for one in onward if one[5] is not None]
        lost = Counter[str]()
        for one in here:
            if one[2] == "lost":
                lost[one[3] or ""] += int(one[4])
        made.append(
            Stage(
                id=row.id,
                name=str(row.title),
                reached=reached,
                amount=sum((number(item) or Decimal(0) for item in amounts), Decimal(0)) if amounts else None,
                still_open=sum(int(one[4]) for one in here if one[2] == "open"),
                lost=sum(lost.values()),
                step_rate=ratio(reached, made[-1].reached) if made else None,
                total_rate=ratio(reached, made[0].reached) if made else ratio(reached, reached),
                stay=stay.get(row.id, Length()),
                reasons=tuple(sorted(lost.items(), key=lambda item: (-item[1], item[0]))),
            )
        )
    return tuple(made)


def begin_stays(asked: Asked, *, by: Actor, at: dt.datetime, store: Store) -> Callable[[], dict[int, Length]]:
    """Ask how long, in seconds, the deals stayed in each stage that they left; return what waits for the answer."""
    deals = population(asked, by=by, at=at, store=store)
    inner = deals.table("t.id AS id")
    found = deals.begin(
        f'SELECT c.from_stage_id, {columns("c.seconds", deals)} FROM "stage_change" AS c'
        f" JOIN ({inner}) AS d ON d.id = c.deal_id WHERE c.from_stage_id IS NOT NULL GROUP BY c.from_stage_id"
    )
    return lambda: {row[0]: length(row[1:]) for row in found().rows}


def groups(
    asked: Asked,
    made: Split | str,
    rows: Sequence[tuple[Any, ...]],
    count: int,
    books: Books,
    *,
    by: Actor,
    at: dt.datetime,
) -> tuple[Group, ...]:
    """Return the funnel of each group in short; the largest first, stretches of time in their order."""
    ctx = by.context(at)
    values = list(dict.fromkeys(row[0] for row in rows))
    if made == "product":
        ctx = labels.titled(ctx, {("product", value) for value in values if value}, by=by)
    elif isinstance(made, Split):
        ctx = labels.titled(ctx, labels.references(made, values), by=by)
    found = []
    for value in values:
        own = [row for row in rows if row[0] == value]
        text, where, maturity = named(asked, made, value, books, ctx)
        found.append(
            Group(
                text=text,
                value=value,
                reached=tuple(sum(int(row[4]) for row in own if row[1] >= place) for place in range(count)),
                still_open=sum(int(row[4]) for row in own if row[2] == "open"),
                lost=sum(int(row[4]) for row in own if row[2] == "lost"),
                maturity=maturity,
                where=where,
            )
        )
    if asked.split in GRAINS:
        return tuple(sorted(found, key=lambda item: item.value))
    return tuple(sorted(found, key=lambda item: (-item.reached[0], str(item.value))))


def named(
    asked: Asked, made: Split | str, value: Any, books: Books, ctx: Any
) -> tuple[str, Node | None, Maturity]:
    """Return what a group is called, the filter that finds its deals, and what is missing from it."""
    if isinstance(made, Split):
        known = labels.group(made, value, ctx)
        return known.text, known.where, Maturity()
    if made == "product":
        shown = ctx.titles.get(("product", value)) if value else None
        return shown or _("(empty)"), None, Maturity()
    end = following(value, asked.split)  # type: ignore[arg-type]
    return (
        str(labels.TIMES[asked.split](value, ctx)),
        None,
        books.of_beginnings(value, end, today=ctx.today),
    )
