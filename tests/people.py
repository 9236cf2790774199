"""The cast: Ada owns, Ben is on her team, Cleo is in another, Dora administers, Max leads Ada's team, Ann analyses."""

import datetime as dt
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.restored import Rows

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


_made: list["Rows"] = []


def _nothing_is_there() -> bool:
    from odnos.engine.access.models import Organisation, Team, User
    from odnos.engine.audit.models import Entry

    return not any(model._base_manager.exists() for model in (User, Team, Organisation, Entry))


def _cast_again() -> Cast:
    """Put the rows of the cast back as the first test made them, and return who they are."""
    from odnos.engine.access import actor
    from odnos.engine.access.models import User

    _made[0].put_back()
    users = {user.email: user for user in User._base_manager.all()}
    cast = Cast()
    for person in EVERYBODY:
        user = users[person.email]
        cast.actors[person.name.lower()] = actor.actor_for(user)
        cast.teams[person.team] = user.team_id
    return cast


def _cast_of(request: pytest.FixtureRequest) -> Cast:
    from tests import restored

    marker = request.node.get_closest_marker("django_db")
    commits = "transactional_db" in request.fixturenames or bool(marker and marker.kwargs.get("transaction"))
    if commits or not _nothing_is_there():
        return build_cast()
    if _made:
        return _cast_again()
    found: list[Cast] = []
    _made.append(restored.noted(lambda: found.append(build_cast())))
    return found[0]


@pytest.fixture
def cast(db: None, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Cast]:
    """The cast in the test's own database. Their password is hashed once for all tests: argon2 is slow on purpose."""
    from django.conf import settings

    from odnos.engine.access import passwords
    from odnos.engine.tables import definitions

    with monkeypatch.context() as patch:
        patch.setattr(passwords, "make_password", _hash_of_everybody)
        made = _cast_of(request)
    yield made
    definitions.forget()  # the fields that the test added go with its database
    shutil.rmtree(settings.DATA / "exports", ignore_errors=True)
    shutil.rmtree(settings.DATA / "imports", ignore_errors=True)  # the next test's uploads have the same ids
