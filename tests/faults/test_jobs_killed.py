"""A worker killed at any moment of a job loses nothing and does nothing twice."""

import os
import signal
import threading
import traceback

import pytest
from django.db import connections

from odnos.engine.outbox import jobs
from odnos.engine.outbox.models import Event, Job
from odnos.jobs.worker import Lane, free_what_the_dead_held
from tests.jobs import sample  # noqa: F401
from tests.people import NOON

pytestmark = pytest.mark.faults
MOMENTS = [
    "before the effect",
    "after the effect",
    *(f"{when} step {number}" for number in (0, 1, 3) for when in ("before", "in", "after")),
]


def work():
    """Be a worker until nothing is left to do."""
    free_what_the_dead_held()
    stop = threading.Event()
    lanes = [Lane(long=False, stop=stop), Lane(long=True, stop=stop)]
    while sum(lane.once() for lane in lanes):
        pass


def in_a_process(die_at=""):
    """Work in a process of its own and return the signal that killed it, or 0."""
    child = os.fork()
    if child == 0:
        status = 1
        try:
            inherited = [
                connection.connection for connection in connections.all()
            ]  # kept, so that none is closed
            for connection in connections.all():
                connection.connection, connection._turn = None, None
            os.environ["DIE_AT"] = die_at
            work()
            status = 0 if inherited else 1
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(status)
    _pid, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0
    return os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_killed_job_is_done_exactly_once(moment, database):
    jobs.enqueue("sample.short", {"number": 1}, at=NOON)
    jobs.enqueue("sample.long", {"steps": 4}, at=NOON)

    assert in_a_process(die_at=moment) == signal.SIGKILL
    assert Job.objects.filter(state="running").count() == 1

    assert in_a_process() == 0
    assert list(Job.objects.order_by("id").values_list("state", flat=True)) == ["done", "done"]
    assert Event.objects.filter(name="sample.short").count() == 1
    steps = Event.objects.filter(name="sample.step").order_by("id")
    assert [event.payload["number"] for event in steps] == [0, 1, 2, 3]


@pytest.fixture
def database(empty_template, tmp_path, django_db_blocker):
    """A database of its own for the test, on which several processes work."""
    copy = empty_template.copy(tmp_path / "data")
    with django_db_blocker.unblock(), copy.connected():
        yield
    copy.drop()
