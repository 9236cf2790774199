"""What tests of rights share: a role that says nothing yet, which Ada has; rights given in a line; and which of some records she reaches."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from odnos.domains.organisation import actions
from odnos.engine.access.actor import actor_for
from odnos.engine.access.models import User
from odnos.engine.records import shares, write
from odnos.engine.records.reach import reach
from odnos.engine.tables import definitions
from odnos.objects.registry import registry
from tests.people import NOON, Cast

SCOPES = ("none", "own", "team", "subtree", "territory", "all")
RECORDS = ("ada's", "ben's", "report's", "child team's", "in her territory", "stranger's", "shared")
SEEN = dict(zip(SCOPES, (0, 1, 2, 4, 5, 6), strict=True))
"""How many of RECORDS each scope takes in, the shared one apart."""


def kind(key: str) -> Any:
    return registry.get(key)


def make(key: str, by: Any, **values: Any) -> Any:
    return write.create(kind(key), values, by=by, at=NOON)


def right(role: int, deed: str, scope: str, *, by: Any, object: str = "*", forbid: bool = False) -> Any:
    made = make("role_right", by, role=role, object=object, deed=deed, scope=scope, forbid=forbid)
    definitions.refresh()
    return made


def change(key: str, number: int, by: Any, **values: Any) -> None:
    write.update(kind(key), number, values, version=None, by=by, at=NOON)
    definitions.refresh()


def again(actor: Any, *, at: dt.datetime = NOON) -> Any:
    return actor_for(User.objects.get(pk=actor.user_id), at=at)


def reached(by: Any, records: dict[str, int], deed: Any) -> list[str]:
    found = set(reach(kind("company"), by=by, deed=deed).values_list("pk", flat=True))
    return [name for name, number in records.items() if number in found]


@pytest.fixture
def field(cast: Cast) -> int:
    """A role that says nothing yet; Ada has it."""
    role = make("role", cast.dora, name="Field")
    definitions.refresh()
    change("user", cast.ada.user_id, cast.dora, role="field")
    return role.id


@pytest.fixture
def records(cast: Cast, field: int) -> dict[str, int]:
    """Companies of all sorts, as seen from Ada."""
    dora = cast.dora
    below = make("team", dora, name="North by East", parent=cast.teams["North"])
    eve = actions.add_user("eve@odnos.example", name="Eve", role="representative", by=dora, at=NOON)
    change("user", eve.pk, dora, team=below.id)
    change("user", cast.cleo.user_id, dora, manager=cast.ada.user_id)
    territory = make("territory", dora, name="Steel", people=[cast.ada.user_id])
    make("territory_rule", dora, territory=territory.id, object="company", filter="name.starts:Steel")
    definitions.refresh()
    owners = (cast.ada, cast.ben, cast.cleo, actor_for(User.objects.get(pk=eve.pk)), dora, dora, dora)
    names = ("A", "B", "C", "E", "Steel works", "D", "S")
    made = {
        record: make("company", dora, name=name, owner=owner.user_id).id
        for record, name, owner in zip(RECORDS, names, owners, strict=True)
    }
    shares.share(kind("company"), made["shared"], {"user": cast.ada.user_id, "edit": True}, by=dora, at=NOON)
    return made
