"""What the demo's customers ordered: what won deals led to, and consumables again and again."""

from __future__ import annotations

import datetime as dt
from typing import Any

from odnos.domains.demo.sales import CONSUMABLES, Product, Sold
from odnos.domains.demo.stage import Made, Stage
from odnos.domains.orders.objects import ORDER, ORDER_LINE

CHANNELS = ("web", "phone", "email", "sales")
AGAIN = 0.62
"""How likely one more order of consumables is."""
GAP = 34.0
"""Days between two of them, usually."""


def order(stage: Stage, deals: list[Sold], products: list[Product]) -> None:
    """Make the orders of all who bought, each by whoever looks after the customer."""
    made: list[Made] = []
    lines: list[list[dict[str, Any]]] = []
    for deal in deals:
        if deal.outcome == "won":
            made.append(Made(deal.customer.owner, deal.last, describe(stage, deal, deal.last, deal.id)))
            lines.append([dict(line) for line in deal.lines])
            come_again(stage, deal, products, made, lines)
    in_time = sorted(range(len(made)), key=lambda place: (made[place].at, place))
    for number, place in enumerate(in_time, 1001):
        values = {**made[place].values, "number": f"{made[place].at.astimezone(stage.zone):%Y}-{number}"}
        made[place] = Made(made[place].by, made[place].at, values)
    ids = stage.create(ORDER, made)
    stage.create(
        ORDER_LINE,
        [
            Made(one.by, one.at, {**line, "order": record_id})
            for record_id, one, some in zip(ids, made, lines, strict=True)
            for line in some
        ],
    )


def come_again(
    stage: Stage, deal: Sold, products: list[Product], made: list[Made], lines: list[list[dict[str, Any]]]
) -> None:
    """Add the orders of consumables that followed a won deal."""
    moment: dt.datetime | None = deal.last
    while moment is not None and stage.dice.random() < AGAIN:
        moment = stage.after(moment, GAP * stage.dice.lognormvariate(0, 0.4))
        if moment is not None:
            made.append(Made(deal.customer.owner, moment, describe(stage, deal, moment, None)))
            lines.append(consumables(stage, products))


def describe(stage: Stage, deal: Sold, moment: dt.datetime, origin: int | None) -> dict[str, Any]:
    """Return an order's values but its number. One that followed from a deal names it."""
    is_paid = (stage.at - moment).days > 21
    values: dict[str, Any] = {
        "company": deal.customer.id,
        "placed_at": moment.isoformat(),
        "state": "paid" if is_paid else "placed",
        "channel": "sales" if origin else stage.dice.choice(CHANNELS),
        "country": stage.words.country,
    }
    if deal.customer.contacts:
        values["contact"] = deal.customer.contacts[0]
    return values | ({"deal": origin} if origin else {})


def consumables(stage: Stage, products: list[Product]) -> list[dict[str, Any]]:
    chosen = stage.dice.sample(CONSUMABLES, stage.dice.randint(1, 3))
    return [
        {
            "product": products[number].id,
            "quantity": stage.dice.randint(2, 12),
            "unit_price": f"{products[number].price} {stage.words.currency}",
            "position": place,
        }
        for place, number in enumerate(chosen)
    ]
