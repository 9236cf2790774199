"""Whom somebody may have a report sent to, and doing so: each gets a subscription of their own, which they end as they like."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from odnos.analytics.mailing import rules
from odnos.analytics.mailing.objects import SUBSCRIPTION
from odnos.engine.access import rights
from odnos.engine.access.actor import Actor
from odnos.engine.access.models import User
from odnos.engine.records import write
from odnos.engine.records.errors import Invalid
from odnos.engine.records.row import Row


@dataclass(frozen=True)
class Subscribed:
    """Who gets the report now, and how many of those asked for could not be subscribed."""

    people: tuple[int, ...]
    passed: int


def may_subscribe_others(by: Actor) -> bool:
    return rights.allows(by, rules.OTHERS)


def of_team(team_id: int) -> list[int]:
    """Return the people of a team who can get mail."""
    people = User.objects.filter(team_id=team_id, is_active=True, deleted_at__isnull=True).exclude(email="")
    return list(people.order_by("pk").values_list("pk", flat=True))


def subscribe(
    report: Row, people: Sequence[int], values: Mapping[str, Any], *, by: Actor, at: dt.datetime
) -> Subscribed:
    """Have a report sent to each of some people, with their own rights, language and clock. Raises Invalid where it goes to none of them."""
    made: list[int] = []
    last = Invalid({"owner": [_("There is nobody to send it to.")]})
    for person in people:
        given = {**values, "name": report.title, "report": report.id, "owner": person}
        try:
            write.create(SUBSCRIPTION, given, by=by, at=at)
        except Invalid as refusal:
            last = refusal
            continue
        made.append(person)
    if not made:
        raise last
    return Subscribed(tuple(made), len(people) - len(made))
