"""A worker killed at any moment of a job loses nothing and does nothing twice."""

import subprocess
import sys
from pathlib import Path

import pytest

from odnos.engine.outbox import jobs
from odnos.engine.outbox.models import Event, Job
from tests.people import NOON

pytestmark = pytest.mark.faults
MOMENTS = [
    "before the effect",
    "after the effect",
    *(f"{when} step {number}" for number in (0, 1, 3) for when in ("before", "in", "after")),
]


def drain(environment, **more):
    command = [sys.executable, "-m", "tests.jobs.drain"]
    return subprocess.run(command, env={**environment, **more}, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_killed_job_is_done_exactly_once(moment, installation):
    jobs.enqueue("sample.short", {"number": 1}, at=NOON)
    jobs.enqueue("sample.long", {"steps": 4}, at=NOON)

    killed = drain(installation, DIE_AT=moment)
    assert killed.returncode == -9, killed.stderr
    assert Job.objects.filter(state="running").count() == 1

    finished = drain(installation)
    assert finished.returncode == 0, finished.stderr
    assert list(Job.objects.order_by("id").values_list("state", flat=True)) == ["done", "done"]
    assert Event.objects.filter(name="sample.short").count() == 1
    steps = Event.objects.filter(name="sample.step").order_by("id")
    assert [event.payload["number"] for event in steps] == [0, 1, 2, 3]


@pytest.fixture
def installation(empty_template, tmp_path, django_db_blocker):
    """The environment of an empty installation; the test's own connection is on its database."""
    copy = empty_template.copy(tmp_path / "data")
    with django_db_blocker.unblock(), copy.connected():
        yield copy.environment | {"PYTHONPATH": str(Path.cwd())}
    copy.drop()
