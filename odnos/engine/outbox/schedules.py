"""Jobs that come round: each schedule makes one job per slot of time, however many schedulers run."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from odnos.engine.outbox import jobs, queue

EPOCH = dt.datetime(2020, 1, 6, tzinfo=dt.UTC)  # a Monday, so that weekly slots begin with the week
KEEP_DONE = dt.timedelta(days=7)


@dataclass(frozen=True)
class Schedule:
    """The job `name` every so often, counted from midnight UTC (or Monday), `offset` later."""

    name: str
    every: dt.timedelta
    offset: dt.timedelta = dt.timedelta()

    def slot(self, at: dt.datetime) -> dt.datetime:
        """Return the beginning of the slot that `at` lies in."""
        since = at - EPOCH - self.offset
        return EPOCH + self.offset + (since // self.every) * self.every


schedules: dict[str, Schedule] = {}


def every(name: str, interval: dt.timedelta, *, offset: dt.timedelta = dt.timedelta()) -> Schedule:
    """Have the job `name` run once in every `interval`."""
    return schedules.setdefault(name, Schedule(name, interval, offset))


def tick(*, at: dt.datetime, seen: dict[str, dt.datetime]) -> int:
    """Put the jobs of slots that began on the list; `seen` remembers between ticks what was put there."""
    begun = [(schedule, schedule.slot(at)) for schedule in schedules.values()]
    fresh = [(schedule, slot) for schedule, slot in begun if seen.get(schedule.name) != slot]
    for schedule, slot in fresh:
        jobs.enqueue(schedule.name, {}, at=at, run_at=slot, key=f"{schedule.name}@{slot.isoformat()}")
        seen[schedule.name] = slot
    return len(fresh)


@jobs.job("outbox.forget_done")
def forget_done(*, at: dt.datetime) -> None:
    """Delete jobs that were done a week ago."""
    queue.forget_done(before=at - KEEP_DONE)


every("outbox.forget_done", dt.timedelta(days=1), offset=dt.timedelta(hours=2))
