"""The ten people of the demo company, in three teams."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

from odnos.domains.demo.stage import Stage
from odnos.domains.organisation import actions
from odnos.domains.organisation.objects import ROLES
from odnos.engine.access.actor import actor_for, system_actor
from odnos.engine.access.models import User
from odnos.lib import text

# role, team, title, woman; the first of each role gets a password
STAFF = (
    ("administrator", 2, 0, True),
    ("manager", 0, 1, False),
    ("manager", 1, 1, True),
    ("representative", 0, 2, True),
    ("representative", 0, 2, False),
    ("representative", 0, 2, True),
    ("representative", 1, 2, False),
    ("representative", 1, 2, True),
    ("representative", 1, 2, False),
    ("analyst", 2, 3, True),
)


def hire(stage: Stage, *, language: str) -> list[dict[str, str]]:
    """Make teams and users; return the way in for one person of each role."""
    by = system_actor("the demo hires its people")
    began = stage.working_hour(stage.size.days + 20)
    labels = {key: str(label) for key, label in ROLES}
    entrants: dict[str, dict[str, str]] = {}
    managers: dict[int, int] = {}
    for place, (role, team, title, woman) in enumerate(STAFF):
        first, last = person(stage, woman=woman, place=place)
        password = "" if role in entrants else actions.make_password()
        more: dict[str, Any] = {"locale": language, "timezone": stage.words.timezone}
        if role == "representative":
            more["manager"] = managers[team]
        user = actions.add_user(
            address(first, last, stage.words.domain),
            name=f"{first} {last}",
            role=role,
            team=stage.words.teams[team],
            password=password,
            job_title=stage.words.titles_inside[title],
            by=by,
            at=began + dt.timedelta(minutes=7 * place),
            **more,
        )
        keep(stage, user)
        if role == "manager":
            managers[team] = user.pk
        if password:
            entrants[role] = {
                "email": user.email,
                "password": password,
                "role": labels[role],
                "name": user.name,
            }
    return list(entrants.values())


def keep(stage: Stage, user: User) -> None:
    """Let the user act in the history that follows."""
    stage.actors[user.pk] = replace(actor_for(user), source="demo")
    stage.office.setdefault(user.role, user.pk)
    if user.role == "representative":
        stage.sellers.append(user.pk)


def person(stage: Stage, *, woman: bool, place: int) -> tuple[str, str]:
    """Return a first and a last name that go together; colleagues never share one."""
    words = stage.words
    first, last = (words.women, words.women_surnames) if woman else (words.men, words.men_surnames)
    return first[(place * 3 + 1) % len(first)], last[(place * 5 + 2) % len(last)]


def address(first: str, last: str, domain: str) -> str:
    """Return the e-mail address a company would give to that name."""
    return f"{latin(first)}.{latin(last)}@{domain}"


def latin(written: str) -> str:
    """Return a name the way it stands in an address."""
    folded = text.fold(written)
    letters = folded if folded[:1].isascii() else text.transliterate(folded)
    return "".join(letter for letter in letters if letter.isascii() and letter.isalnum())
