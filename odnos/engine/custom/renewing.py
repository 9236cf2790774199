"""Formulas and roll-ups worked out anew: for all records when one is added or changed, for some when what they read has changed.

One change leads to the next: what a formula comes to may be gathered by a roll-up that another formula reads. Definitions
that would lead back to themselves are refused, so that every chain ends.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any

from django.db import connection
from django.db.models import Count, Max, Min, QuerySet

from odnos.engine.access.actor import Actor, system_actor
from odnos.engine.access.tripwire import Mark
from odnos.engine.audit.models import Entry
from odnos.engine.custom.models import CustomField
from odnos.engine.outbox import emit, jobs, schedules
from odnos.engine.outbox.models import Event
from odnos.engine.outbox.running import Run
from odnos.engine.records import derived, rolled
from odnos.engine.records.kept import aliased, annotated
from odnos.engine.tables import definitions
from odnos.objects.registry import ObjectType, registry

BATCH = 1000
STRIDE = 48
"""PostgreSQL writes a changed row anew, and writes all the table's indexes with it unless the row's own page has room.
So a walk along all records changes about one row of a page at a time: the room of the version before takes the next one.
(PostgreSQL's documentation, “Heap-Only Tuples”. It helps until a field of the object has an index.)
"""
SPREAD = 3
"""Ids per record above which asking for an id that may have no record costs more than finding those that have one."""
NIGHTLY = dt.timedelta(days=1)


@emit.on("custom_field.created")
@emit.on("custom_field.updated")
@emit.on("custom_field.restored")
@jobs.job("custom.renew", long=True)
def renew_all(run: Run, *, event_id: int) -> None:
    """Work out an object's formulas and roll-ups for all its records after one of them was added or changed."""
    definitions.refresh()
    event = Event.objects.filter(pk=event_id).first()
    changed = CustomField._base_manager.filter(
        pk__in=event.records if event else (), kind__in=("formula", "rollup")
    )
    for key in sorted(set(changed.values_list("object", flat=True))):
        if key in registry:
            renew_every(run, registry.get(key))


@jobs.job("custom.today", long=True)
def follow_the_day(run: Run) -> None:
    """Work out anew what depends on the day."""
    definitions.refresh()
    for object_type in registry:
        if any(field.follows and field.follows.knows_day for field in object_type.derived):
            renew_every(run, object_type)


@jobs.job("custom.follow", long=True)
def follow(run: Run, *, event_id: int) -> None:
    """Work out anew the formulas that look at the records of an event."""
    definitions.refresh()
    event = Event.objects.filter(pk=event_id).first()
    if event is not None:
        renew_lookers(run, event.object_key, event.records)


@jobs.job("custom.roll", long=True)
def roll(run: Run, *, event_id: int) -> None:
    """Gather anew for the records that those of an event name, or named before it."""
    definitions.refresh()
    event = Event.objects.filter(pk=event_id).first()
    if event is not None:
        entries = Entry.objects.filter(object_key=event.object_key, record_id__in=event.records, at=event.at)
        diffs = [entry.diff for entry in entries]
        for object_type, link in gatherers(event.object_key):
            before = {diff[link][0] for diff in diffs if link in diff and diff[link][0]}
            renew_each(run, object_type, before | named(event.object_key, link, event.records))


def renew_every(run: Run, object_type: ObjectType) -> None:
    everywhere = object_type.model._base_manager.filter(Mark(object_type))
    for ids in strides(everywhere) if connection.vendor == "postgresql" else walk(everywhere):
        renew_some(run, object_type, ids)


def walk(everywhere: QuerySet[Any]) -> Iterator[list[int]]:
    """Yield the ids of all records in their order, a batch at a time."""
    last = 0
    while ids := list(everywhere.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:BATCH]):
        yield ids
        last = ids[-1]


def strides(everywhere: QuerySet[Any]) -> Iterator[list[int]]:
    """Yield the ids of all records, each about a page from the one before; among them some that no record has.

    Few records, or ones that stand far apart among others', come in their order.
    """
    found = everywhere.aggregate(first=Min("pk"), last=Max("pk"), number=Count("pk"))
    first, last, number = found["first"], found["last"], found["number"]
    if number <= BATCH or last - first > number * SPREAD:
        yield from walk(everywhere)
        return
    for start in range(first, first + STRIDE):
        ids = range(start, last + 1, STRIDE)
        yield from (list(ids[place : place + BATCH]) for place in range(0, len(ids), BATCH))


def renew_each(run: Run, object_type: ObjectType, ids: Iterable[int]) -> None:
    wanted = sorted(ids)
    for first in range(0, len(wanted), BATCH):
        renew_some(run, object_type, wanted[first : first + BATCH])


def renew_some(run: Run, object_type: ObjectType, ids: list[int]) -> None:
    """Work out some records, and then those that read what changed in them."""
    changed: set[int] = set()
    with run.step() as at:
        if any(field.rolls for field in object_type.added):
            changed |= set(rolled.roll(object_type, ids, by=system(), at=at))
        if object_type.derived:
            changed |= set(derived.renew(object_type, ids, today=system().context(at).today))
    renew_lookers(run, object_type.key, changed)
    for gatherer, link in gatherers(object_type.key, derived_only=True):
        renew_each(run, gatherer, named(object_type.key, link, changed))


def renew_lookers(run: Run, key: str, ids: Iterable[int]) -> None:
    seen = list(ids)
    for object_type, link in lookers(key) if seen else ():
        column = object_type.field(link).column
        everywhere = object_type.model._base_manager.filter(Mark(object_type))
        found = aliased(object_type, everywhere, [column]).filter(**{f"{column}__in": seen})
        renew_each(run, object_type, found.values_list("pk", flat=True))


def lookers(key: str) -> Iterator[tuple[ObjectType, str]]:
    """Yield the objects whose formulas look at records of the object `key`, and the link they look through."""
    for object_type in registry:
        links = {name for field in object_type.derived if field.follows for name in field.follows.links}
        for name in sorted(links):
            if getattr(object_type.field(name), "to", "") == key:
                yield object_type, name


def gatherers(key: str, *, derived_only: bool = False) -> Iterator[tuple[ObjectType, str]]:
    """Yield the objects that gather records of the object `key`, and by which of its links; perhaps only those that gather derived fields."""
    derived_names = {field.name for field in registry.get(key).added if field.follows or field.rolls}
    for object_type in registry:
        links = {
            field.rolls.link
            for field in object_type.added
            if field.rolls
            and field.rolls.object == key
            and (not derived_only or field.rolls.measured in derived_names or field.rolls.only)
        }
        for link in sorted(links):
            yield object_type, link


def named(key: str, link: str, ids: Iterable[int]) -> set[int]:
    """Return the records that records of the object `key` name by a link."""
    child = registry.get(key)
    column = child.field(link).column
    everywhere = child.model._base_manager.filter(Mark(child), pk__in=list(ids))
    found = annotated(child, everywhere, [column]).values_list(column, flat=True)
    return {record_id for record_id in found if record_id is not None}


def system() -> Actor:
    return system_actor("formulas and roll-ups")


schedules.every("custom.today", NIGHTLY, offset=dt.timedelta(minutes=5))
