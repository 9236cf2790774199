"""Stages are deleted, alone or with their pipeline: their deals go elsewhere first, in steps that each stand.

All of it is one change set, which is undone at once. What is to be done is said by an event when it begins, and how far
it is by an event with each step, so that a clearing that was cut off goes on where it was.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db import transaction

from odnos.domains.deals.objects import DEAL, PIPELINE, STAGE
from odnos.domains.deals.stages import in_stages
from odnos.engine.access.actor import Actor
from odnos.engine.audit.models import ChangeSet, Entry
from odnos.engine.outbox.emit import emit
from odnos.engine.outbox.models import Event
from odnos.engine.records import read, write
from odnos.engine.records.errors import NotFound
from odnos.engine.records.outcome import Change, Outcome

BATCH = 500
KIND = "stage"
BEGUN, STEP, ENDED = "stages.clearing_begun", "stages.clearing_step", "stages.clearing_ended"


@dataclass(kw_only=True)
class Clearing:
    """What is cleared away, and how far that is. `moves` says for each stage where its deals go."""

    change_set: ChangeSet
    moves: Mapping[int, int]
    stages: list[int]
    pipeline: int | None
    total: int
    done: int = 0
    last: int = 0
    reasons: list[str] = field(default_factory=list)
    is_over: bool = False


def begin(
    label: str,
    moves: Mapping[int, int],
    stages: list[int],
    pipeline: int | None,
    *,
    by: Actor,
    at: dt.datetime,
) -> ChangeSet:
    """Write down what is to be done. Whether it may be is known by then."""
    with transaction.atomic():
        made = ChangeSet.objects.create(kind=KIND, label=label[:300], actor_id=by.user_id, at=at)
        plan = {
            "moves": sorted(moves.items()),
            "stages": stages,
            "pipeline": pipeline,
            "total": in_stages(stages).count(),
        }
        emit(BEGUN, object_key=STAGE.key, payload=plan, by=by, at=at, change_set=made.pk)
        return made


def progress(change_set_id: int) -> Clearing:
    """Return how far a clearing is. Raises NotFound."""
    made = ChangeSet.objects.filter(pk=change_set_id, kind=KIND).first()
    events = list(
        Event.objects.filter(change_set_id=change_set_id, name__in=(BEGUN, STEP, ENDED)).order_by("pk")
    )
    if made is None or not events or events[0].name != BEGUN:
        raise NotFound(f"change set {change_set_id}")
    begun, *steps = events
    plan = {**begun.payload, "moves": dict(begun.payload["moves"])}
    result = Clearing(change_set=made, **plan)
    for event in steps:
        result.is_over = event.name == ENDED
        result.last = event.payload.get("last", result.last)
        result.done += event.payload.get("done", 0)
        result.reasons += event.payload["reasons"]
    return result


def step(change_set_id: int, *, by: Actor, at: dt.datetime) -> bool:
    """Move the next deals, or delete the stages when none is left; return whether there is more to do."""
    with transaction.atomic():
        now = progress(change_set_id)
        if now.is_over:
            return False
        batch = list(
            in_stages(now.stages).filter(pk__gt=now.last).order_by("pk").values_list("pk", "stage_id")[:BATCH]
        )
        more = move(now, batch, by=by, at=at) if batch else close(now, by=by, at=at)
        entries = Entry.objects.filter(change_set_id=change_set_id).count()
        ChangeSet.objects.filter(pk=change_set_id).update(entries=entries)
        return more


def move(now: Clearing, batch: list[tuple[int, int]], *, by: Actor, at: dt.datetime) -> bool:
    changes = [
        Change(id=number, values={"stage": now.moves.get(stage)}, version=None) for number, stage in batch
    ]
    outcomes = write.update_many(DEAL, changes, by=by, at=at, change_set=now.change_set.pk)
    reasons = reasons_of(outcomes)
    done = sum(1 for outcome in outcomes if outcome.changed and not outcome.errors)
    say(STEP, now, {"last": batch[-1][0], "done": done, "reasons": reasons}, by=by, at=at)
    return True


def close(now: Clearing, *, by: Actor, at: dt.datetime) -> bool:
    """Delete the stages. Deals that came into them behind the walk are met by another one."""
    left = in_stages(now.stages).exists()
    if left and not now.reasons:
        say(STEP, now, {"last": 0, "reasons": []}, by=by, at=at)
        return True
    reasons = [] if left else deleted(now, by=by, at=at)
    say(ENDED, now, {"reasons": reasons}, by=by, at=at)
    return False


def deleted(now: Clearing, *, by: Actor, at: dt.datetime) -> list[str]:
    """Move the stages to the bin, then the pipeline, and return what keeps them."""
    reasons: list[str] = []
    for kind, ids in ((STAGE, now.stages), (PIPELINE, [now.pipeline] if now.pipeline else [])):
        living = list(read.get_many(kind, ids, by=by))
        if living and not reasons:
            reasons = reasons_of(write.delete(kind, living, by=by, at=at, change_set=now.change_set.pk))
    return reasons


def reasons_of(outcomes: list[Outcome]) -> list[str]:
    said = (str(why) for outcome in outcomes for every in outcome.errors.values() for why in every)
    return list(dict.fromkeys(said))[:5]


def say(name: str, now: Clearing, payload: Mapping[str, object], *, by: Actor, at: dt.datetime) -> None:
    emit(name, object_key=STAGE.key, payload=payload, by=by, at=at, change_set=now.change_set.pk)
