"""One deal of the demo: for whom, what about, how much, and how it went."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from odnos.domains.deals.objects import CONTACT_ROLES
from odnos.domains.demo import catalogue
from odnos.domains.demo.catalogue import Product
from odnos.domains.demo.market import Customer
from odnos.domains.demo.stage import Stage
from odnos.lib.money import Money

SKILL = (1.25, 0.9, 1.1, 1.0, 0.7, 1.05)
LUCK = {
    "recommendation": 1.7,
    "partner": 1.35,
    "event": 1.1,
    "website": 0.95,
    "call": 0.85,
    "advertising": 0.65,
}
"""How well sellers do, and how well deals of a source go, next to the others."""
STUCK = 0.018
Path = tuple[Sequence[tuple[str, int, int | None, int, float]], list[int]]
"""A pipeline: what its stages are like, and their ids; the last two are won and lost."""


@dataclass
class Sold:
    """A deal: whose, for whom, what is in it, and the steps it took."""

    customer: Customer
    values: dict[str, Any]
    since: dt.datetime
    lines: list[dict[str, Any]]
    is_stuck: bool = False
    steps: list[tuple[dt.datetime, int, str]] = field(default_factory=list)
    id: int = 0

    @property
    def outcome(self) -> str:
        return self.steps[-1][2] if self.steps else "open"

    @property
    def last(self) -> dt.datetime:
        return self.steps[-1][0] if self.steps else self.since


def think_of(stage: Stage, customers: list[Customer], products: list[Product], ways: Sequence[Path]) -> Sold:
    """Think of one deal; there are more of them from month to month."""
    dice, days = stage.dice, stage.size.days
    kind = dice.choices((0, 1)[: len(ways)], (3, 1)[: len(ways)])[0]
    began = stage.working_hour(days * (1 - dice.random() ** 0.45))
    there = [one for one in customers if one.since < began < one.until] or customers
    customer = dice.choices(there, [one.thirst + 0.01 for one in there])[0]
    since = max(began, customer.since + dt.timedelta(hours=1))
    currency, rate = stage.words.export if dice.random() < 0.07 else (stage.words.currency, 1.0)
    lines = list(basket(stage, products, kind, customer.size, (currency, rate)))
    deal = Sold(
        customer=customer,
        values={},
        since=min(since, stage.at - dt.timedelta(minutes=30)),
        lines=lines,
        is_stuck=dice.random() < STUCK,
    )
    walk(stage, deal, ways[kind])
    total = sum((worth(line) for line in lines), Money(Decimal(0), currency))
    deal.values = {
        "amount": f"{total.amount} {currency}",
        "stage": ways[kind][1][0],
        **describe(stage, deal, kind),
    }
    return deal


def describe(stage: Stage, deal: Sold, kind: int) -> dict[str, Any]:
    """Return a deal's values but its worth and its stage."""
    dice, words, customer = stage.dice, stage.words, deal.customer
    began = deal.since.astimezone(stage.zone).date()
    is_due = deal.outcome == "open" and not deal.is_stuck
    due = (stage.today if is_due else began) + dt.timedelta(days=dice.randint(4, 60))
    roles = dice.sample([key for key, _label in CONTACT_ROLES], 2)
    people = dice.sample(customer.contacts, dice.randint(1, min(2, len(customer.contacts))))
    return {
        "name": f"{dice.choice(words.deals[kind])}, {customer.name}",
        "company": customer.id,
        "started_on": began.isoformat(),
        "closes_on": due.isoformat(),
        "contacts": [{"id": contact, "role": role} for contact, role in zip(people, roles, strict=False)],
        "source": customer.source,
        "tags": [dice.choice(words.tags)] if dice.random() < 0.15 else [],
    }


def basket(
    stage: Stage, products: list[Product], kind: int, size: float, money: tuple[str, float]
) -> Iterator[dict[str, Any]]:
    """Yield the lines of a deal: a machine with what goes with it, or a contract with its beans."""
    dice, (currency, rate) = stage.dice, money
    for place, number in enumerate(contract(stage) if kind else machine(stage)):
        is_small = number in catalogue.CONSUMABLES
        yield {
            "product": products[number].id,
            "quantity": max(
                1, round(size * (dice.randint(3, 8) if is_small else dice.choice((0.7, 1, 1.6))))
            ),
            "unit_price": f"{round(float(products[number].price) * rate)} {currency}",
            "discount": dice.choice((0, 0, 0, 5, 10, 15)),
            "position": place,
        }


def machine(stage: Stage) -> list[int]:
    """Return a machine, most of what is usually bought with it, and who puts it up."""
    first, *rest = stage.dice.choices(catalogue.SETS, catalogue.OFTEN)[0]
    chosen = [first, *(one for one in rest if stage.dice.random() < 0.75), catalogue.INSTALLATION]
    return [*chosen, catalogue.TRAINING] if stage.dice.random() < 0.35 else chosen


def contract(stage: Stage) -> list[int]:
    return [stage.dice.choice(catalogue.CONTRACTS), *stage.dice.choice(catalogue.TASTES)[:2]]


def worth(line: dict[str, Any]) -> Money:
    """Return what a line comes to, by the rule of product lines."""
    amount, currency = str(line["unit_price"]).split()
    share = Decimal(100 - int(line["discount"])) / 100
    return (Money(Decimal(amount), currency) * int(line["quantity"]) * share).rounded()


def walk(stage: Stage, deal: Sold, path: Path) -> None:
    """Take the steps that there was time for: through the open stages, to won or lost, or stuck on the way."""
    way, (*stages, won, lost) = path
    moment = deal.since
    for place, (_kind, _chance, _rots, usual, losing) in enumerate(way[:-2]):
        days = usual * stage.dice.lognormvariate(0, 0.5) + (400 if deal.is_stuck and place else 0)
        after = stage.after(moment, days)
        if after is None:
            return
        moment = after
        skill = stage.trait(deal.customer.keeper(moment), SKILL) * LUCK[deal.customer.source]
        if stage.dice.random() < losing / skill:
            deal.steps.append((moment, lost, "lost"))
            return
        is_last = place == len(way) - 3
        deal.steps.append((moment, won if is_last else stages[place + 1], "won" if is_last else "open"))
