"""Rights given and people changed in a line, and whom of some records somebody reaches."""

from __future__ import annotations

import datetime as dt
from typing import Any

from odnos.engine.access.actor import actor_for
from odnos.engine.access.models import User
from odnos.engine.records import write
from odnos.engine.records.reach import reach
from odnos.engine.tables import definitions
from odnos.objects.registry import registry
from tests.people import NOON

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
