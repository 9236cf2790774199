"""Runs one claimed job so that nothing of it is lost or done twice."""

from __future__ import annotations

import datetime as dt
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import transaction

from odnos.engine.outbox import jobs, queue
from odnos.engine.outbox.queue import Claim

Clock = Callable[[], dt.datetime]
LEASE = dt.timedelta(seconds=30)


class Interrupted(RuntimeError):
    """The worker is stopping; the job goes back to the list and continues later."""


@dataclass(frozen=True)
class Run:
    """What a long job gets to work with."""

    claim: Claim
    now: Clock
    is_stopping: Callable[[], bool] = lambda: False

    @contextmanager
    def step(self) -> Iterator[dt.datetime]:
        """One transaction of the job's work, at the moment it yields. Raises Interrupted or LeaseLost before anything is done."""
        if self.is_stopping():
            raise Interrupted
        with transaction.atomic():
            at = self.now()
            queue.extend(
                self.claim, until=at + LEASE
            )  # also a fence: it locks the job's row, or finds it lost
            yield at


def run(claim: Claim, *, now: Clock, is_stopping: Callable[[], bool] = lambda: False) -> None:
    """Run the job to its end, its failure, or its interruption, and record which."""
    try:
        perform(claim, now=now, is_stopping=is_stopping)
    except Interrupted:
        queue.give_back(claim, at=now())
    except queue.LeaseLost:
        return  # somebody else has it; ours was rolled back
    except Exception:  # noqa: BLE001 - whatever a job raises is kept with it, for people to see
        queue.fail(claim, traceback.format_exc(), at=now())


def perform(claim: Claim, *, now: Clock, is_stopping: Callable[[], bool]) -> None:
    definition = jobs.definitions.get(claim.name)
    if definition is None:
        raise LookupError(f"no job is named {claim.name!r} in this version")
    if definition.long:
        definition.function(Run(claim, now, is_stopping), **claim.args)
        queue.finish(claim, at=now())
    else:
        with transaction.atomic():
            definition.function(**claim.args, at=now())
            queue.finish(claim, at=now())
