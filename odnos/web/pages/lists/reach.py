"""Which rows of a page the reader may change: the hint that decides where editing is offered. The engine decides for good."""

from __future__ import annotations

from collections.abc import Callable

from odnos.engine.access import rights
from odnos.engine.access.actor import Actor
from odnos.engine.access.rights import Deed
from odnos.engine.records.row import Row
from odnos.objects.registry import ObjectType


def may(kind: ObjectType, deed: Deed, *, by: Actor) -> Callable[[Row], bool]:
    """Return a test of a row for `deed`."""
    scope = rights.may(by, deed, kind)
    opened = by.editable.get(kind.key, frozenset()) if deed == "edit" else frozenset()
    if scope == "all" or (scope != "none" and kind.parent_field is not None):
        return lambda _row: True

    def is_reached(row: Row) -> bool:
        owned = by.user_id is not None and row.columns["owner_id"] == by.user_id
        with_team = scope == "team" and by.team_id is not None and row.columns["team_id"] == by.team_id
        return row.id in opened or (scope != "none" and owned) or with_team

    return is_reached
