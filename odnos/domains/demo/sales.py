"""What the demo company sells, and fourteen months of deals on their way through the stages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from odnos.domains.catalog.objects import PRODUCT
from odnos.domains.deals import pipelines
from odnos.domains.deals.models import Stage as Step
from odnos.domains.deals.objects import CONTACT_ROLES, DEAL, DEAL_LINE, LOST_REASONS
from odnos.domains.demo.market import Customer
from odnos.domains.demo.stage import Changed, Made, Stage
from odnos.engine.access.actor import system_actor
from odnos.lib.money import Money

PRICES = (
    6490,
    8900,
    3950,
    1890,
    2650,
    980,
    1450,
    690,
    1180,
    540,
    118,
    149,
    126,
    189,
    145,
    48,
    95,
    260,
    420,
    1350,
    350,
    890,
    1490,
    420,
    240,
)
SERIES = (0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 2, 2, 2, 2, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 5)
UNITS = (0,) * 10 + (1,) * 4 + (0,) * 6 + (3, 2, 2, 3, 0)
MACHINES, CONSUMABLES, CONTRACTS = range(10), range(10, 20), range(20, 25)
SKILL = (1.25, 0.9, 1.1, 1.0, 0.7, 1.05)
# kind, probability, rots after, the days a deal usually stays, the share that is lost there
WAY = (
    (
        ("open", 10, 7, 3, 0.16),
        ("open", 25, 14, 8, 0.2),
        ("open", 50, 14, 9, 0.22),
        ("open", 75, 21, 11, 0.14),
        ("won", 100, None, 0, 0),
        ("lost", 0, None, 0, 0),
    ),
    (("open", 40, 14, 9, 0.1), ("open", 70, 14, 10, 0.18), ("won", 100, None, 0, 0), ("lost", 0, None, 0, 0)),
)
STUCK = 0.06
Path = tuple[Sequence[tuple[str, int, int | None, int, float]], list[int]]
"""A pipeline: what its stages are like, and their ids; the last two are won and lost."""


@dataclass
class Product:
    id: int
    price: Decimal


@dataclass
class Sold:
    """A deal: whose, for whom, what is in it, and the steps it took."""

    customer: Customer
    values: dict[str, Any]
    since: dt.datetime
    lines: list[dict[str, Any]]
    steps: list[tuple[dt.datetime, int, str]] = field(default_factory=list)
    id: int = 0

    @property
    def outcome(self) -> str:
        return self.steps[-1][2] if self.steps else "open"

    @property
    def last(self) -> dt.datetime:
        return self.steps[-1][0] if self.steps else self.since


def stock(stage: Stage) -> list[Product]:
    """Make the catalogue."""
    words, office = stage.words, stage.office["administrator"]
    made = []
    for place, (name, price) in enumerate(zip(words.products, PRICES, strict=True)):
        made.append(
            Made(
                office,
                stage.working_hour(stage.size.days + 15),
                {
                    "name": name,
                    "code": f"CB-{place + 101}",
                    "series": words.series[SERIES[place]],
                    "price": f"{round(price * words.scale)} {words.currency}",
                    "unit": words.units[UNITS[place]],
                },
            )
        )
    ids = stage.create(PRODUCT, made)
    return [
        Product(record_id, Decimal(round(price * words.scale)))
        for record_id, price in zip(ids, PRICES, strict=True)
    ]


def lay_out(stage: Stage) -> list[Path]:
    """Make both pipelines."""
    by, began = system_actor("the demo makes its pipelines"), stage.working_hour(stage.size.days + 14)
    ways: list[Path] = []
    for (name, labels), way in zip(stage.words.pipelines, WAY, strict=True):
        steps = [
            (label, kind, chance, rots)
            for label, (kind, chance, rots, *_rest) in zip(labels, way, strict=True)
        ]
        pipeline = pipelines.make_pipeline(name, steps, by=by, at=began)
        ids = Step.objects.filter(pipeline_id=pipeline).order_by("position").values_list("pk", flat=True)
        ways.append((way, list(ids)))
    return ways


def sell(
    stage: Stage, customers: list[Customer], products: list[Product], ways: Sequence[Path]
) -> list[Sold]:
    """Make all deals, and take each as far as it has come by now."""
    deals = [think_of(stage, customers, products, ways) for _number in range(stage.size.deals)]
    made = [Made(deal.customer.owner, deal.since, deal.values) for deal in deals]
    for deal, record_id in zip(deals, stage.create(DEAL, made), strict=True):
        deal.id = record_id
    lines = [
        Made(deal.customer.owner, deal.since + dt.timedelta(minutes=2), {**line, "deal": deal.id})
        for deal in deals
        for line in deal.lines
    ]
    stage.create(DEAL_LINE, lines)
    advance(stage, deals)
    return deals


def think_of(stage: Stage, customers: list[Customer], products: list[Product], ways: Sequence[Path]) -> Sold:
    """Think of one deal: for whom, what about, how much, and how it went."""
    dice, words = stage.dice, stage.words
    customer = dice.choice(customers)
    kind = dice.choices((0, 1)[: len(ways)], (3, 1)[: len(ways)])[0]
    way, steps = ways[kind]
    began = max(
        stage.working_hour(stage.size.days * dice.random() ** 1.75), customer.since + dt.timedelta(hours=1)
    )
    since = min(began, stage.at - dt.timedelta(minutes=30))
    currency, rate = words.export if dice.random() < 0.07 else (words.currency, 1.0)
    lines = basket(stage, products, kind, rate, currency)
    total = sum((worth(line) for line in lines), Money(Decimal(0), currency))
    title = dice.choice(words.deals[kind])
    roles = dice.sample([key for key, _label in CONTACT_ROLES], 2)
    people = dice.sample(customer.contacts, dice.randint(1, min(2, len(customer.contacts))))
    local = since.astimezone(stage.zone).date()
    values = {
        "name": f"{title}, {customer.name}",
        "company": customer.id,
        "pipeline": None,
        "stage": steps[0],
        "amount": f"{total.amount} {currency}",
        "started_on": local.isoformat(),
        "closes_on": (local + dt.timedelta(days=dice.randint(18, 60))).isoformat(),
        "contacts": [{"id": contact, "role": role} for contact, role in zip(people, roles, strict=False)],
        "source": "",
        "tags": [dice.choice(words.tags)] if dice.random() < 0.15 else [],
    }
    del values["pipeline"]
    deal = Sold(customer, values, since, lines)
    walk(stage, deal, way, steps, SKILL[stage.sellers.index(customer.owner)])
    return deal


def basket(
    stage: Stage, products: list[Product], kind: int, rate: float, currency: str
) -> list[dict[str, Any]]:
    dice = stage.dice
    if kind:
        chosen = [*dice.sample(CONTRACTS, 1), *dice.sample(CONSUMABLES, dice.randint(1, 2))]
    else:
        chosen = [
            *dice.sample(MACHINES, dice.randint(1, 2)),
            *dice.sample(CONSUMABLES, dice.randint(0, 2)),
            20,
        ]
    lines = []
    for place, number in enumerate(chosen):
        price = round(float(products[number].price) * rate)
        many = dice.randint(2, 14) if number in CONSUMABLES else dice.choices((1, 2, 3, 4), (6, 3, 1, 1))[0]
        discount = dice.choice((0, 0, 0, 5, 10, 15))
        lines.append(
            {
                "product": products[number].id,
                "quantity": many,
                "unit_price": f"{price} {currency}",
                "discount": discount,
                "position": place,
            }
        )
    return lines


def worth(line: dict[str, Any]) -> Money:
    """Return what a line comes to, by the rule of product lines."""
    amount, currency = str(line["unit_price"]).split()
    share = Decimal(100 - int(line["discount"])) / 100
    return (Money(Decimal(amount), currency) * int(line["quantity"]) * share).rounded()


def walk(stage: Stage, deal: Sold, way: Any, stages: list[int], skill: float) -> None:
    """Take the steps that there was time for: through the open stages, to won or lost, or stuck on the way."""
    won, lost = stages[-2], stages[-1]
    moment = deal.since
    is_stuck = stage.dice.random() < STUCK
    for place, (_kind, _chance, _rots, usual, losing) in enumerate(way[:-2]):
        days = usual * stage.dice.lognormvariate(0, 0.5) + (400 if is_stuck and place else 0)
        after = stage.after(moment, days)
        if after is None:
            return
        moment = after
        if stage.dice.random() < losing / skill:
            deal.steps.append((moment, lost, "lost"))
            return
        is_last = place == len(way) - 3
        deal.steps.append((moment, won if is_last else stages[place + 1], "won" if is_last else "open"))


def advance(stage: Stage, deals: list[Sold]) -> None:
    """Move the deals step by step, as their owners did."""
    for number in range(max(len(deal.steps) for deal in deals)):
        moved = []
        for deal in deals:
            if number < len(deal.steps):
                moment, step, outcome = deal.steps[number]
                values: dict[str, Any] = {"stage": step}
                if outcome == "lost":
                    values |= loss(stage)
                moved.append(Changed(deal.id, deal.customer.owner, moment, values))
        stage.update(DEAL, moved)


def loss(stage: Stage) -> dict[str, Any]:
    reason = stage.dice.choices([key for key, _label in LOST_REASONS], (6, 5, 3, 2, 3, 3, 1))[0]
    return {
        "lost_reason": reason,
        **({"competitors": [stage.dice.choice(stage.words.competitors)]} if reason == "competitor" else {}),
    }
