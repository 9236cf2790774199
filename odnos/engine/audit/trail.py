"""Writing into the trail what is no change of a record's fields: signing in, a new password, a setting of the company."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from odnos.engine.access.actor import Actor
from odnos.engine.audit.models import Entry

APART = (
    "read",
    "values_erased",
    "person_erased",
    "made_anonymous",
    "person_exported",
    "seeing_began",
    "seeing_ended",
)
"""Deeds that change nothing of a record: its story does not tell them, the page of the trail does."""


def origin(by: Actor) -> dict[str, Any]:
    """Return the columns that say who did it, and from where."""
    return {
        "actor_id": by.seen_by or by.user_id,
        "source": by.source,
        "address": by.address,
        "token_id": by.token_id,
    }


def note(
    action: str,
    *,
    object_key: str,
    record_id: int,
    by: Actor,
    at: dt.datetime,
    diff: Mapping[str, Any] | None = None,
    version: int = 0,
) -> Entry:
    """Write one entry and return it. `diff` is {name: [old, new]}; secrets never stand in it."""
    return Entry.objects.create(
        at=at,
        **origin(by),
        object_key=object_key,
        record_id=record_id,
        version=version,
        action=action,
        diff=dict(diff or {}),
    )
