"""What the demo's people wrote down and planned: notes and tasks on deals and companies."""

from __future__ import annotations

import datetime as dt

from odnos.domains.activities.objects import NOTE, TASK
from odnos.domains.demo.market import Customer
from odnos.domains.demo.sales import Sold
from odnos.domains.demo.stage import Changed, Made, Stage


def write_down(stage: Stage, customers: list[Customer], deals: list[Sold]) -> None:
    """Make the notes and tasks that go with the deals, and errands to the customers around today."""
    stage.create(NOTE, [note for deal in deals for note in notes_of(stage, deal)])
    past = [task for deal in deals for task in past_tasks(stage, deal)]
    ids = stage.create(TASK, past)
    done = []
    for record_id, task in zip(ids, past, strict=True):
        moment = stage.after(task.at, 0.3 + 2 * stage.dice.random())
        if moment:
            done.append(
                Changed(
                    record_id,
                    task.by,
                    moment,
                    {"is_done": True, "outcome": stage.dice.choice(stage.words.outcomes)},
                )
            )
    stage.update(TASK, done)
    stage.create(
        TASK, [*errands(stage, customers), *next_tasks(stage, deals), *of_the_office(stage, customers)]
    )


def notes_of(stage: Stage, deal: Sold) -> list[Made]:
    """Return what was written about a deal while it went on, and at its end."""
    span = (deal.last - deal.since).total_seconds() / 86400
    found = []
    for body in stage.dice.sample(stage.words.notes, stage.dice.choices((0, 1, 2, 3), (3, 4, 3, 1))[0]):
        moment = stage.after(deal.since, span * stage.dice.random())
        if moment:
            found.append(Made(deal.customer.owner, moment, {"about": ("deal", deal.id), "body": body}))
    endings = {"won": stage.words.notes_won, "lost": stage.words.notes_lost}.get(deal.outcome)
    if endings and stage.dice.random() < 0.6:
        last = min(deal.last + dt.timedelta(minutes=4), stage.at)
        found.append(
            Made(deal.customer.owner, last, {"about": ("deal", deal.id), "body": stage.dice.choice(endings)})
        )
    return found


def past_tasks(stage: Stage, deal: Sold) -> list[Made]:
    """Return the tasks that brought a deal from step to step."""
    moments = [deal.since, *(moment for moment, _step, _outcome in deal.steps[:-1])]
    found = []
    for place, moment in enumerate(moments):
        if stage.dice.random() < 0.55:
            kind, name = stage.words.tasks[
                min(place * 2 + stage.dice.randrange(2), len(stage.words.tasks) - 1)
            ]
            found.append(
                task(
                    stage,
                    deal.customer.owner,
                    moment + dt.timedelta(minutes=1),
                    name,
                    kind,
                    ("deal", deal.id),
                    2,
                )
            )
    return found


def next_tasks(stage: Stage, deals: list[Sold]) -> list[Made]:
    """Return the next step of most open deals: some overdue, some for today, most still to come."""
    found = []
    for deal in deals:
        if deal.outcome == "open" and stage.dice.random() < 0.75:
            kind, name = stage.dice.choice(stage.words.tasks)
            days = stage.dice.choice((-6, -3, -1, 0, 0, 1, 2, 4, 7, 12))
            made = min(deal.last + dt.timedelta(minutes=3), stage.at)
            found.append(due(stage, deal.customer.owner, made, name, kind, ("deal", deal.id), days))
    return found


def errands(stage: Stage, customers: list[Customer]) -> list[Made]:
    """Return what is to be done for customers beside the deals."""
    found = []
    for customer in stage.dice.sample(customers, stage.size.errands):
        kind, name = stage.dice.choice(stage.words.errands)
        made = max(customer.since, stage.working_hour(3 + 12 * stage.dice.random()))
        found.append(
            due(stage, customer.owner, made, name, kind, ("company", customer.id), stage.dice.randint(-4, 14))
        )
    return found


def of_the_office(stage: Stage, customers: list[Customer]) -> list[Made]:
    """Return tasks of those who do not sell, so that their day is not empty either."""
    found = []
    for role in ("administrator", "manager"):
        for days, customer in zip((-1, 0, 0, 3), stage.dice.sample(customers, 4), strict=True):
            kind, name = stage.dice.choice(stage.words.errands)
            found.append(
                due(
                    stage,
                    stage.office[role],
                    stage.working_hour(5),
                    name,
                    kind,
                    ("company", customer.id),
                    days,
                )
            )
    return found


def due(
    stage: Stage, by: int, at: dt.datetime, name: str, kind: str, about: tuple[str, int], days: int
) -> Made:
    """Return a task that is due so many days from today."""
    day = stage.today + dt.timedelta(days=days)
    return Made(
        by, at, {"name": name, "kind": kind, "about": about, "assignee": by, "due_on": day.isoformat()}
    )


def task(
    stage: Stage, by: int, at: dt.datetime, name: str, kind: str, about: tuple[str, int], days: int
) -> Made:
    """Return a task that was due so many days after it was thought of."""
    day = at.astimezone(stage.zone).date() + dt.timedelta(days=days)
    return Made(
        by, at, {"name": name, "kind": kind, "about": about, "assignee": by, "due_on": day.isoformat()}
    )
