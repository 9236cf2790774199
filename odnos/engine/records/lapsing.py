"""Shares that have ended: they count no longer from the moment they end, and at night they are put away."""

from __future__ import annotations

import datetime as dt

from odnos.engine.access.actor import system_actor
from odnos.engine.access.models import Share
from odnos.engine.outbox import jobs, schedules
from odnos.engine.outbox.running import Run
from odnos.engine.records import read, shares
from odnos.objects.registry import registry

STEP = 200
NIGHTLY = dt.timedelta(days=1)


@jobs.job("access.end_shares", long=True)
def end_shares(run: Run) -> None:
    """Delete the shares that have ended, and say so in the trail of each record."""
    more = True
    while more:
        with run.step() as at:
            more = end_some(at=at)


def end_some(*, at: dt.datetime) -> bool:
    """Delete the next few; say whether there may be more."""
    by = system_actor("shares that have ended")
    ended = list(Share.objects.filter(until__lte=at).order_by("id")[:STEP])
    for share in ended:
        if share.object_key in registry:
            kind = registry.get(share.object_key)
            for row in read.get_many(kind, [share.record_id], by=by).values():
                shares.record(row, shares.describe(share), None, by=by, at=at)
    Share.objects.filter(pk__in=[share.pk for share in ended]).delete()
    return len(ended) == STEP


schedules.every("access.end_shares", NIGHTLY, offset=dt.timedelta(hours=2, minutes=40))
