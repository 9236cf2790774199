"""What the night clears away."""

import datetime as dt

import pytest
from django.contrib.sessions.models import Session

from odnos.engine.outbox import jobs, queue, running
from odnos.jobs import housekeeping
from tests.people import NOON

pytestmark = pytest.mark.django_db


def test_sessions_that_ended_are_forgotten():
    for key, hours in (("old", -1), ("new", 1)):
        Session.objects.create(session_key=key, session_data="", expire_date=NOON + dt.timedelta(hours=hours))

    housekeeping.forget_sessions(at=NOON)

    assert list(Session.objects.values_list("session_key", flat=True)) == ["new"]


def test_tuning_is_a_job_like_any_other():
    job = jobs.enqueue("jobs.tune", {}, at=NOON)
    lane = queue.Lane(True, ["jobs.tune"])
    [claim] = queue.claim("w", lane, at=NOON, lease=dt.timedelta(minutes=1))

    running.run(claim, now=lambda: NOON)

    job.refresh_from_db()
    assert job.state == "done"
