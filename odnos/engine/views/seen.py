"""Records a person opened lately."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from odnos.engine.access.actor import Actor
from odnos.engine.views.models import Seen
from odnos.objects.context import Reference

KEPT = 50


def note(reference: Reference, *, by: Actor, at: dt.datetime) -> None:
    """Remember that the actor opened a record at that moment."""
    if by.user_id is None:
        return
    key, record_id = reference
    with transaction.atomic():
        Seen.objects.update_or_create(
            user_id=by.user_id, object_key=key, record_id=record_id, defaults={"at": at}
        )


def lately(*, by: Actor, limit: int = 8) -> list[Reference]:
    """Return what the actor opened last, the latest first."""
    found = Seen.objects.filter(user_id=by.user_id).order_by("-at")
    return list(found.values_list("object_key", "record_id")[: min(limit, KEPT)])
