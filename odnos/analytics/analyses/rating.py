"""The financial rating: customers by what they bought, and the largest deals of a period."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from odnos.analytics.analyses.population import Population
from odnos.analytics.analyses.purchases import KINDS, Customer, apart, customer_of, kind_of, purchases, seen
from odnos.analytics.analyses.sql import number, ratio
from odnos.analytics.store.answer import Store
from odnos.engine.access.actor import Actor
from odnos.engine.filters.tree import EVERYTHING, Node
from odnos.engine.records import read
from odnos.objects.context import Reference

By = Literal["sum", "count", "best", "average"]
ORDERS: dict[By, str] = {
    "sum": "amount",
    "count": "orders",
    "best": "best",
    "average": "amount / orders",
}


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Customers by purchases in the days of `span`; the first `number` of them."""

    by: By = "sum"
    span: str = ""
    number: int = 50
    customer: Customer = ""
    where: Node = EVERYTHING


@dataclass(frozen=True, kw_only=True)
class Rated:
    """A customer: how often and for how much they bought, their largest and last purchase, deals made and won with them."""

    reference: Reference
    title: str | None
    orders: int
    amount: Decimal
    best: Decimal
    last: dt.date
    share: Decimal | None
    deals: int = 0
    won: int = 0

    @property
    def average(self) -> Decimal:
        return self.amount / self.orders


@dataclass(frozen=True, kw_only=True)
class Rating:
    """The first customers of `customers` in all, who bought for `amount` in `orders`."""

    asked: Asked
    rated: tuple[Rated, ...]
    customers: int
    orders: int
    amount: Decimal
    as_of: dt.datetime


@dataclass(frozen=True, kw_only=True)
class Deal:
    """A won deal, its worth in the organisation's currency."""

    id: int
    title: str | None
    company: Reference | None
    company_title: str | None
    amount: Decimal
    closed_on: dt.date


def rating(asked: Asked, *, by: Actor, at: dt.datetime, store: Store) -> Rating:
    """Return customers by what they bought; those with the same figure by their id. Raises ReportError, FilterError, Denied, StoreError."""
    orders = purchases(by=by, at=at, store=store, customer=asked.customer, where=asked.where)
    day = orders.local_day("placed_at")
    orders.within(day, orders.span(asked.span))
    inner = orders.table(f'{customer_of(asked.customer)}, {day} AS day, t."total_converted" AS paid')
    each = ", ".join(apart(asked.customer))
    grouped = (
        f"SELECT {each}, count(*) AS orders, sum(paid) AS amount, max(paid) AS best, max(day) AS placed"
        f" FROM ({inner}) AS q WHERE paid IS NOT NULL GROUP BY {each}"
    )
    found = orders.ask(
        f"SELECT {kind_of(asked.customer)}, who, orders, amount, best, placed,"
        " count(*) OVER (), sum(orders) OVER (), sum(amount) OVER ()"
        f" FROM ({grouped}) AS r WHERE {seen(asked.customer, orders)} ORDER BY {ORDERS[asked.by]} DESC, {each} LIMIT {max(1, int(asked.number))}"
    )
    whole = found.rows[0][6:] if found.rows else (0, 0, None)
    total = number(whole[2]) or Decimal(0)
    return Rating(
        asked=asked,
        rated=tuple(customers(found.rows, total, by=by, at=at, store=store)),
        customers=int(whole[0]),
        orders=int(whole[1] or 0),
        amount=total,
        as_of=found.as_of,
    )


def customers(
    rows: list[tuple[Any, ...]], total: Decimal, *, by: Actor, at: dt.datetime, store: Store
) -> Iterator[Rated]:
    """Yield the customers of the rows of a rating, with their part of the turnover of all, and their deals."""
    references = [(KINDS[int(row[0])], int(row[1])) for row in rows]
    titles = read.titles(references, by=by)
    deals = deals_of(references, by=by, at=at, store=store)
    for reference, row in zip(references, rows, strict=True):
        amount = number(row[3]) or Decimal(0)
        made, won = deals.get(reference, (0, 0))
        yield Rated(
            reference=reference,
            title=titles.get(reference),
            orders=int(row[2]),
            amount=amount,
            best=number(row[4]) or Decimal(0),
            last=row[5],
            share=ratio(amount, total),
            deals=made,
            won=won,
        )


def deals_of(
    references: list[Reference], *, by: Actor, at: dt.datetime, store: Store
) -> dict[Reference, tuple[int, int]]:
    """Return how many deals were made with customers, and how many of them were won."""
    found: dict[Reference, tuple[int, int]] = {}
    for key in KINDS:
        ids = sorted({record_id for known, record_id in references if known == key})
        if ids:
            found |= {
                (key, int(row[0])): (int(row[1]), int(row[2]))
                for row in deals_with(key, ids, by=by, at=at, store=store)
            }
    return found


def deals_with(
    key: str, ids: list[int], *, by: Actor, at: dt.datetime, store: Store
) -> list[tuple[Any, ...]]:
    deals = Population(key="deal", by=by, at=at, store=store)
    name = "company" if key == "company" else "contacts"
    if not deals.knows(name):
        return []
    held = 't."company_id"'
    if key == "contact":
        deals.source.joins.append(
            "JOIN \"record_link\" AS n ON n.object_key = 'deal' AND n.field = 'contacts' AND n.record_id = t.id"
        )
        held = "n.to_id"
    deals.limits.append(f"{held} IN ({', '.join(map(str, ids))})")
    inner = deals.table(f"DISTINCT t.id AS id, {held} AS who, t.status AS status")
    return deals.ask(
        f"SELECT who, count(*), count(CASE WHEN status = 'won' THEN 1 END) FROM ({inner}) AS q GROUP BY who"
    ).rows


def top_deals(
    *,
    by: Actor,
    at: dt.datetime,
    store: Store,
    span: str = "",
    number_of: int = 20,
    where: Node = EVERYTHING,
) -> tuple[Deal, ...]:
    """Return the deals won in a period with the largest worth, the largest first."""
    deals = Population(key="deal", by=by, at=at, store=store, needs=("amount", "closed_on"))
    deals.only(where)
    deals.limits += ["t.status = 'won'", 't."amount_converted" IS NOT NULL']
    deals.within('t."closed_on"', deals.span(span))
    company = 't."company_id"' if deals.knows("company") else "NULL"
    inner = deals.table(f't.id AS id, {company} AS who, t."amount_converted" AS amount, t."closed_on" AS day')
    found = deals.ask(
        f"SELECT id, who, amount, day FROM ({inner}) AS q ORDER BY amount DESC, id LIMIT {int(number_of)}"
    )
    references = {("deal", row[0]) for row in found.rows} | {
        ("company", row[1]) for row in found.rows if row[1]
    }
    titles = read.titles(references, by=by)
    return tuple(
        Deal(
            id=row[0],
            title=titles.get(("deal", row[0])),
            company=("company", row[1]) if row[1] else None,
            company_title=titles.get(("company", row[1])) if row[1] else None,
            amount=number(row[2]) or Decimal(0),
            closed_on=row[3],
        )
        for row in found.rows
    )
