"""Which rows of a page the reader may change: the hint that decides where editing is offered. The engine decides for good."""

from __future__ import annotations

from collections.abc import Callable

from odnos.engine.access import rights, scope
from odnos.engine.access.actor import Actor
from odnos.engine.access.rights import Deed
from odnos.engine.records.row import Row
from odnos.objects.registry import ObjectType


def may(kind: ObjectType, deed: Deed, *, by: Actor) -> Callable[[Row], bool]:
    """Return a test of a row for `deed`."""
    reached = rights.may(by, deed, kind)
    if reached == "all" or (reached != "none" and kind.parent_field is not None):
        return lambda _row: True
    covers = scope.covering(kind, by=by, deed=deed)
    return lambda row: covers(row.columns)
