"""What many records go through, or go back through, in the background."""

from __future__ import annotations

from odnos.engine.access.working import working_actor
from odnos.engine.audit.models import ChangeSet
from odnos.engine.outbox import jobs
from odnos.engine.outbox.running import Run
from odnos.engine.records import mass, undo


@jobs.job("records.undo", long=True)
def undo_change_set(run: Run, *, undoing: int, user_id: int) -> None:
    """Undo a change set step by step; `undoing` is the change set that undo.begin made."""
    made = ChangeSet.objects.get(pk=undoing)
    more = True
    while more:
        with run.step() as at:
            more = undo.step(made, by=working_actor(user_id, at=at), at=at)


@jobs.job("records.mass", long=True)
def change_many(run: Run, *, change_set: int, user_id: int) -> None:
    """Do a mass change step by step; `change_set` is what mass.begin made."""
    more = True
    while more:
        with run.step() as at:
            more = mass.step(change_set, by=working_actor(user_id, at=at), at=at)
