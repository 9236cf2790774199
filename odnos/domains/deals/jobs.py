"""What pipelines need done in the background."""

from __future__ import annotations

from odnos.domains.deals import clearing
from odnos.engine.access.working import working_actor
from odnos.engine.outbox import jobs
from odnos.engine.outbox.running import Run


@jobs.job("deals.clear_stages", long=True)
def clear_stages(run: Run, *, change_set: int, user_id: int) -> None:
    """Move the deals out of stages and delete these; `change_set` is what clearing.begin made."""
    more = True
    while more:
        with run.step() as at:
            more = clearing.step(change_set, by=working_actor(user_id, at=at), at=at)
