"""What customers bought: the orders that count, and who the customer of each is.

A purchase is an order with a customer and a total above nought that is no draft, was not cancelled and is no return. Its
customer is the company, or the contact where there is none. Analyses of customers tell of those whom the asker may see.
"""

from __future__ import annotations

import datetime as dt
from typing import Literal

from odnos.analytics.analyses.population import Population
from odnos.analytics.reports.conditions import reached
from odnos.analytics.store.answer import Store
from odnos.engine.access import scope
from odnos.engine.access.actor import Actor
from odnos.engine.filters.tree import EVERYTHING, Node
from odnos.objects.registry import registry

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


def seen(customer: Customer, orders: Population) -> str:
    """Return the condition, over the columns that tell customers apart, that the asker may see a customer: who else is told of?

    A list of customers can name no others; so no number counts them. It costs least when it is put to customers, not to orders.
    """
    if customer:
        return is_seen(customer, orders)
    parts = (f"(k <> {place} OR {is_seen(key, orders)})" for place, key in enumerate(KINDS))
    return f"({' AND '.join(parts)})"


def is_seen(key: str, orders: Population) -> str:
    """Return the same of customers of one kind. Of who sees all of them, only those in the bin are looked up."""
    of, asking = registry.get(key), orders.asking
    if scope.branches(of, by=orders.by) is None:
        return f'who NOT IN (SELECT id FROM "{key}" WHERE deleted_at IS NOT NULL)'
    alias = asking.alias("c")
    return f'who IN (SELECT {alias}.id FROM "{key}" AS {alias} WHERE {reached(of, alias, asking)})'


def kind(customer: Customer) -> str:
    """Return the SQL of what the customer of an order is, by its number in KINDS."""
    if customer:
        return str(KINDS.index(customer))
    return 'CASE WHEN t."company_id" IS NOT NULL THEN 0 ELSE 1 END'


def who(customer: Customer) -> str:
    """Return the SQL of the id of the customer of an order."""
    return f't."{customer}_id"' if customer else 'COALESCE(t."company_id", t."contact_id")'


def customer_of(customer: Customer) -> str:
    """Return the SQL of the columns that tell customers apart: `who`, and `k` unless all are of one kind."""
    told = f"{who(customer)} AS who"
    return told if customer else f"{kind(customer)} AS k, {told}"


def apart(customer: Customer) -> tuple[str, ...]:
    """Return the names of those columns: a store that groups by a constant, too, takes longer."""
    return ("who",) if customer else ("k", "who")


def kind_of(customer: Customer) -> str:
    """Return the SQL of what a customer is behind such columns, by its number in KINDS."""
    return kind(customer) if customer else "k"
