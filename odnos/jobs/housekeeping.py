"""What has to be done every night so that nothing piles up."""

from __future__ import annotations

import datetime as dt

from django.contrib.sessions.models import Session
from django.db import connection

from odnos.engine import index
from odnos.engine.access import limits, sign_in
from odnos.engine.access.entrance import knocks
from odnos.engine.index import words
from odnos.engine.outbox import emit, jobs, schedules
from odnos.engine.outbox.running import Run

NIGHTLY = dt.timedelta(days=1)
SHARES = 365  # so a vocabulary of some hundred thousand words is gone through in a year, a thousand a night


@jobs.job("jobs.forget_sessions")
def forget_sessions(*, at: dt.datetime) -> None:
    """Delete the sessions that have ended, and old tries to get in."""
    Session.objects.filter(expire_date__lt=at).delete()
    sign_in.forget_ended(before=at - NIGHTLY)
    knocks.forget_old(at=at)
    limits.forget_old(before=at - NIGHTLY)


@jobs.job("jobs.tune", long=True)
def tune(_run: object) -> None:
    """Let SQLite look at what its tables hold now, so that it goes on choosing the right index."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA analysis_limit=1000")
            cursor.execute("PRAGMA optimize")


@emit.on("import.done")
@jobs.job("jobs.gather", long=True)
def gather(run: Run, *, event_id: int | None = None) -> None:  # noqa: ARG001 -- a listener's signature
    """Merge what a day's writes, or an import, left in pieces in the search index."""
    is_begun = more = False
    while more or not is_begun:
        with run.step():
            more = index.store().gather(is_begun=is_begun)
        is_begun = True


@jobs.job("jobs.forget_words", long=True)
def forget_words(run: Run) -> None:
    """Drop words that stand in no title any more, every night a part of them; a slip is not corrected to what is gone."""
    with run.step() as at:
        share = at.date().toordinal() % SHARES
    gone = words.unused(share, of=SHARES)
    with run.step():
        words.forget(gone)


schedules.every("jobs.forget_sessions", NIGHTLY, offset=dt.timedelta(hours=2, minutes=10))
schedules.every("jobs.tune", NIGHTLY, offset=dt.timedelta(hours=2, minutes=20))
schedules.every("jobs.gather", NIGHTLY, offset=dt.timedelta(hours=2, minutes=30))
schedules.every("jobs.forget_words", NIGHTLY, offset=dt.timedelta(hours=2, minutes=50))
