"""Doing an action: the one place that asks the role about it, whichever surface it came through."""

from __future__ import annotations

import datetime as dt
from typing import Any

from odnos.engine.access import rights
from odnos.engine.access.actor import Actor
from odnos.objects.action import Action


def perform(action: Action, record_id: int, *, by: Actor, at: dt.datetime, **values: Any) -> Any:
    """Do an action to a record, and return what it made. Raises Denied where the actor's role closes it, and what it raises."""
    rights.check_action(by, action.name, action.object)
    return action.run(record_id, by=by, at=at, **values)
