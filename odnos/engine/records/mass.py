"""One change to many records: walked by id in steps that each stand, as one change set that is undone at once.

What is to be done is said by an event when it begins, and how far it is by an event with each step, in the transaction
of the step's writes. A walk that was cut off goes on behind the last id it knows.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from odnos.engine.access import rights
from odnos.engine.access.actor import Actor
from odnos.engine.access.fields import safe
from odnos.engine.access.rights import Deed, Denied
from odnos.engine.audit.models import ChangeSet, Entry
from odnos.engine.filters import text, tree
from odnos.engine.filters.tree import Node
from odnos.engine.outbox.emit import emit
from odnos.engine.outbox.models import Event
from odnos.engine.records import read, several, write
from odnos.engine.records.errors import Invalid, NotFound
from odnos.engine.records.outcome import Change, Outcome
from odnos.engine.records.row import Row
from odnos.objects.fields import Links, MultiChoice
from odnos.objects.registry import ObjectType, registry

BATCH = 500
KIND = "mass"
BEGUN, STEP, ENDED = "mass.begun", "mass.step", "mass.ended"
MOST_KEPT = 200
DEEDS: Mapping[str, Deed] = {"edit": "edit", "add": "edit", "remove": "edit", "delete": "delete"}
OF_SEVERAL = frozenset(("add", "remove"))
"""Deeds to single values of a field that holds several."""


@dataclass(frozen=True, kw_only=True)
class Task:
    """What a mass change does. `add` puts values beside those that a field of several values has already, `remove` takes them away."""

    object_key: str
    deed: str
    values: Mapping[str, Any]
    filter: str
    last: int
    total: int

    @property
    def object_type(self) -> ObjectType:
        return registry.get(self.object_key)


@dataclass(kw_only=True)
class Progress:
    """How far a mass change is: records seen, records changed, and those left as they are with the reason."""

    task: Task
    change_set: ChangeSet
    done: int = 0
    changed: int = 0
    refused: int = 0
    kept: list[tuple[int, str]] = field(default_factory=list)
    cursor: int = 0
    is_over: bool = False


def begin(  # noqa: PLR0913 -- what a mass change is
    object_type: ObjectType,
    deed: str,
    values: Mapping[str, Any],
    *,
    among: Node,
    by: Actor,
    at: dt.datetime,
    label: str = "",
    change_set: int | None = None,
) -> ChangeSet:
    """Write down what is to be done to the records `among`, and return its change set. Raises Denied, Invalid.

    What was done to prepare it stands in `change_set` already. Values are checked once before anything is written, so that a mistyped one is not refused a thousand times.
    """
    object_type = safe(object_type, by=by)
    rights.check(by, DEEDS[deed], object_type)
    check(object_type, deed, values, by=by, at=at)
    found = read.matching(object_type, by=by, at=at, filter=among).order_by()
    with transaction.atomic():
        last = found.order_by("-pk").values_list("pk", flat=True).first() or 0
        made = ChangeSet.objects.get(pk=change_set) if change_set else opened(label, by=by, at=at)
        payload = {
            "deed": deed,
            "values": dict(values),
            "filter": text.dump(among),
            "last": last,
            "total": found.count(),
        }
        emit(BEGUN, object_key=object_type.key, payload=payload, by=by, at=at, change_set=made.pk)
        return made


def opened(label: str, *, by: Actor, at: dt.datetime) -> ChangeSet:
    """Return a change set in which nothing stands yet."""
    return ChangeSet.objects.create(kind=KIND, label=label[:300], actor_id=by.user_id, at=at)


def check(
    object_type: ObjectType, deed: str, values: Mapping[str, Any], *, by: Actor, at: dt.datetime
) -> None:
    errors: dict[str, list[Any]] = {}
    ctx = by.context(at)
    for name, raw in values.items():
        item = object_type.field(name)
        if item.readonly or item.unique:
            errors[name] = [_("This field cannot be changed for many records at once.")]
            continue
        if deed in OF_SEVERAL and not isinstance(item, Links | MultiChoice):
            errors[name] = [_("This field holds one value; it can only be changed.")]
            continue
        try:
            value = item.parse(raw, ctx)
            if item.required and item.is_empty(value):
                errors[name] = [_("Fill this in.")]
        except ValueError as error:
            errors[name] = [getattr(error, "message", str(error))]
    if errors:
        raise Invalid(errors)


def progress(change_set_id: int, *, by: Actor) -> Progress:
    """Return how far a mass change is. Raises NotFound."""
    made = ChangeSet.objects.filter(pk=change_set_id, kind=KIND).first()
    if made is None or not (by.is_administrator or made.actor_id == by.user_id):
        raise NotFound(f"change set {change_set_id}")
    events = list(Event.objects.filter(change_set_id=made.pk, name__in=(BEGUN, STEP, ENDED)).order_by("pk"))
    begun = events[0]
    result = Progress(task=Task(object_key=begun.object_key, **begun.payload), change_set=made)
    for event in events[1:]:
        if event.name == ENDED:
            result.is_over = True
            continue
        said = event.payload
        result.cursor = said["last"]
        result.done += said["done"]
        result.changed += said["changed"]
        result.refused += said["refused"]
        result.kept += [(number, reason) for number, reason in said["kept"]]
    return result


def step(change_set_id: int, *, by: Actor, at: dt.datetime) -> bool:
    """Do the next batch in one transaction; return whether there is more to do. Raises NotFound, Denied."""
    with transaction.atomic():
        now = progress(change_set_id, by=by)
        if now.is_over:
            return False
        rows = batch(now, by=by, at=at)
        if not rows:
            emit(ENDED, payload={}, by=by, at=at, change_set=change_set_id)
            return False
        outcomes = done_to(now.task, rows, by=by, at=at, change_set=change_set_id)
        remember(now, rows, outcomes, by=by, at=at)
        return True


def batch(now: Progress, *, by: Actor, at: dt.datetime) -> list[Row]:
    """Return the next records that match, by id: those changed already lie behind the cursor."""
    kind = safe(now.task.object_type, by=by)
    among = tree.both(text.parse(now.task.filter))
    columns = tuple(now.task.values) if now.task.deed in OF_SEVERAL else ()
    found = read.matching(kind, by=by, at=at, filter=among)
    found = found.filter(pk__gt=now.cursor, pk__lte=now.task.last).order_by("pk")
    return read.rows_of(kind, list(found.values(*read.column_names(kind, columns))[:BATCH]), columns)


def done_to(
    task: Task, rows: list[Row], *, by: Actor, at: dt.datetime, change_set: int
) -> list[tuple[int, Outcome]]:
    kind, ids = task.object_type, [row.id for row in rows]
    try:
        if task.deed == "delete":
            outcomes = write.delete(kind, ids, by=by, at=at, change_set=change_set)
        else:
            changes = [Change(id=row.id, values=values_for(task, row, by=by, at=at)) for row in rows]
            outcomes = write.update_many(kind, changes, by=by, at=at, change_set=change_set)
    except (Denied, NotFound) as error:  # a batch of a single record is refused as a whole
        outcomes = [Outcome(errors={"": [getattr(error, "message", str(error))]}) for _id in ids]
    return list(zip(ids, outcomes, strict=True))


def values_for(task: Task, row: Row, *, by: Actor, at: dt.datetime) -> dict[str, Any]:
    if task.deed not in OF_SEVERAL:
        return dict(task.values)
    ctx = by.context(at)
    given = {name: task.object_type.field(name).parse(raw, ctx) for name, raw in task.values.items()}
    if task.deed == "add":
        return {name: several.beside(row[name], values) for name, values in given.items()}
    return {name: several.without(row[name], values) for name, values in given.items()}


def remember(
    now: Progress, rows: list[Row], outcomes: list[tuple[int, Outcome]], *, by: Actor, at: dt.datetime
) -> None:
    refused = [(number, outcome) for number, outcome in outcomes if outcome.errors or outcome.conflict]
    room = max(0, MOST_KEPT - len(now.kept))
    bad = {number for number, _outcome in refused}
    payload = {
        "last": rows[-1].id,
        "done": len(rows),
        "changed": sum(1 for number, outcome in outcomes if outcome.changed and number not in bad),
        "refused": len(refused),
        "kept": [(number, reason_of(outcome)) for number, outcome in refused[:room]],
    }
    emit(STEP, payload=payload, by=by, at=at, change_set=now.change_set.pk)
    entries = Entry.objects.filter(change_set_id=now.change_set.pk).count()
    ChangeSet.objects.filter(pk=now.change_set.pk).update(entries=entries)


def reason_of(outcome: Outcome) -> str:
    return " ".join(str(reason) for reasons in outcome.errors.values() for reason in reasons)
