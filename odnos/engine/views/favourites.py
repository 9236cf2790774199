"""Records a person keeps at hand."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from odnos.engine.access.actor import Actor
from odnos.engine.views.models import Favourite
from odnos.objects.context import Reference


def of(*, by: Actor) -> list[Reference]:
    """Return the actor's favourites, the newest first."""
    found = Favourite.objects.filter(user_id=by.user_id or 0).order_by("-at", "-id")
    return list(found.values_list("object_key", "record_id"))


def is_kept(reference: Reference, *, by: Actor) -> bool:
    key, record_id = reference
    return Favourite.objects.filter(user_id=by.user_id or 0, object_key=key, record_id=record_id).exists()


def toggle(reference: Reference, *, by: Actor, at: dt.datetime) -> bool:
    """Add a favourite or drop it; return whether it is one now."""
    key, record_id = reference
    with transaction.atomic():
        mine = Favourite.objects.filter(user_id=by.user_id or 0, object_key=key, record_id=record_id)
        if mine.delete()[0]:
            return False
        Favourite.objects.create(user_id=by.user_id or 0, object_key=key, record_id=record_id, at=at)
        return True
