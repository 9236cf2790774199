"""The records an actor reaches, as a marked query: every read and write begins here."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from odnos.engine.access import scope
from odnos.engine.access.actor import Actor
from odnos.engine.access.rights import Deed
from odnos.engine.access.tripwire import Mark
from odnos.objects.registry import ObjectType


def reach(
    object_type: ObjectType, *, by: Actor, deed: Deed = "see", deleted: bool | None = False
) -> QuerySet[Any]:
    """Return the query of records over which the actor may do `deed`; `deleted` True is the bin, None both."""
    found = everywhere(object_type, deleted=deleted)
    reached = scope.condition(object_type, by=by, deed=deed)
    return found.filter(reached) if reached != Q() else found


def everywhere(object_type: ObjectType, *, deleted: bool | None) -> QuerySet[Any]:
    """Return the query of an object's records, whosever they are: the read path narrows it to what an actor reaches."""
    found: QuerySet[Any] = object_type.model._base_manager.filter(Mark(object_type))
    return found if deleted is None else found.filter(deleted_at__isnull=not deleted)
