"""Records that a person opened lately."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from odnos.engine.access.actor import Actor
from odnos.engine.views.models import Seen
from odnos.objects.context import Reference

MOST = 100


def lately(*, by: Actor, limit: int = 10) -> list[Reference]:
    """Return what the actor opened last, the latest first."""
    found = Seen.objects.filter(user_id=by.user_id or 0).order_by("-at", "-id")[:limit]
    return [(item.object_key, item.record_id) for item in found]


def remember(reference: Reference, *, by: Actor, at: dt.datetime) -> None:
    """Keep that the actor opened a record; what lies more than a hundred records back is forgotten."""
    if by.user_id is None:
        return
    key, record_id = reference
    with transaction.atomic():
        Seen.objects.update_or_create(
            user_id=by.user_id, object_key=key, record_id=record_id, defaults={"at": at}
        )
        old = (
            Seen.objects.filter(user_id=by.user_id).order_by("-at", "-id").values_list("pk", flat=True)[MOST:]
        )
        Seen.objects.filter(pk__in=list(old)).delete()
