"""Creating, changing and deleting many records of an object at once: one transaction, one change set, an outcome each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from odnos.engine.access import rights
from odnos.engine.access.actor import Actor
from odnos.engine.audit.models import ChangeSet
from odnos.engine.records import write
from odnos.engine.records.errors import Denied, NotFound
from odnos.engine.records.outcome import Change, Outcome, Values
from odnos.objects.registry import ObjectType


@dataclass(frozen=True, kw_only=True)
class Batch:
    """What is asked for, in the order in which it is done."""

    create: Sequence[Values] = ()
    update: Sequence[Change] = ()
    delete: Sequence[int] = ()

    def __len__(self) -> int:
        return len(self.create) + len(self.update) + len(self.delete)


@dataclass(frozen=True, kw_only=True)
class Done:
    """What became of a batch, outcome by outcome, and the change set by which it is undone."""

    change_set: int | None
    create: Sequence[Outcome]
    update: Sequence[Outcome]
    delete: Sequence[Outcome]


def apply(
    object_type: ObjectType, batch: Batch, *, by: Actor, at: dt.datetime, kind: str = "bulk", label: str = ""
) -> Done:
    """Do all of `batch` that can be done. Raises Denied, with nothing done, if a whole kind of it is not allowed."""
    check(object_type, batch, by=by)
    with transaction.atomic():
        made = ChangeSet.objects.create(kind=kind, label=label, actor_id=by.user_id, at=at)
        one = made.pk
        done = Done(
            change_set=one,
            create=each(
                lambda: write.create_many(object_type, batch.create, by=by, at=at, change_set=one),
                batch.create,
            ),
            update=each(
                lambda: write.update_many(object_type, batch.update, by=by, at=at, change_set=one),
                batch.update,
            ),
            delete=each(
                lambda: write.delete(object_type, batch.delete, by=by, at=at, change_set=one), batch.delete
            ),
        )
        made.entries = sum(outcome_stands(item) for item in (*done.create, *done.update, *done.delete))
        made.save(update_fields=["entries"])
    return done


def check(object_type: ObjectType, batch: Batch, *, by: Actor) -> None:
    wanted: dict[rights.Deed, Sequence[object]] = {
        "create": batch.create,
        "edit": batch.update,
        "delete": batch.delete,
    }
    for deed, items in wanted.items():
        if items:
            rights.check(by, deed, object_type)


def each(do: Callable[[], list[Outcome]], items: Sequence[object]) -> list[Outcome]:
    """A sole record that cannot be reached is refused as a whole elsewhere; within a batch it is one outcome."""
    if not items:
        return []
    try:
        return do()
    except NotFound:
        return [Outcome(errors={"": [_("There is no such record, or you may not see it.")]})]
    except Denied as refusal:
        return [Outcome(errors={"": [refusal.message]})]


def outcome_stands(outcome: Outcome) -> bool:
    return not outcome.errors and outcome.conflict is None and outcome.changed
