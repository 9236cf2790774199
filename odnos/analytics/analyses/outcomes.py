"""What became of deals, by what they are told apart by: won and lost, their worth, how long they took; by closing day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from odnos.analytics.analyses.maturity import Books, Maturity
from odnos.analytics.analyses.population import Population
from odnos.analytics.analyses.sql import QUANTILE, number, ratio
from odnos.analytics.analyses.velocity import began
from odnos.analytics.reports import labels
from odnos.analytics.reports.definition import Grain
from odnos.analytics.reports.dimensions import Split
from odnos.analytics.reports.spans import following
from odnos.analytics.store.answer import Answer, Store
from odnos.engine.access.actor import Actor
from odnos.engine.filters.tree import EVERYTHING, Node, both

PATHS: dict[str, tuple[str, ...]] = {
    "person": ("owner",),
    "manager": ("owner", "manager"),
    "team": ("team",),
    "pipeline": ("pipeline",),
    "channel": ("source",),
    "reason": ("lost_reason",),
}
GRAINS: tuple[Grain, ...] = ("week", "month", "quarter", "year")
NEARLY_ALL = 0.95


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """Closed deals of one group. Money is in the organisation's currency; `value` is the group as data, its first day if it is a period.

    `where` finds its deals, None where no filter can.
    """

    text: str
    value: Any = None
    won: int = 0
    lost: int = 0
    amount: Decimal | None = None
    priced: int = 0
    days_won: Decimal | None = None
    days_lost: Decimal | None = None
    maturity: Maturity = field(default_factory=Maturity)
    where: Node | None = None

    @property
    def closed(self) -> int:
        return self.won + self.lost

    @property
    def win_rate(self) -> Decimal | None:
        return ratio(self.won, self.closed)

    @property
    def mean_won(self) -> Decimal | None:
        """The mean worth of those won whose worth is known."""
        return ratio(self.amount, self.priced)


@dataclass(frozen=True, kw_only=True)
class Outcomes:
    """The groups and the total of all."""

    groups: tuple[Outcome, ...]
    total: Outcome
    as_of: dt.datetime


def closings(
    split: str,
    *,
    by: Actor,
    at: dt.datetime,
    store: Store,
    span: str = "",
    where: Node = EVERYTHING,
) -> Outcomes:
    """Return the outcomes of deals that closed in a period, told apart by a `split`: a grain of time, or one of PATHS; "" for all.

    Raises ReportError, FilterError, Denied, StoreError.
    """
    return begin_closings(split, by=by, at=at, store=store, span=span, where=where)()


def begin_closings(
    split: str,
    *,
    by: Actor,
    at: dt.datetime,
    store: Store,
    span: str = "",
    where: Node = EVERYTHING,
    books: Callable[[], Books] | None = None,
) -> Callable[[], Outcomes]:
    """Ask for the outcomes of deals, and return what waits for the answer; `books` gives those of the deals that meet `where`.

    Raises ReportError, FilterError, Denied; both raise StoreError.
    """
    deals = Population(key="deal", by=by, at=at, store=store, needs=("started_on", "closed_on"))
    deals.only(where)
    is_time = split in GRAINS
    path = ("closed_on",) if is_time else PATHS[split] if split else ()
    made, group = deals.split(path, split if is_time else "") if path else (None, "NULL")  # type: ignore[arg-type]
    deals.limits.append("t.status IN ('won', 'lost')")
    deals.within('t."closed_on"', deals.span(span))
    days = deals.asking.dialect.days.format(began(deals), 't."closed_on"')
    amount = 't."amount_converted"' if deals.knows("amount") else "NULL"
    inner = deals.table(f"{group} AS g, t.status AS status, {amount} AS amount, {days} AS days")
    found = deals.begin(
        "SELECT g, count(CASE WHEN status = 'won' THEN 1 END), count(CASE WHEN status = 'lost' THEN 1 END),"
        " sum(CASE WHEN status = 'won' THEN amount END), count(CASE WHEN status = 'won' THEN amount END),"
        " sum(CASE WHEN status = 'won' THEN days END), sum(CASE WHEN status = 'lost' THEN days END)"
        f" FROM ({inner}) AS q GROUP BY g ORDER BY g"
    )
    kept = books or begin_books(by=by, at=at, store=store, where=where)
    return lambda: closings_of(found(), made, split if is_time else "", kept(), by=by, at=at)


def closings_of(
    found: Answer, made: Split | None, grain: str, books: Books, *, by: Actor, at: dt.datetime
) -> Outcomes:
    """Return the outcomes that a store answered, of groups `made`; with a `grain` they are stretches of time."""
    ctx = by.context(at)
    if made:
        ctx = labels.titled(ctx, labels.references(made, [row[0] for row in found.rows]), by=by)
    groups = []
    for row in found.rows:
        known = labels.group(made, row[0], ctx) if made else None
        maturity = (
            books.of_ends(row[0], following(row[0], grain), today=ctx.today)  # type: ignore[arg-type]
            if grain and row[0] is not None
            else Maturity()
        )
        groups.append(
            outcome(
                row, text=known.text if known else "", where=known.where if known else None, maturity=maturity
            )
        )
    return Outcomes(groups=tuple(groups), total=total_of(found.rows), as_of=found.as_of)


def outcome(row: tuple[Any, ...], *, text: str, where: Node | None, maturity: Maturity) -> Outcome:
    value, won, lost, amount, priced, days_won, days_lost = row
    return Outcome(
        text=text,
        value=value,
        won=int(won),
        lost=int(lost),
        amount=number(amount),
        priced=int(priced),
        days_won=ratio(number(days_won), won),
        days_lost=ratio(number(days_lost), lost),
        maturity=maturity,
        where=both(where) if where is not None else None,
    )


def total_of(rows: list[tuple[Any, ...]]) -> Outcome:
    sums = [sum((number(row[place]) or Decimal(0) for row in rows), Decimal(0)) for place in range(1, 7)]
    return outcome((None, *sums), text="", where=None, maturity=Maturity())


def begin_books(*, by: Actor, at: dt.datetime, store: Store, where: Node = EVERYTHING) -> Callable[[], Books]:
    """Ask since when deals are kept, and how long they last, as the asker may know; return what waits for the answer."""
    deals = Population(key="deal", by=by, at=at, store=store, needs=("started_on", "closed_on"))
    deals.only(where)
    closed = "CASE WHEN t.status IN ('won', 'lost') THEN t.\"closed_on\" END"
    days = deals.asking.dialect.days.format(began(deals), closed)
    inner = deals.table(f"{began(deals)} AS began, {closed} AS closed, {days} AS days")
    share = QUANTILE[store.dialect].format(value="days", share=NEARLY_ALL)
    found = deals.begin(f"SELECT min(began), min(closed), {share} FROM ({inner}) AS q")
    return lambda: books_of(found().rows[0])


def books_of(row: tuple[Any, ...]) -> Books:
    """Return the books that a store answered."""
    lasts = number(row[2])
    return Books(began=row[0], first_end=row[1], lasts=None if lasts is None else int(lasts))
