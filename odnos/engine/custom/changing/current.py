"""Changes of kind as this process knows them: under which keys values stand, and what follows what."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from odnos.engine.access.actor import system_actor
from odnos.engine.custom.changing.converting import both_ways, forward
from odnos.engine.custom.changing.models import FieldChange
from odnos.engine.custom.kinds import made
from odnos.engine.records.shadows import Shadow, shadows
from odnos.objects.context import Context
from odnos.objects.fields import Field

Rows = Sequence[Mapping[str, Any]]
Options = Mapping[int, Rows]
State = FieldChange.State
IN_FORCE = (State.DONE, State.OVER)


def latest() -> dict[int, FieldChange]:
    """Return the last change of each field that had one."""
    return {change.field_id: change for change in FieldChange.objects.order_by("pk")}


def slots(changes: Mapping[int, FieldChange]) -> dict[int, str]:
    """Return the key under which the values of each changed field stand now."""
    return {
        field_id: change.slot_after if change.state in IN_FORCE else change.slot_before
        for field_id, change in changes.items()
    }


def settle(
    changes: Mapping[int, FieldChange], definitions: Mapping[int, Mapping[str, Any]], options: Options
) -> None:
    """Put the shadows in place of those changes that are going on or can be taken back."""
    found: dict[str, list[Shadow]] = {}
    for field_id, change in changes.items():
        definition = definitions.get(field_id)
        if definition is not None and change.state in (State.CONVERTING, State.DONE):
            kept_in = definitions.get(change.kept_in_id or 0)
            shadow = shadow_of(change, definition, options.get(field_id, ()), kept_in)
            found.setdefault(definition["object"], []).append(shadow)
    shadows.by_object = {key: tuple(items) for key, items in found.items()}


def context(at: dt.datetime) -> Context:
    """Return how the company writes numbers and days."""
    return system_actor("values of another kind").context(at)


def shadow_of(
    change: FieldChange,
    definition: Mapping[str, Any],
    options: Rows,
    kept_in: Mapping[str, Any] | None,
) -> Shadow:
    """Return the shadow of a change: the new values follow the old ones until they take their place, then the other way round."""
    ctx = context(change.at)
    old = field_of(definition, change.before, change.slot_before, options)
    new = field_of(definition, change.after, change.slot_after, options)
    if change.state == State.DONE:
        return Shadow(source=new, target=old, sets=(old,), work=both_ways(new, old, ctx))
    rest = made(kept_in, ()) if kept_in else None
    return Shadow(
        source=old, target=new, sets=(new, rest) if rest else (new,), work=forward(old, new, rest, ctx)
    )


def field_of(definition: Mapping[str, Any], settings: Mapping[str, Any], slot: str, options: Rows) -> Field:
    """Return the field with the settings of one of its kinds, its values under `slot`."""
    return made({**definition, **settings, "slot": slot, "is_unique": False}, options)
