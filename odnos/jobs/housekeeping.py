"""What has to be done every night so that nothing piles up."""

from __future__ import annotations

import datetime as dt

from django.contrib.sessions.models import Session
from django.db import connection

from odnos.engine.outbox import jobs, schedules

NIGHTLY = dt.timedelta(days=1)


@jobs.job("jobs.forget_sessions")
def forget_sessions(*, at: dt.datetime) -> None:
    """Delete the sessions that have ended."""
    Session.objects.filter(expire_date__lt=at).delete()


@jobs.job("jobs.tune", long=True)
def tune(_run: object) -> None:
    """Let SQLite look at what its tables hold now, so that it goes on choosing the right index."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA analysis_limit=1000")
            cursor.execute("PRAGMA optimize")


schedules.every("jobs.forget_sessions", NIGHTLY, offset=dt.timedelta(hours=2, minutes=10))
schedules.every("jobs.tune", NIGHTLY, offset=dt.timedelta(hours=2, minutes=20))
