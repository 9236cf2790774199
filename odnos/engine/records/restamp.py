"""When a person changes teams, their records go with them: in steps that each stand, however many records there are."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Q, QuerySet

from odnos.engine.access.models import User
from odnos.engine.access.tripwire import Mark, Written
from odnos.engine.outbox import emit, jobs
from odnos.engine.outbox.models import Event
from odnos.engine.outbox.running import Run
from odnos.engine.records import indexing
from odnos.objects.access import Everyone
from odnos.objects.registry import ObjectType, registry

STEP = 500


@emit.on("user.moved")
@jobs.job("access.restamp", long=True)
def restamp(run: Run, *, event_id: int) -> None:
    """Give the records of the users of an event the team that these users have now.

    Nothing of it is an edit, so nothing is audited. Run again, it finds nothing left to do.
    """
    event = Event.objects.filter(pk=event_id).first()
    for user_id in event.records if event else ():
        for object_type in owned():
            while restamp_some(run, object_type, user_id):
                pass


def restamp_some(run: Run, object_type: ObjectType, user_id: int) -> bool:
    """Restamp the next few records of one object; say whether there were any."""
    with run.step():
        team = User.objects.filter(pk=user_id).values_list("team_id", flat=True).first()
        ids = list(behind(object_type, user_id, team).values_list("pk", flat=True)[:STEP])
        if ids:
            found = object_type.model._base_manager.filter(Written(object_type))
            found.filter(pk__in=ids).update(team_id=team)
            indexing.reassign(object_type, ids, user_id, team)
            emit.renewed(object_type.key, ids)
    return bool(ids)


def behind(object_type: ObjectType, user_id: int, team: int | None) -> QuerySet[Any]:
    """Return the records of a person that still carry another team, those in the bin too."""
    theirs = object_type.model._base_manager.filter(Mark(object_type), owner_id=user_id)
    other = Q(team_id__isnull=False) if team is None else ~Q(team_id=team)
    found: QuerySet[Any] = theirs.filter(other).order_by()
    return found


def owned() -> Iterator[ObjectType]:
    """Yield the objects whose records belong to somebody."""
    return (object_type for object_type in registry if not isinstance(object_type.access, Everyone))
