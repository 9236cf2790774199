"""The records behind the figures of the rating: orders and deals of one customer, the customers, the won deals of a period."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from odnos.analytics.analyses.population import Population
from odnos.analytics.analyses.purchases import KINDS, kind, purchases, seen, who
from odnos.analytics.analyses.rating import Asked
from odnos.analytics.store.answer import Store
from odnos.engine.access.actor import Actor
from odnos.objects.context import Reference

What = Literal["customers", "orders", "best", "last", "made", "won"]
OF_ORDERS: dict[What, str] = {"orders": "TRUE", "best": "paid = best", "last": "day = latest"}
Found = tuple[list[Reference], int]
"""The first records, and how many there are."""


@dataclass(frozen=True, kw_only=True)
class Figure:
    """Which records: those of one `customer`, or of all; orders, the dearest or the last of them, deals made or won, or the customers themselves."""

    what: What
    customer: Reference | None = None


def records(asked: Asked, figure: Figure, *, by: Actor, at: dt.datetime, store: Store, most: int) -> Found:
    """Return the records behind a figure. Raises ReportError, FilterError, Denied, StoreError."""
    if figure.what == "customers":
        return customers(asked, by=by, at=at, store=store, most=most)
    if figure.what in OF_ORDERS:
        return orders(asked, figure, by=by, at=at, store=store, most=most)
    if figure.customer is None:
        return won_deals(asked, by=by, at=at, store=store, most=most)
    return deals(figure, figure.customer, by=by, at=at, store=store, most=most)


def bought(asked: Asked, *, by: Actor, at: dt.datetime, store: Store) -> tuple[Population, str]:
    """Return the purchases of the period, and the SQL of those that have a worth: customer, id, day, what was paid."""
    found = purchases(by=by, at=at, store=store, customer=asked.customer, where=asked.where)
    day = found.local_day("placed_at")
    found.within(day, found.span(asked.span))
    found.limits.append('t."total_converted" IS NOT NULL')
    columns = f"{kind(asked.customer)} AS k, {who(asked.customer)} AS who, t.id AS id, {day} AS day"
    table = found.table(f'{columns}, t."total_converted" AS paid')
    return found, f"SELECT * FROM ({table}) AS s WHERE {seen(asked.customer, found)}"


def customers(asked: Asked, *, by: Actor, at: dt.datetime, store: Store, most: int) -> Found:
    found, table = bought(asked, by=by, at=at, store=store)
    answer = found.ask(
        f"SELECT k, who, count(*) OVER () FROM (SELECT k, who, sum(paid) AS amount FROM ({table}) AS q GROUP BY k, who)"
        f" AS r ORDER BY amount DESC, k, who LIMIT {int(most)}"
    )
    return [(KINDS[int(row[0])], int(row[1])) for row in answer.rows], counted(answer.rows)


def orders(asked: Asked, figure: Figure, *, by: Actor, at: dt.datetime, store: Store, most: int) -> Found:
    found, table = bought(asked, by=by, at=at, store=store)
    limit = "TRUE"
    if figure.customer is not None:
        key, number = figure.customer
        limit = f"k = {KINDS.index(key)} AND who = {found.asking.value(number)}"
    told = f"SELECT id, day, paid, max(paid) OVER () AS best, max(day) OVER () AS latest FROM ({table}) AS q WHERE {limit}"
    answer = found.ask(
        f"SELECT id, count(*) OVER () FROM ({told}) AS r WHERE {OF_ORDERS[figure.what]}"
        f" ORDER BY paid DESC, id LIMIT {int(most)}"
    )
    return [("order", int(row[0])) for row in answer.rows], counted(answer.rows)


def deals(
    figure: Figure, customer: Reference, *, by: Actor, at: dt.datetime, store: Store, most: int
) -> Found:
    """Return the deals of one customer, of all time, as the rating counts them."""
    key, number = customer
    found = Population(key="deal", by=by, at=at, store=store)
    if not found.knows("company" if key == "company" else "contacts"):
        return [], 0
    held = 't."company_id"'
    if key == "contact":
        found.source.joins.append(
            "JOIN \"record_link\" AS n ON n.object_key = 'deal' AND n.field = 'contacts' AND n.record_id = t.id"
        )
        held = "n.to_id"
    found.limits.append(f"{held} = {found.asking.value(number)}")
    if figure.what == "won":
        found.limits.append("t.status = 'won'")
    table = found.table("DISTINCT t.id AS id")
    answer = found.ask(f"SELECT id, count(*) OVER () FROM ({table}) AS q ORDER BY id DESC LIMIT {int(most)}")
    return [("deal", int(row[0])) for row in answer.rows], counted(answer.rows)


def won_deals(asked: Asked, *, by: Actor, at: dt.datetime, store: Store, most: int) -> Found:
    """Return the deals of which the largest stand in the rating, the largest first."""
    found = Population(key="deal", by=by, at=at, store=store, needs=("amount", "closed_on"))
    found.limits += ["t.status = 'won'", 't."amount_converted" IS NOT NULL']
    found.within('t."closed_on"', found.span(asked.span))
    table = found.table('t.id AS id, t."amount_converted" AS amount')
    answer = found.ask(
        f"SELECT id, count(*) OVER () FROM ({table}) AS q ORDER BY amount DESC, id LIMIT {int(most)}"
    )
    return [("deal", int(row[0])) for row in answer.rows], counted(answer.rows)


def counted(rows: list[tuple[object, ...]]) -> int:
    return int(str(rows[0][-1])) if rows else 0
