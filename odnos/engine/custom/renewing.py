"""Formulas worked out anew: for all records when one is added or changed, for some when what they look at has changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from odnos.engine.access.actor import system_actor
from odnos.engine.access.tripwire import Mark
from odnos.engine.custom import current
from odnos.engine.custom.models import CustomField
from odnos.engine.outbox import emit, jobs, schedules
from odnos.engine.outbox.models import Event
from odnos.engine.outbox.running import Run
from odnos.engine.records import derived
from odnos.engine.records.kept import aliased
from odnos.objects.registry import ObjectType, registry

BATCH = 1000
NIGHTLY = dt.timedelta(days=1)


@emit.on("custom_field.created")
@emit.on("custom_field.updated")
@emit.on("custom_field.restored")
@jobs.job("custom.renew", long=True)
def renew_all(run: Run, *, event_id: int) -> None:
    """Work the formulas of an object out for all its records after one of them was added or changed."""
    current.refresh()
    event = Event.objects.filter(pk=event_id).first()
    changed = CustomField._base_manager.filter(pk__in=event.records if event else (), kind="formula")
    for key in sorted(set(changed.values_list("object", flat=True))):
        if key in registry:
            renew_every(run, registry.get(key))


@jobs.job("custom.today", long=True)
def follow_the_day(run: Run) -> None:
    """Work out anew what depends on the day."""
    current.refresh()
    for object_type in registry:
        if any(field.follows and field.follows.knows_day for field in object_type.derived):
            renew_every(run, object_type)


@jobs.job("custom.follow", long=True)
def follow(run: Run, *, event_id: int) -> None:
    """Work out anew what looks at the records of an event."""
    event = Event.objects.filter(pk=event_id).first()
    if event is not None:
        current.refresh()
        renew_lookers(run, event.object_key, event.records)


def renew_every(run: Run, object_type: ObjectType) -> None:
    last = 0
    everywhere = object_type.model._base_manager.filter(Mark(object_type.table)).order_by("pk")
    while ids := list(everywhere.filter(pk__gt=last).values_list("pk", flat=True)[:BATCH]):
        renew_some(run, object_type, ids)
        last = ids[-1]


def renew_some(run: Run, object_type: ObjectType, ids: list[int]) -> None:
    """Work out some records, and then those that look at the ones that changed."""
    with run.step() as at:
        changed = derived.renew(object_type, ids, today=today(at))
    renew_lookers(run, object_type.key, changed)


def renew_lookers(run: Run, key: str, ids: Iterable[int]) -> None:
    seen = list(ids)
    for object_type, link in lookers(key) if seen else ():
        column = object_type.field(link).column
        everywhere = object_type.model._base_manager.filter(Mark(object_type.table))
        found = aliased(object_type, everywhere, [column]).filter(**{f"{column}__in": seen})
        looking = list(found.order_by("pk").values_list("pk", flat=True))
        for first in range(0, len(looking), BATCH):
            renew_some(run, object_type, looking[first : first + BATCH])


def lookers(key: str) -> Iterator[tuple[ObjectType, str]]:
    """Yield the objects whose formulas look at records of the object `key`, and the link they look through."""
    for object_type in registry:
        links = {name for field in object_type.derived if field.follows for name in field.follows.links}
        for name in sorted(links):
            if getattr(object_type.field(name), "to", "") == key:
                yield object_type, name


def today(at: dt.datetime) -> dt.date:
    """Return the day where the company is."""
    return system_actor("formulas").context(at).today


schedules.every("custom.today", NIGHTLY, offset=dt.timedelta(minutes=5))
