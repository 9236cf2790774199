"""Retention: what a rule would take today, and taking it, step by step, with an entry in the trail."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from odnos.engine.access.actor import Actor, system_actor
from odnos.engine.audit import trail
from odnos.engine.audit.models import ChangeSet, Entry
from odnos.engine.filters import text
from odnos.engine.filters.tree import All, Condition, Node
from odnos.engine.outbox.running import Run
from odnos.engine.privacy import erase, physical
from odnos.engine.privacy.models import Erasure
from odnos.engine.privacy.objects import RETENTION_RULE
from odnos.engine.records import read, write
from odnos.engine.records.row import Row
from odnos.objects.registry import ObjectType, registry

STEP = 200
MOST = 10_000
"""Records that a rule takes in one night, at most; the rest follows."""


def condition(rule: Row, *, at: dt.datetime) -> tuple[ObjectType, Node]:
    """Return the object of a rule, and the filter that finds what is due at a moment. Raises FilterError."""
    object_type = registry.get(rule["object"])
    due = at - dt.timedelta(days=int(rule["days"]))
    field = object_type.field(rule["since"])
    value = due.date().isoformat() if field.kind == "date" else due.isoformat()
    parts: list[Node] = [Condition((field.name,), "lt", value)]
    if rule["only"]:
        parts.append(text.parse(rule["only"]))
    return object_type, All(tuple(parts))


def due(rule: Row, *, by: Actor, at: dt.datetime, limit: int = STEP, after: int = 0) -> list[int]:
    """Return ids of records that a rule would take, those that it took already left out."""
    object_type, node = condition(rule, at=at)
    done = taken(object_type.key) if rule["outcome"] == "anonymous" else set()
    found = read.ids(object_type, by=by, at=at, filter=node, limit=MOST)
    return [one for one in found if one not in done and one > after][:limit]


def number(rule: Row, *, by: Actor, at: dt.datetime) -> int:
    """Return how many records a rule would take now."""
    return len(due(rule, by=by, at=at, limit=MOST))


def taken(object_key: str) -> set[int]:
    """Return the records that are anonymous already."""
    found = Erasure.objects.filter(object_key=object_key, mode=Erasure.Mode.ANONYMOUS)
    return set(found.values_list("record_id", flat=True))


def carry_out(run: Run) -> None:
    """Carry out every rule that is switched on, in the name of the system; no rule stops another."""
    by = system_actor("retention rules", source="system")
    with run.step() as at:
        rules = [row for batch in read.iterate(RETENTION_RULE, by=by, at=at) for row in batch]
    for rule in rules:
        if rule["is_active"]:
            carry_out_one(run, rule, by=by, at=at)


def carry_out_one(run: Run, rule: Row, *, by: Actor, at: dt.datetime) -> int:
    """Carry out one rule; return how many records it took."""
    if rule["outcome"] == "bin":
        done = bin_due(run, rule, by=by, at=at)
    else:
        done = erase_due(run, rule, by=by, at=at)
    if done:
        with run.step() as now:
            trail.note(
                "retention_ran",
                object_key=RETENTION_RULE.key,
                record_id=rule.id,
                version=rule.version,
                by=by,
                at=now,
                diff={"rows": [None, done]},
            )
    return done


def bin_due(run: Run, rule: Row, *, by: Actor, at: dt.datetime) -> int:
    """Move to the bin what is due, as one change set that can be undone."""
    done, last, made = 0, 0, None
    object_type = registry.get(rule["object"])
    while ids := due(rule, by=by, at=at, after=last):
        last = ids[-1]
        with run.step() as now:
            made = made or ChangeSet.objects.create(kind="retention", label=rule.title, actor_id=None, at=now)
            outcomes = write.delete(object_type, ids, by=by, at=now, change_set=made.pk)
            done += sum(not outcome.errors for outcome in outcomes)
            entries = Entry.objects.filter(change_set_id=made.pk).count()
            ChangeSet.objects.filter(pk=made.pk).update(entries=entries)
    return done


def erase_due(run: Run, rule: Row, *, by: Actor, at: dt.datetime) -> int:
    """Erase the persons that are due, one by one, and clean the files once, behind the last."""
    done, last = 0, 0
    while ids := due(rule, by=by, at=at, after=last):
        for record_id in ids:
            last = record_id
            with run.step() as now:
                pass
            done += erased(rule, record_id, by=by, at=now)
    if done:
        physical.gather_index()
        physical.clean(None)
    return done


def erased(rule: Row, record_id: int, *, by: Actor, at: dt.datetime) -> bool:
    """Erase one person as a rule says; one that an import still works on waits for another night."""
    with transaction.atomic():
        made = Erasure.objects.create(
            actor_id=by.user_id,
            object_key=rule["object"],
            record_id=record_id,
            mode=rule["outcome"],
            created_at=at,
        )
    try:
        erase.take_away(made, by=by, at=at)
    except (erase.Busy, LookupError):
        made.delete()
        return False
    Erasure.objects.filter(pk=made.pk).update(state=Erasure.State.DONE, finished_at=at)
    return True
