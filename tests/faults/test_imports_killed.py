"""An import whose worker or command is killed at any moment goes on and loses or doubles no row."""

import json
import random
import signal
import subprocess
import sys
import time
from collections import Counter

import pytest
from django.utils import timezone

from odnos.engine.access.actor import actor_for
from odnos.engine.access.models import User
from odnos.engine.audit.models import Entry
from odnos.engine.index.models import Indexed
from odnos.engine.records import read
from odnos.engine.transfer import imports
from odnos.engine.transfer.models import ImportRun
from odnos.objects.registry import registry
from tests.people import DORA

pytestmark = pytest.mark.faults
ROWS = 12_000


def table() -> bytes:
    rows = (
        f"P{n},p{n}@example.com,Firm {n % 50},{'wrong' if n % 100 == 7 else '041 123 456'}"
        for n in range(ROWS)
    )
    return ("name,email,company,phone\n" + "\n".join(rows)).encode()


def actor():
    return actor_for(User.objects.get(email=DORA.email))


def check(run_id):
    """Every row is there once, with its trail and its search entry, and counted once."""
    made = ImportRun.objects.get(pk=run_id)
    assert (made.state, made.rows, made.created, made.failed) == ("done", ROWS, ROWS - 120, 120)
    contacts = [
        row for rows in read.iterate(registry.get("contact"), by=actor(), at=timezone.now()) for row in rows
    ]
    assert Counter(Counter(row["email"] for row in contacts).values()) == {1: ROWS - 120}
    assert made.problems.filter(is_fatal=True).count() == 120
    assert Entry.objects.filter(change_set_id=made.change_set_id, object_key="contact").count() == ROWS - 120
    assert Indexed.objects.filter(text__contains="@example.com").count() == ROWS - 120
    assert len({row["company"] for row in contacts}) == 50


def wait(run_id, seconds=300, rows=ROWS):
    """Wait until the import has done more than `rows`, or is over."""
    end = time.monotonic() + seconds
    while (now := ImportRun.objects.get(pk=run_id)).state == "running" and now.rows <= rows:
        assert time.monotonic() < end
        time.sleep(0.02)


def wait_for_progress(run_id):
    wait(run_id, rows=ImportRun.objects.get(pk=run_id).rows)


def test_a_worker_killed_again_and_again_brings_every_row_in_once(live):
    chance = random.Random(7)
    made = imports.upload(registry.get("contact"), "people.csv", [table()], by=actor(), at=timezone.now())
    imports.configure(made, by=actor(), create_missing=True)
    imports.start(made, by=actor(), at=timezone.now())

    for _ in range(5):
        wait_for_progress(made.pk)
        time.sleep(chance.uniform(0, 0.5))  # any moment of the next step
        live.kill("jobs")
        live.start("jobs")
    wait(made.pk)

    check(made.pk)


def test_a_command_killed_in_the_middle_is_gone_on_with(live, tmp_path):
    live.stop("jobs")
    path = tmp_path / "people.csv"
    path.write_bytes(table())
    command = [sys.executable, "-m", "odnos.config.command", "import", "--as", DORA.email, "--json"]
    first = [*command, str(path), "--object", "contact", "--create-missing"]

    with subprocess.Popen(first, env=live.environment, stdout=subprocess.PIPE) as process:
        while not (begun := ImportRun.objects.filter(rows__gt=0).first()):
            assert process.poll() is None
            time.sleep(0.05)
        process.send_signal(signal.SIGKILL)
    resumed = subprocess.run(
        [*command, "--resume", str(begun.pk)], env=live.environment, capture_output=True, check=True
    )

    assert json.loads(resumed.stdout)["created"] == ROWS - 120
    check(begun.pk)
