"""The first three steps of a newcomer; they disappear when they are done."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from odnos.engine.access.actor import Actor
from odnos.engine.records import read
from odnos.objects.registry import registry

STEPS = "first-steps"
"""The name under which a person puts them away."""
CUSTOMERS = ("contact", "company", "lead")


def steps(*, by: Actor, at: dt.datetime) -> list[dict[str, Any]]:
    """Return the steps with what is done of them; none when all are, or to somebody who cannot take them."""
    if by.role != "administrator":
        return []
    found = [
        {
            "title": _("Bring your customers in"),
            "text": _("Import a spreadsheet, or write down your first contact."),
            "href": "/imports",
            "done": any(number(key, by=by, at=at) for key in CUSTOMERS),
        },
        {
            "title": _("Invite a colleague"),
            "text": _("Everybody gets a role and a team, and sees what belongs to them."),
            "href": "/settings/users",
            "done": number("user", by=by, at=at) > 1,
        },
        {
            "title": _("Shape your pipeline"),
            "text": _("Name the stages the way you sell."),
            "href": "/settings/pipelines",
            "done": is_shaped(by=by, at=at),
        },
    ]
    return [] if all(step["done"] for step in found) else found


def number(key: str, *, by: Actor, at: dt.datetime) -> int:
    return read.count(registry.get(key), by=by, at=at, cap=2).number


def is_shaped(*, by: Actor, at: dt.datetime) -> bool:
    """Whether anybody has added a pipeline or touched a stage."""
    if number("pipeline", by=by, at=at) > 1:
        return True
    stages = read.query(registry.get("stage"), by=by, at=at, columns=("name",), sort="-updated_at", limit=20)
    return any(stage.version > 1 for stage in stages.rows)
