"""Sample data goes again, at once: all of it but what records of the company's own are linked to."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from odnos.domains.demo import sample
from odnos.engine.access.actor import Actor
from odnos.engine.audit.models import ChangeSet, Entry
from odnos.engine.records import read, references, write
from odnos.engine.records.at_once import change_set
from odnos.engine.records.row import Row
from odnos.objects.context import Reference
from odnos.objects.registry import registry

KIND = "sample_removal"
BATCH = 500


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What of the samples goes, in the order in which it can, and what stays, with the record of one's own that keeps it."""

    going: dict[str, list[int]]
    staying: dict[Reference, Reference]

    @property
    def number(self) -> int:
        return sum(len(ids) for ids in self.going.values())


@dataclass(frozen=True, kw_only=True)
class Removed:
    """What a removal did: the change set that takes it back, and how many samples went and stayed."""

    change_set: int
    number: int
    staying: int


def is_there(*, by: Actor) -> bool:
    """Whether any sample is left."""
    return any(living(key, ids, by=by) for key, ids in made().items())


def plan(*, by: Actor) -> Plan:
    """Return what a removal would do. Raises Denied."""
    sample.check(by)
    rows = {key: living(key, ids, by=by) for key, ids in made().items()}
    samples = {row.reference: row for found in rows.values() for row in found.values()}
    staying = kept_by_others(rows, samples, by=by)
    held_along(staying, samples)
    going = {
        key: [number for number in found if (key, number) not in staying]
        for key, found in reversed(rows.items())
    }
    return Plan(going={key: ids for key, ids in going.items() if ids}, staying=staying)


def made() -> dict[str, list[int]]:
    """Return the ids of all records that were ever made as samples, by object, in the order in which they were made."""
    sets = ChangeSet.objects.filter(kind=sample.KIND).values("pk")
    found: dict[str, list[int]] = defaultdict(list)
    entries = Entry.objects.filter(change_set_id__in=sets, action="created").order_by("pk")
    for key, number in entries.values_list("object_key", "record_id"):
        found[key].append(number)
    return {key: ids for key, ids in found.items() if key in registry}


def living(key: str, ids: list[int], *, by: Actor) -> dict[int, Row]:
    found: dict[int, Row] = {}
    for start in range(0, len(ids), BATCH):
        found |= read.get_many(registry.get(key), ids[start : start + BATCH], by=by)
    return found


def kept_by_others(
    rows: dict[str, dict[int, Row]], samples: Iterable[Reference], *, by: Actor
) -> dict[Reference, Reference]:
    """Return the samples that records of the company's own name, each with the first that does."""
    known = set(samples)
    staying: dict[Reference, Reference] = {}
    for key, found in rows.items():
        for naming in references.namings(key):
            for namer, named in references.all_naming(naming, key, list(found), by=by):
                if namer not in known:
                    staying.setdefault(named, namer)
    return staying


def held_along(staying: dict[Reference, Reference], samples: dict[Reference, Row]) -> None:
    """Let stay as well what the samples that stay name themselves: a deal is nothing without its company."""
    waiting = list(staying)
    while waiting:
        row = samples[waiting.pop()]
        for field in row.type.all_fields:
            for named in field.references(row[field.name]) if field.names_records else ():
                if named in samples and named not in staying:
                    staying[named] = row.reference
                    waiting.append(named)


def remove(*, by: Actor, at: dt.datetime) -> Removed:
    """Move the samples to the bin. Raises Denied."""
    sample.check(by)
    with change_set(KIND, _("Sample data removed"), by=by, at=at) as one:
        planned = plan(by=by)
        gone = held = 0
        for key, ids in planned.going.items():
            for start in range(0, len(ids), BATCH):
                batch = living(
                    key, ids[start : start + BATCH], by=by
                )  # parts went with what they are parts of
                outcomes = write.delete(registry.get(key), list(batch), by=by, at=at, change_set=one)
                stopped = sum(bool(outcome.errors) for outcome in outcomes)
                gone, held = gone + len(ids[start : start + BATCH]) - stopped, held + stopped
    return Removed(change_set=one, number=gone, staying=len(planned.staying) + held)
