"""The jobs there are, and how one is put on the list of work.

A short job is `f(*, at, **args)`: its effect and its completion are one transaction, so it holds the writer's turn
while it runs. Work of more than a moment is a long job, `f(run, **args)`: it commits in steps (`with run.step():`)
and must be able to go on after any of them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from odnos.engine.outbox.models import Job


@dataclass(frozen=True)
class Definition:
    """What to call for the jobs of one name."""

    name: str
    function: Callable[..., None]
    long: bool
    max_attempts: int
    priority: int


definitions: dict[str, Definition] = {}
USUAL = 5

Work = TypeVar("Work", bound=Callable[..., None])


def job(
    name: str, *, long: bool = False, max_attempts: int = 8, priority: int = USUAL
) -> Callable[[Work], Work]:
    """Register a function as the job `name`; a long one is given a Run instead of a moment. Of those that wait, a lower
    priority comes first.
    """

    def register(function: Work) -> Work:
        known = definitions.setdefault(name, Definition(name, function, long, max_attempts, priority))
        if known.function is not function:
            raise ValueError(f"two jobs are named {name!r}")
        setattr(function, "job_name", name)  # noqa: B010 - for @outbox.on, which knows only the function
        return function

    return register


def enqueue(
    name: str,
    args: Mapping[str, Any],
    *,
    at: dt.datetime,
    key: str | None = None,
    run_at: dt.datetime | None = None,
    priority: int | None = None,
) -> Job:
    """Put a job on the list, in the caller's transaction. A `key` that is already there gives back that job.

    Its priority is that of its name, unless another is given.
    """
    known = definitions.get(name)
    fresh = Job(
        name=name,
        args=dict(args),
        key=key,
        priority=priority if priority is not None else known.priority if known else USUAL,
        run_at=run_at or at,
        created_at=at,
        max_attempts=known.max_attempts if known else Job._meta.get_field("max_attempts").default,
    )
    if key is None:
        fresh.save(force_insert=True)
        return fresh
    Job.objects.bulk_create([fresh], ignore_conflicts=True)
    return Job.objects.get(key=key)
