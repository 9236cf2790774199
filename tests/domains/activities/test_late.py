"""How late a task was done is known from when it is ticked off, at the clock of whoever did it."""

import dataclasses
import datetime as dt
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.db import connection

from odnos.domains.activities import actions
from odnos.domains.activities.models import Task
from odnos.domains.activities.objects import TASK
from odnos.engine.access import tripwire
from odnos.engine.filters import text
from odnos.engine.records import read, write
from odnos.engine.records.errors import Invalid
from tests.people import NOON

pytestmark = pytest.mark.django_db


def task(by, **values):
    return write.create(TASK, {"name": "Call", "kind": "call", **values}, by=by, at=NOON)


def late(row, by):
    return read.get(TASK, row.id, by=by)["days_late"]


def test_days_are_counted_from_the_day_it_was_due_to_the_day_it_was_done(cast):
    for due, days in (("2026-02-25", 5), ("2026-03-02", 0), ("2026-03-04", -2), (None, None)):
        row = task(cast.ada, due_on=due)
        assert late(row, cast.ada) is None
        done = actions.complete_task(row.id, by=cast.ada, at=dt.datetime(2026, 3, 2, 12, tzinfo=dt.UTC))
        assert done["days_late"] == days


def test_the_day_is_that_of_the_clock_of_whoever_did_it(cast):
    at = dt.datetime(2026, 3, 2, 23, 30, tzinfo=dt.UTC)
    for zone, days in (("UTC", 1), ("Asia/Vladivostok", 2), ("America/New_York", 1)):
        row = task(cast.ada, due_on="2026-03-01")
        by = dataclasses.replace(cast.ada, timezone=zone)
        assert actions.complete_task(row.id, by=by, at=at)["days_late"] == days


def test_a_task_taken_up_again_or_put_off_is_late_otherwise(cast):
    row = task(cast.ada, due_on=NOON.date() - dt.timedelta(days=3), is_done=True)
    assert late(row, cast.ada) == 3

    write.update(TASK, row.id, {"due_on": NOON.date()}, version=None, by=cast.ada, at=NOON)
    assert late(row, cast.ada) == 0
    actions.reopen_task(row.id, by=cast.ada, at=NOON)
    assert late(row, cast.ada) is None


def test_nobody_says_themselves_how_late_it_was_and_lists_find_those_that_were(cast):
    with pytest.raises(Invalid):
        task(cast.ada, days_late=7)
    task(cast.ada, due_on=NOON.date() - dt.timedelta(days=3), is_done=True)
    task(cast.ada, due_on=NOON.date(), is_done=True)

    found = read.query(TASK, by=cast.ada, at=NOON, filter=text.parse("days_late.gt:0")).rows
    assert [row["days_late"] for row in found] == [3]


def test_tasks_that_were_done_before_it_was_counted_are_told_of_by_their_dates(cast):
    row = task(cast.ada, due_on=NOON.date() - dt.timedelta(days=3), is_done=True)
    still = task(cast.ada, due_on=NOON.date())
    with tripwire.suspended("as it was before"), connection.cursor() as cursor:
        cursor.execute(f"UPDATE {Task._meta.db_table} SET days_late = NULL")
        told = import_module("odnos.domains.activities.migrations.0005_days_late")
        told.tell(None, SimpleNamespace(connection=connection, execute=cursor.execute))

    assert (late(row, cast.ada), late(still, cast.ada)) == (3, None)
