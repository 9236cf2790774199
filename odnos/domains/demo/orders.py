"""What the demo's customers ordered: what won deals led to, and coffee again and again, as long as they stay."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from odnos.domains.demo import catalogue
from odnos.domains.demo.catalogue import Product
from odnos.domains.demo.market import Customer
from odnos.domains.demo.stage import Made, Stage
from odnos.domains.demo.thinking import Sold
from odnos.domains.orders.objects import ORDER, ORDER_LINE

CHANNELS, WAYS = ("web", "phone", "email", "sales"), (5, 2, 3, 1)
DRINKING = 0.6
"""Which part of the customers orders coffee without having bought a machine."""

USUAL = 6
"""How many of what they drink customers order at a time."""


@dataclass(frozen=True)
class Bought:
    """An order: whose, when, its lines, and the deal that led to it."""

    customer: Customer
    at: dt.datetime
    lines: list[dict[str, Any]]
    deal: int | None = None


def order(stage: Stage, customers: list[Customer], deals: list[Sold], products: list[Product]) -> None:
    """Make the orders of all who bought, each by whoever looks after the customer."""
    won: dict[int, list[Sold]] = defaultdict(list)
    for deal in deals:
        if deal.outcome == "won":
            won[deal.customer.id].append(deal)
    bought = [one for some in won.values() for deal in some for one in of_deal(deal)]
    for customer in customers:
        bought += coffee(stage, customer, won[customer.id], products)
    write_down(stage, sorted(bought, key=lambda one: (one.at, one.customer.id)))


def of_deal(deal: Sold) -> Iterator[Bought]:
    yield Bought(deal.customer, deal.last, [dict(line) for line in deal.lines], deal.id)


def coffee(stage: Stage, customer: Customer, won: list[Sold], products: list[Product]) -> Iterator[Bought]:
    """Yield what a customer ordered of what is used up: from the first machine on, or once it had tasted it."""
    dice = stage.dice
    taste = dice.choice(catalogue.TASTES)
    moment = begun(stage, customer, won)
    while moment is not None and moment < customer.until:
        yield Bought(customer, moment, list(consumables(stage, taste, customer.size, moment, products)))
        moment = stage.after(moment, dice.expovariate(customer.thirst))


def begun(stage: Stage, customer: Customer, won: list[Sold]) -> dt.datetime | None:
    """Return when a customer orders coffee for the first time; None if it does not."""
    if stage.dice.random() < DRINKING:
        return stage.after(customer.since, 5 + stage.dice.expovariate(1 / 20))
    first = min((deal.last for deal in won), default=None)
    return stage.after(first, stage.dice.expovariate(1 / 20)) if first else None


def consumables(
    stage: Stage, taste: tuple[int, ...], size: float, moment: dt.datetime, products: list[Product]
) -> Iterator[dict[str, Any]]:
    """Yield the lines of an order of what is used up: as much of it as the season and the price allow."""
    dice, day = stage.dice, moment.astimezone(stage.zone).date()
    chosen = [taste[0], *(number for number in taste[1:] if dice.random() < 0.7)]
    if dice.random() < 0.2:
        chosen += [number for number in [dice.choice(catalogue.CONSUMABLES)] if number not in chosen]
    for place, number in enumerate(chosen):
        price = float(products[number].price) * catalogue.reduction(day)
        much = USUAL * size * catalogue.demand(day) * dice.lognormvariate(0, 0.25)
        yield {
            "product": products[number].id,
            "quantity": max(1, round(much if place == 0 else much / 2)),
            "unit_price": f"{price:.2f} {stage.words.currency}",
            "position": place,
        }


def write_down(stage: Stage, bought: list[Bought]) -> None:
    """Make the orders, numbered in time, and their lines."""
    made = [
        Made(one.customer.keeper(one.at), one.at, describe(stage, one, number))
        for number, one in enumerate(bought, 1001)
    ]
    lines = [
        Made(head.by, head.at, {**line, "order": record_id})
        for record_id, head, one in zip(stage.create(ORDER, made), made, bought, strict=True)
        for line in one.lines
    ]
    stage.create(ORDER_LINE, lines)


def describe(stage: Stage, one: Bought, number: int) -> dict[str, Any]:
    """Return an order's values. One that followed from a deal names it."""
    is_paid = (stage.at - one.at).days > 21
    return {
        "number": f"{one.at.astimezone(stage.zone):%Y}-{number}",
        "company": one.customer.id,
        "contact": one.customer.contacts[0],
        "placed_at": one.at.isoformat(),
        "state": "paid" if is_paid else "placed",
        "channel": "sales" if one.deal else stage.dice.choices(CHANNELS, WAYS)[0],
        "country": stage.words.country,
        **({"deal": one.deal} if one.deal else {}),
    }
