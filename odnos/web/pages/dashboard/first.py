"""The first steps of a newcomer. Each knows by itself, from what is there, whether it is done."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from odnos.domains.demo import removing
from odnos.engine.access import rights
from odnos.engine.access.actor import Actor
from odnos.engine.audit.models import Entry
from odnos.engine.records import read
from odnos.engine.views import preferences, put_away
from odnos.objects.labels import Label
from odnos.objects.registry import registry

STEPS = "first-steps"
"""The name under which a person keeps what they skipped, and puts the steps away."""
KEYS = "key-map"
"""The name under which it is kept that a person has looked at the keys."""
CUSTOMERS = ("contact", "company", "lead")
FAMILIAR = 200
Question = Callable[[Actor, dt.datetime], bool]


@dataclass(frozen=True, kw_only=True)
class Step:
    """One step: where it leads, `links` as (address, words, opens as a dialog), and how it is known that it is done."""

    key: str
    title: Label
    text: Label
    links: tuple[tuple[str, Label, bool], ...]
    is_done: Question


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A step as it stands for somebody."""

    step: Step
    done: bool
    skipped: bool

    @property
    def is_over(self) -> bool:
        return self.done or self.skipped


def steps(*, by: Actor, at: dt.datetime) -> list[Shown]:
    """Return the steps of this person with what is done of them; none for those who make nothing here."""
    skipped = set(preferences.of(STEPS, by=by).order)
    return [
        Shown(step=step, done=step.is_done(by, at), skipped=step.key in skipped) for step in steps_for(by)
    ]


def steps_for(by: Actor) -> tuple[Step, ...]:
    if by.is_administrator:
        return ADMINISTRATOR
    may_sell = all(rights.may(by, "create", registry.get(key)) != "none" for key in ("contact", "deal"))
    return SELLER if may_sell else ()


def waiting(*, by: Actor, at: dt.datetime) -> list[Shown]:
    """Return the steps for the dashboard: none when they were put away, or when none is left to take."""
    if put_away.is_away(STEPS, by=by):
        return []
    found = steps(by=by, at=at)
    return [] if all(item.is_over for item in found) else found


def skip(key: str, *, by: Actor, wanted: bool = True) -> None:
    """Leave a step out, or take it up again."""
    kept = [item for item in preferences.of(STEPS, by=by).order if item != key]
    known = {step.key for step in steps_for(by)}
    preferences.keep(STEPS, by=by, order=[*kept, key] if wanted and key in known else kept)


def number(key: str, *, by: Actor, at: dt.datetime) -> int:
    return read.count(registry.get(key), by=by, at=at, cap=2).number


def has_customers(by: Actor, at: dt.datetime) -> bool:
    """Whether there is any customer beside the samples."""
    samples = removing.made()
    return any(
        set(read.ids(registry.get(key), by=by, at=at, limit=len(samples.get(key, ())) + 1))
        - set(samples.get(key, ()))
        for key in CUSTOMERS
    )


def has_colleagues(by: Actor, at: dt.datetime) -> bool:
    return number("user", by=by, at=at) > 1


def is_shaped(by: Actor, at: dt.datetime) -> bool:
    """Whether anybody has added a pipeline or touched a stage."""
    if number("pipeline", by=by, at=at) > 1:
        return True
    stages = read.query(registry.get("stage"), by=by, at=at, columns=("name",), sort="-updated_at", limit=20)
    return any(stage.version > 1 for stage in stages.rows)


def has_fields(by: Actor, at: dt.datetime) -> bool:
    return number("custom_field", by=by, at=at) > 0


def made_by_oneself(*keys: str) -> Question:
    """Return the question whether a person has made a record of one of these objects.

    Their newest deeds are looked through, of which the trail has an index; whoever has done that many is no newcomer.
    """

    def asked(by: Actor, at: dt.datetime) -> bool:  # noqa: ARG001 -- every step is asked so
        own = Entry.objects.filter(actor_id=by.user_id).order_by("-pk")  # spare: only which step is done
        deeds = list(own.values_list("object_key", "action")[:FAMILIAR])
        return len(deeds) == FAMILIAR or any(key in keys and action == "created" for key, action in deeds)

    return asked


def knows_keys(by: Actor, at: dt.datetime) -> bool:  # noqa: ARG001 -- a question like the others
    return put_away.is_away(KEYS, by=by)


ADMINISTRATOR = (
    Step(
        key="customers",
        title=_("Bring your customers in"),
        text=_("Import a spreadsheet, or write down your first contact."),
        links=(("/imports", _("Import a file"), False), ("/contacts/new", _("First contact"), True)),
        is_done=has_customers,
    ),
    Step(
        key="colleagues",
        title=_("Invite a colleague"),
        text=_("Everybody gets a role and a team, and sees what belongs to them."),
        links=(("/settings/users/new", _("Invite"), False),),
        is_done=has_colleagues,
    ),
    Step(
        key="pipeline",
        title=_("Shape your pipeline"),
        text=_("Name the stages the way you sell."),
        links=(("/settings/pipelines", _("Look at the stages"), False),),
        is_done=is_shaped,
    ),
    Step(
        key="field",
        title=_("Add a field of your own"),
        text=_("Write down what only your company asks of its customers."),
        links=(("/settings/fields", _("Add a field"), False),),
        is_done=has_fields,
    ),
)
SELLER = (
    Step(
        key="contact",
        title=_("Write down your first contact"),
        text=_("A name is enough; the rest can wait."),
        links=(("/contacts/new", _("First contact"), True),),
        is_done=made_by_oneself(*CUSTOMERS),
    ),
    Step(
        key="deal",
        title=_("Begin your first deal"),
        text=_("Say whom it is for and what it may come to, and move it through the stages."),
        links=(("/deals/new", _("First deal"), True), ("/deals/board", _("Open the board"), False)),
        is_done=made_by_oneself("deal"),
    ),
    Step(
        key="task",
        title=_("Plan your first task"),
        text=_("It stands on your dashboard on the day it is due."),
        links=(("/tasks/new", _("First task"), True),),
        is_done=made_by_oneself("task"),
    ),
    Step(
        key="keyboard",
        title=_("Look at the keys"),
        text=_("Everything can be done without a mouse. The map opens with “?” on every page."),
        links=(("/first-steps/keys", _("Show the keys"), False),),
        is_done=knows_keys,
    ),
)
