"""Customers who buy at their own pace and leave, with products that go together: the same each time."""

import datetime as dt
from decimal import Decimal

import numpy as np

from odnos.engine.records import write
from odnos.objects.registry import registry
from tests.people import NOON

BEGAN = NOON - dt.timedelta(weeks=60)


def customers(cast, number=120, seed=4):
    """People of whom Ada owns the first half and Cleo the other."""
    return [
        write.create(
            registry.get("contact"),
            {"last_name": f"Customer {place:03}", "owner": owner(cast, place, number)},
            by=cast.dora,
            at=NOON,
        ).id
        for place in range(number)
    ]


def owner(cast, place, number):
    return (cast.ada if place < number / 2 else cast.cleo).user_id


def orders(cast, people, seed=4, **more):
    """Orders of everybody: pace, patience and purse are drawn for each."""
    chance = np.random.default_rng(seed)
    rows = []
    for place, person in enumerate(people):
        pace, leaving, purse = chance.gamma(1.0, 0.15), chance.beta(1.0, 3.0), chance.gamma(6.0, 8.0)
        moment = BEGAN + dt.timedelta(days=float(chance.uniform(0, 200)))
        while moment < NOON:
            rows.append(
                {
                    "number": f"A{place:03}-{len(rows)}",
                    "contact": person,
                    "placed_at": moment,
                    "total": f"{Decimal(round(purse * chance.gamma(5.0, 0.2) + 1, 2)):.2f} EUR",
                    "owner": owner(cast, place, len(people)),
                    **more,
                }
            )
            if chance.random() < leaving:
                break
            moment += dt.timedelta(weeks=float(chance.exponential(1 / max(pace, 0.01))))
    return [row.id for row in write.create_many(registry.get("order"), rows, by=cast.dora, at=NOON)]


def products(cast, *names):
    return [
        write.create(registry.get("product"), {"name": name, "price": "10 EUR"}, by=cast.dora, at=NOON).id
        for name in names
    ]


def basket(cast, number, *items, owner=None, at=NOON):
    """One order with a line for each product."""
    given = {"number": number, "placed_at": at, **({"owner": owner} if owner else {})}
    order = write.create(registry.get("order"), given, by=cast.dora, at=NOON).id
    for item in items:
        write.create(
            registry.get("order_line"),
            {"order": order, "product": item, "quantity": 1},
            by=cast.dora,
            at=NOON,
        )
    return order
