"""Events: written with the change that made them true, and turned into jobs for whoever listens."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from django.db.models.functions import Now

from odnos.engine.access.actor import Actor
from odnos.engine.outbox.jobs import enqueue
from odnos.engine.outbox.models import Event

listeners: dict[str, list[str]] = defaultdict(list)
watchers: dict[str, list[str]] = {}
"""Jobs that somebody's settings ask for after each write of an object; replaced as a whole when the settings change."""


def on(event: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Run the job that this decorates whenever `event` happened; it gets the event's id as `event_id`."""

    def listen(work: Callable[..., Any]) -> Callable[..., Any]:
        listeners[event].append(str(getattr(work, "job_name")))  # noqa: B009 -- @jobs.job sets it
        return work

    return listen


def emit(
    name: str,
    *,
    object_key: str = "",
    records: Sequence[int] = (),
    payload: Mapping[str, Any] | None = None,
    by: Actor,
    at: dt.datetime,
    change_set: int | None = None,
    is_write: bool = False,
) -> None:
    """Write one event about some records, within the caller's transaction. One event of each write says that it `is_write`."""
    event = Event.objects.create(
        name=name,
        object_key=object_key,
        records=list(records),
        payload=dict(payload or {}),
        actor_id=by.user_id,
        change_set_id=change_set,
        at=at,
    )
    for job in (*listeners.get(name, ()), *(watchers.get(object_key, ()) if is_write else ())):
        enqueue(job, {"event_id": event.pk}, at=at)


RENEWED = "records.renewed"


def renewed(object_key: str, records: Iterable[int]) -> None:
    """Say that records hold something else now though nobody wrote them: for what keeps a copy. No job listens to it."""
    if named := list(records):
        Event.objects.create(name=RENEWED, object_key=object_key, records=named, at=Now())
