"""The demo's pipelines, and its deals on their way through the stages and from one seller to another."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from operator import attrgetter
from typing import Any

from odnos.domains.activities.objects import NOTE
from odnos.domains.deals import pipelines
from odnos.domains.deals.models import Stage as Step
from odnos.domains.deals.objects import DEAL, DEAL_LINE, LOST_REASONS
from odnos.domains.demo.catalogue import Product
from odnos.domains.demo.market import Customer
from odnos.domains.demo.stage import Changed, Made, Stage
from odnos.domains.demo.thinking import Path, Sold, think_of
from odnos.domains.people.objects import COMPANY, CONTACT
from odnos.engine.access.actor import system_actor

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
    made = [Made(deal.customer.keeper(deal.since), deal.since, deal.values) for deal in deals]
    for deal, record_id in zip(deals, stage.create(DEAL, made), strict=True):
        deal.id = record_id
    lines = [
        Made(one.by, one.at + dt.timedelta(minutes=2), {**line, "deal": deal.id})
        for deal, one in zip(deals, made, strict=True)
        for line in deal.lines
    ]
    stage.create(DEAL_LINE, lines)
    advance(stage, deals)
    hand_over(stage, [customer for customer in customers if customer.handed_at])
    return deals


def advance(stage: Stage, deals: list[Sold]) -> None:
    """Move the deals step by step, as their owners did, and let them go to somebody else with their customers."""
    changes = [changes_of(stage, deal) for deal in deals]
    for number in range(max(map(len, changes))):
        stage.update(DEAL, [some[number] for some in changes if number < len(some)])


def changes_of(stage: Stage, deal: Sold) -> list[Changed]:
    """Return what became of a deal, in time."""
    found = []
    for moment, step, outcome in deal.steps:
        values: dict[str, Any] = {"stage": step, **(loss(stage) if outcome == "lost" else {})}
        found.append(Changed(deal.id, deal.customer.keeper(moment), moment, values))
    handed_at = deal.customer.handed_at
    if handed_at and deal.since < handed_at and (deal.outcome == "open" or handed_at < deal.last):
        found.append(handed(stage, deal.customer, deal.id))
    return sorted(found, key=attrgetter("at"))


def loss(stage: Stage) -> dict[str, Any]:
    reason = stage.dice.choices([key for key, _label in LOST_REASONS], (6, 5, 3, 2, 3, 3, 1))[0]
    return {
        "lost_reason": reason,
        **({"competitors": [stage.dice.choice(stage.words.competitors)]} if reason == "competitor" else {}),
    }


def hand_over(stage: Stage, customers: list[Customer]) -> None:
    """Give the customers, with their people, to who looks after them now; the head of the team writes down why."""
    stage.update(COMPANY, [handed(stage, customer, customer.id) for customer in customers])
    stage.update(CONTACT, [handed(stage, one, contact) for one in customers for contact in one.contacts])
    stage.create(
        NOTE,
        [
            Made(
                stage.head(customer.owner),
                customer.handed_at or stage.at,
                {"about": ("company", customer.id), "body": stage.dice.choice(stage.words.notes_handed)},
            )
            for customer in customers
        ],
    )


def handed(stage: Stage, customer: Customer, record_id: int) -> Changed:
    """Return how a record went to who looks after the customer now."""
    return Changed(
        record_id, stage.head(customer.owner), customer.handed_at or stage.at, {"owner": customer.heir}
    )
