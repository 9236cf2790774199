"""The worker of a test: does the long jobs that wait, one after the other."""

import datetime as dt

from odnos.engine.outbox import jobs, queue, running


def drain() -> None:
    """Do the long jobs that wait, as a worker would."""
    lane = queue.Lane(long=True, long_names=[name for name, job in jobs.definitions.items() if job.long])
    while claims := queue.claim("test", lane, at=now(), lease=dt.timedelta(seconds=30), limit=5):
        for claim in claims:
            running.run(claim, now=now)


def now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)
