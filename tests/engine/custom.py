"""Adding fields in a test: what an administrator does on the settings page, and the process that knows of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from odnos.engine.custom import actions
from odnos.engine.custom.types.built import key_of
from odnos.engine.custom.types.declared import CUSTOM_OBJECT
from odnos.engine.records import write
from odnos.engine.records.row import Row
from odnos.engine.tables import definitions
from tests.people import NOON, Cast

AddField = Callable[..., Row]
AddObject = Callable[..., str]


@pytest.fixture
def add_field(cast: Cast) -> AddField:
    """Return `add_field("company", "text", "Tax number", options=("Gold",), mask="…")`."""

    def add(object_key: str, kind: str, name: str, *, options: tuple[str, ...] = (), **settings: Any) -> Row:
        values = {"object": object_key, "kind": kind, "name": name, **settings}
        row = actions.make(values, [{"name": option} for option in options], by=cast.dora, at=NOON)
        definitions.refresh()
        return row

    return add


@pytest.fixture
def add_object(cast: Cast) -> AddObject:
    """Return `add_object("Vehicle", "Vehicles", access="part", parent="company")`; it gives the object's key."""

    def add(name: str, name_many: str, **settings: Any) -> str:
        values = {"name": name, "name_many": name_many, **settings}
        row = write.create(CUSTOM_OBJECT, values, by=cast.dora, at=NOON)
        definitions.refresh()
        return key_of(row)

    return add
