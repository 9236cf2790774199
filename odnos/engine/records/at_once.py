"""Several writes that belong together: done all or not at all, and taken back by one undo."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.db import transaction

from odnos.engine.access.actor import Actor
from odnos.engine.audit.models import ChangeSet, Entry
from odnos.engine.records import write
from odnos.objects.registry import ObjectType


@contextmanager
def change_set(
    kind: str, label: str, *, by: Actor, at: dt.datetime, within: int | None = None
) -> Iterator[int]:
    """Open a transaction and give the id of a change set for the writes in it; that of a larger deed, if they are `within` one."""
    with transaction.atomic():
        if within is not None:
            yield within
            return
        made = ChangeSet.objects.create(kind=kind, label=label[:300], actor_id=by.user_id, at=at)
        yield made.pk
        made.entries = Entry.objects.filter(change_set_id=made.pk).count()
        made.save(update_fields=["entries"])


def put_in_order(object_type: ObjectType, ids: Sequence[int], *, by: Actor, at: dt.datetime) -> None:
    """Let the records `ids` stand in this order, by their field `position`."""
    changes = [write.Change(id=number, values={"position": place}) for place, number in enumerate(ids)]
    write.update_many(object_type, changes, by=by, at=at)
