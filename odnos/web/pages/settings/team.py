"""One's own team: who is in it, and what each of them works on. People are let in and out by administrators alone."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from odnos.domains.organisation.objects import TEAM, USER
from odnos.engine.access import rights
from odnos.engine.access.actor import Actor
from odnos.engine.access.models import User
from odnos.engine.filters.tree import Any as Either
from odnos.engine.filters.tree import Condition
from odnos.engine.records import read
from odnos.engine.records.row import Row
from odnos.web.pages.settings.sections import actor, now, show
from odnos.web.pages.settings.users import state

NAMES = ("name", "email", "role", "is_active", "job_title")


@require_GET
def team(request: HttpRequest) -> HttpResponse:
    """Show the people of one's team, and those whose manager one is."""
    by = actor(request)
    named = read.get_many(TEAM, [by.team_id] if by.team_id else [], by=by)
    rows = people_of(request, by)
    keyed = keyed_among(rows) if rights.allows(by, "team.access") else None
    ctx = by.context(now(request))
    people = [
        {
            "id": row.id,
            "name": row.title,
            "email": row["email"] or "",
            "title": row["job_title"] or "",
            "role": USER.field("role").text(row["role"], ctx),
            "state": None if keyed is None else state(is_active=row["is_active"], has_key=row.id in keyed),
        }
        for row in rows
    ]
    context = {"team": next((row.title for row in named.values()), ""), "people": people}
    return show(request, "pages/settings_team.html", "team", context)


def people_of(request: HttpRequest, by: Actor) -> list[Row]:
    mine: list[Any] = [Condition(("manager",), "is", by.user_id)]
    if by.team_id is not None:
        mine.append(Condition(("team",), "is", by.team_id))
    asked = Either(tuple(mine))
    batches = read.iterate(USER, by=by, at=now(request), filter=asked, sort="name", columns=NAMES)
    return [row for batch in batches for row in batch]


def keyed_among(rows: list[Row]) -> set[int]:
    """Return those of some people who have a password."""
    found = User.objects.filter(pk__in=[row.id for row in rows]).exclude(password="")
    return set(found.values_list("pk", flat=True))
