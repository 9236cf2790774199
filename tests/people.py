"""The cast: Ada owns, Ben is on her team, Cleo is in another, Dora administers, Max leads Ada's team, Ann analyses."""

import datetime as dt
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import pytest

PASSWORD = "correct horse battery"
NOON = dt.datetime(2026, 3, 2, 12, 0, tzinfo=dt.UTC)


@dataclass(frozen=True)
class Person:
    name: str
    role: str
    team: str

    @property
    def email(self) -> str:
        return f"{self.name.lower()}@odnos.example"


ADA = Person("Ada", "representative", "North")
BEN = Person("Ben", "representative", "North")
CLEO = Person("Cleo", "representative", "South")
DORA = Person("Dora", "administrator", "Office")
MAX = Person("Max", "manager", "North")
ANN = Person("Ann", "analyst", "Office")
EVERYBODY = (ADA, BEN, CLEO, DORA, MAX, ANN)


@dataclass
class Cast:
    """The actors, by lower-case name: `cast.ada`, `cast.cleo`; and the ids of their rows."""

    actors: dict[str, Any] = field(default_factory=dict)
    teams: dict[str, int] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Any:
        try:
            return self.__dict__["actors"][name]
        except KeyError:
            raise AttributeError(name) from None


def build_cast() -> Cast:
    """Make the teams and people of the cast; all have the same password."""
    from odnos.domains.organisation import actions
    from odnos.engine.access import actor

    cast = Cast()
    by = actor.system_actor("the cast of the tests")
    for person in EVERYBODY:
        user = actions.add_user(
            person.email,
            name=person.name,
            role=person.role,
            team=person.team,
            password=PASSWORD,
            by=by,
            at=NOON,
        )
        cast.actors[person.name.lower()] = actor.actor_for(user)
        cast.teams[person.team] = user.team_id
    return cast


@cache
def _hash_of_everybody(password: str) -> str:
    from django.contrib.auth.hashers import make_password

    return make_password(password)


@pytest.fixture
def cast(db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Cast]:
    """The cast in the test's own database. Their password is hashed once for all tests: argon2 is slow on purpose."""
    from django.conf import settings

    from odnos.engine.access import passwords
    from odnos.engine.tables import definitions

    with monkeypatch.context() as patch:
        patch.setattr(passwords, "make_password", _hash_of_everybody)
        made = build_cast()
    yield made
    definitions.forget()  # the fields that the test added go with its database
    shutil.rmtree(settings.DATA / "exports", ignore_errors=True)
    shutil.rmtree(settings.DATA / "imports", ignore_errors=True)  # the next test's uploads have the same ids
