"""What customers bought: the orders that count, and who the customer of each is.

A purchase is an order with a customer and a total above nought that is no draft, was not cancelled and is no return. Its
customer is the company, or the contact where there is none.
"""

from __future__ import annotations

import datetime as dt
from typing import Literal

from odnos.analytics.analyses.population import Population
from odnos.analytics.store.answer import Store
from odnos.engine.access.actor import Actor
from odnos.engine.filters.tree import EVERYTHING, Node

Customer = Literal["", "contact", "company"]
KINDS = ("company", "contact")
"""By number, as the store tells them."""
NOT_BOUGHT = ("draft", "cancelled", "returned")


def purchases(
    *, by: Actor, at: dt.datetime, store: Store, customer: Customer = "", where: Node = EVERYTHING
) -> Population:
    """Return the orders that count as purchases of contacts, of companies, or of either. Raises ReportError, FilterError, Denied."""
    links = (customer,) if customer else KINDS
    orders = Population(key="order", by=by, at=at, store=store, needs=("placed_at", "state", "total", *links))
    orders.only(where)
    out = ", ".join(orders.asking.value(state) for state in NOT_BOUGHT)
    orders.limits += [f't."state" NOT IN ({out})', 't."total" > 0', f"{who(customer)} IS NOT NULL"]
    return orders


def kind(customer: Customer) -> str:
    """Return the SQL of what the customer of an order is, by its number in KINDS."""
    if customer:
        return str(KINDS.index(customer))
    return 'CASE WHEN t."company_id" IS NOT NULL THEN 0 ELSE 1 END'


def who(customer: Customer) -> str:
    """Return the SQL of the id of the customer of an order."""
    return f't."{customer}_id"' if customer else 'COALESCE(t."company_id", t."contact_id")'
