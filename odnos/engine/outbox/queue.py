"""The life of a job: claimed under a lease, then done, tried again later, or dead until somebody retries it.

Whoever's lease ran out has lost the job: every change asks `leased_by`, so a worker that comes back late changes nothing.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection, transaction
from django.db.models import Case, F, Q, QuerySet, Value, When
from django.utils.translation import gettext_lazy as _

from odnos.engine.access.actor import Actor
from odnos.engine.access.rights import Denied
from odnos.engine.outbox.models import Job

READY, RUNNING, DONE, DEAD = Job.State.READY, Job.State.RUNNING, Job.State.DONE, Job.State.DEAD
LONGEST_PAUSE = dt.timedelta(hours=1)
ERROR_LENGTH = 4000


class LeaseLost(RuntimeError):
    """The job is somebody else's now; what this worker was about to commit must not be committed."""


@dataclass(frozen=True)
class Claim:
    """A job that `worker` holds, on its attempt number `attempts`."""

    id: int
    name: str
    attempts: int
    max_attempts: int
    worker: str
    args: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Lane:
    """The jobs one worker may take: those of `long_names` if `long`, and all others if not."""

    long: bool = False
    long_names: Collection[str] = ()

    def ready(self, at: dt.datetime) -> QuerySet[Job]:
        ready = Job.objects.filter(state=READY, run_at__lte=at)
        return (
            ready.filter(name__in=self.long_names) if self.long else ready.exclude(name__in=self.long_names)
        )


def is_work(lane: Lane, *, at: dt.datetime) -> bool:
    """Tell, without taking the writer's turn, whether a job of the lane can be claimed."""
    return lane.ready(at).exists()


def is_expired(*, at: dt.datetime) -> bool:
    """Tell, without taking the writer's turn, whether a lease ran out."""
    return Job.objects.filter(state=RUNNING, leased_until__lt=at).exists()


def claim(worker: str, lane: Lane, *, at: dt.datetime, lease: dt.timedelta, limit: int = 1) -> list[Claim]:
    """Take up to `limit` ready jobs of the lane, the most urgent and then the oldest first."""
    wanted = lane.ready(at).order_by("priority", "run_at", "id")
    if connection.features.has_select_for_update_skip_locked:
        wanted = wanted.select_for_update(skip_locked=True)
    moment = connection.ops.adapt_datetimefield_value
    with transaction.atomic(), connection.cursor() as cursor:
        try:
            chosen, parameters = wanted.values("id")[:limit].query.sql_with_params()
        except EmptyResultSet:  # a long lane where no job is long
            return []
        cursor.execute(
            "UPDATE outbox_job SET state = %s, attempts = attempts + 1, leased_by = %s, leased_until = %s"
            f" WHERE id IN ({chosen}) RETURNING id, name, attempts, max_attempts, args",
            [RUNNING, worker, moment(at + lease), *parameters],
        )
        rows = sorted(cursor.fetchall())
    return [_claimed(worker, *row) for row in rows]


def _claimed(
    worker: str, job_id: int, name: str, attempts: int, most: int, args: str | dict[str, Any]
) -> Claim:
    return Claim(job_id, name, attempts, most, worker, json.loads(args) if isinstance(args, str) else args)


def held(claim: Claim) -> QuerySet[Job]:
    return Job.objects.filter(pk=claim.id, leased_by=claim.worker, state=RUNNING)


def finish(claim: Claim, *, at: dt.datetime) -> None:
    """Mark the job as done. Raises LeaseLost if it is not ours any more."""
    if not held(claim).update(state=DONE, finished_at=at, leased_by="", leased_until=None, error=""):
        raise LeaseLost(claim.id)


def extend(claim: Claim, *, until: dt.datetime) -> None:
    """Hold the job until then. Raises LeaseLost if it is not ours any more."""
    if not held(claim).update(leased_until=until):
        raise LeaseLost(claim.id)


def give_back(claim: Claim, *, at: dt.datetime) -> None:
    """Return an interrupted job to the list; the attempt does not count."""
    held(claim).update(state=READY, run_at=at, attempts=F("attempts") - 1, leased_by="", leased_until=None)


def fail(claim: Claim, error: str, *, at: dt.datetime) -> None:
    """Plan the next attempt with a growing pause, or bury the job when it has had them all."""
    is_over = claim.attempts >= claim.max_attempts
    held(claim).update(
        state=DEAD if is_over else READY,
        run_at=at + pause_after(claim.attempts),
        finished_at=at if is_over else None,
        leased_by="",
        leased_until=None,
        error=error[-ERROR_LENGTH:],
    )


def pause_after(attempts: int) -> dt.timedelta:
    """Return the pause before the next attempt: 2, 4, 8 … seconds, at most an hour."""
    return min(dt.timedelta(seconds=2 ** min(attempts, 12)), LONGEST_PAUSE)


def take_back(*, at: dt.datetime) -> int:
    """Return jobs whose lease ran out to the list, or bury them when that was their last attempt."""
    return _take_back(Job.objects.filter(state=RUNNING, leased_until__lt=at), at=at)


def take_back_from(worker: str, *, at: dt.datetime) -> int:
    """Return at once what a worker held that is known to be dead."""
    return _take_back(Job.objects.filter(state=RUNNING, leased_by=worker), at=at)


def holders(prefix: str) -> set[str]:
    """Return the workers whose names begin like that and who hold a job."""
    running = Job.objects.filter(state=RUNNING, leased_by__startswith=prefix)
    return set(running.values_list("leased_by", flat=True))


def _take_back(jobs: QuerySet[Job], *, at: dt.datetime) -> int:
    is_over = Q(attempts__gte=F("max_attempts"))
    return jobs.update(
        state=Case(When(is_over, then=Value(DEAD.value)), default=Value(READY.value)),
        finished_at=Case(When(is_over, then=Value(at)), default=None),
        error="The worker stopped before the job was done.",
        run_at=at,
        leased_by="",
        leased_until=None,
    )


def retry(job_id: int, *, by: Actor, at: dt.datetime) -> bool:
    """Give a dead job all its attempts again; say whether there was such a job. Raises Denied."""
    if not by.is_administrator:
        raise Denied(_("Only an administrator may retry a job."))
    dead = Job.objects.filter(pk=job_id, state=DEAD)
    return bool(dead.update(state=READY, attempts=0, run_at=at, finished_at=None))


def forget_done(*, before: dt.datetime) -> int:
    """Delete jobs that were done before then; dead ones stay until somebody looks at them."""
    return Job.objects.filter(state=DONE, finished_at__lt=before).delete()[0]
