"""What the demo's people wrote down, planned and did, some of it late: notes and tasks on deals and companies."""

from __future__ import annotations

import datetime as dt

from odnos.domains.activities.objects import NOTE, TASK
from odnos.domains.demo.market import Customer
from odnos.domains.demo.stage import Changed, Made, Stage
from odnos.domains.demo.thinking import Sold

Done = tuple[Made, dt.datetime | None]
"""A task, and when it was done; None if it is still open."""
LATENESS = (0.12, 0.3, 0.18, 0.25, 0.4, 0.1)
"""Which part of their tasks sellers do late."""
PATIENCE = {"call": 1, "email": 2, "todo": 3, "meeting": 4, "demo": 5, "visit": 5}
SLIPPING = {"call": 0.7, "email": 0.8, "todo": 1.9, "meeting": 0.6, "demo": 0.8, "visit": 1.2}
"""In how many days tasks of a kind are due, and how much more often than others they are done late."""


def write_down(stage: Stage, customers: list[Customer], deals: list[Sold]) -> None:
    """Make the notes and tasks that go with the deals, and errands to the customers around today."""
    stage.create(NOTE, [note for deal in deals for note in notes_of(stage, deal)])
    do(stage, [task for deal in deals for task in past_tasks(stage, deal)])
    do(stage, of_today(stage, customers))
    stage.create(
        TASK, [*errands(stage, customers), *next_tasks(stage, deals), *of_the_office(stage, customers)]
    )


def do(stage: Stage, tasks: list[Done]) -> None:
    """Make tasks, and let those that have a moment by now be done at it."""
    ids = stage.create(TASK, [task for task, _moment in tasks])
    done = [
        Changed(
            record_id, task.by, moment, {"is_done": True, "outcome": stage.dice.choice(stage.words.outcomes)}
        )
        for record_id, (task, moment) in zip(ids, tasks, strict=True)
        if moment
    ]
    stage.update(TASK, done)


def notes_of(stage: Stage, deal: Sold) -> list[Made]:
    """Return what was written about a deal while it went on, and at its end."""
    span = (deal.last - deal.since).total_seconds() / 86400
    found = []
    for body in stage.dice.sample(stage.words.notes, stage.dice.choices((0, 1, 2, 3), (3, 4, 3, 1))[0]):
        moment = stage.after(deal.since, span * stage.dice.random())
        if moment:
            found.append(
                Made(deal.customer.keeper(moment), moment, {"about": ("deal", deal.id), "body": body})
            )
    endings = {"won": stage.words.notes_won, "lost": stage.words.notes_lost}.get(deal.outcome)
    if endings and stage.dice.random() < 0.6:
        last = min(deal.last + dt.timedelta(minutes=4), stage.at)
        found.append(
            Made(
                deal.customer.keeper(last),
                last,
                {"about": ("deal", deal.id), "body": stage.dice.choice(endings)},
            )
        )
    return found


def past_tasks(stage: Stage, deal: Sold) -> list[Done]:
    """Return the tasks that brought a deal from step to step, with when each was done."""
    moments = [deal.since, *(moment for moment, _step, _outcome in deal.steps[:-1])]
    found = []
    for place, moment in enumerate(moments):
        if stage.dice.random() < 0.55:
            number = min(place * 2 + stage.dice.randrange(2), len(stage.words.tasks) - 1)
            made = moment + dt.timedelta(minutes=1)
            task = planned(stage, deal.customer.keeper(made), made, stage.words.tasks[number], deal.id)
            found.append((task, done_at(stage, task)))
    return found


def done_at(stage: Stage, task: Made) -> dt.datetime | None:
    """Return when a task was done: in time mostly, as its person is and as its kind goes; None if it is still open."""
    kind, dice = task.values["kind"], stage.dice
    if dice.random() < stage.trait(task.by, LATENESS) * SLIPPING[kind]:
        return stage.after(task.at, PATIENCE[kind] + 1 + dice.expovariate(0.35))
    return stage.after(task.at, PATIENCE[kind] * (0.15 + 0.75 * dice.random()))


def of_today(stage: Stage, customers: list[Customer]) -> list[Done]:
    """Return what every seller has done already today."""
    began = dt.datetime.combine(stage.today, dt.time(), stage.zone)
    passed = stage.at - began
    found: list[Done] = []
    for seller in stage.sellers:
        theirs = [customer for customer in customers if customer.keeper(stage.at) == seller]
        for customer in stage.dice.sample(theirs, min(len(theirs), stage.dice.randint(1, 3))):
            made = max(customer.since, stage.working_hour(1 + 2 * stage.dice.random()))
            kind, name = stage.dice.choice(stage.words.errands)
            moment = began + passed * (0.6 + 0.35 * stage.dice.random())
            task = due(stage, seller, min(made, moment), name, kind, ("company", customer.id), 0)
            found.append((task, moment.astimezone(dt.UTC)))
    return found


def next_tasks(stage: Stage, deals: list[Sold]) -> list[Made]:
    """Return the next step of most open deals: some overdue, some for today, most still to come."""
    found = []
    for deal in deals:
        if deal.outcome == "open" and stage.dice.random() < 0.75:
            kind, name = stage.dice.choice(stage.words.tasks)
            days = stage.dice.choice((-6, -3, -1, 0, 0, 1, 2, 4, 7, 12))
            made = min(deal.last + dt.timedelta(minutes=3), stage.at)
            found.append(
                due(stage, deal.customer.keeper(stage.at), made, name, kind, ("deal", deal.id), days)
            )
    return found


def errands(stage: Stage, customers: list[Customer]) -> list[Made]:
    """Return what is to be done for customers beside the deals."""
    found = []
    for customer in stage.dice.sample(customers, stage.size.errands):
        kind, name = stage.dice.choice(stage.words.errands)
        made = max(customer.since, stage.working_hour(3 + 12 * stage.dice.random()))
        found.append(
            due(
                stage,
                customer.keeper(stage.at),
                made,
                name,
                kind,
                ("company", customer.id),
                stage.dice.randint(-4, 14),
            )
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


def planned(stage: Stage, by: int, at: dt.datetime, what: tuple[str, str], deal: int) -> Made:
    """Return a task on a deal that was due as soon as tasks of its kind are."""
    kind, name = what
    day = at.astimezone(stage.zone).date() + dt.timedelta(days=PATIENCE[kind])
    values = {"name": name, "kind": kind, "about": ("deal", deal), "assignee": by, "due_on": day.isoformat()}
    return Made(by, at, values)
