"""An import killed again and again, by the worker or on the command line, brings every row in exactly once."""

import itertools
import json
import os
import random
import signal
import subprocess
import sys
import time

import pytest

from odnos.engine.access import passwords
from odnos.engine.access.actor import actor_for
from odnos.engine.audit.models import Entry
from odnos.engine.outbox.models import Event
from odnos.engine.records import read
from odnos.engine.transfer import imports
from odnos.engine.transfer.models import ImportRun
from odnos.objects.registry import registry
from tests.people import DORA, NOON

pytestmark = pytest.mark.faults
ROWS = 9_000


@pytest.fixture
def table(tmp_path):
    file = tmp_path / "companies.csv"
    file.write_text("Name\n" + "".join(f"Company {number:05}\n" for number in range(ROWS)))
    return file


def check_all(run_id, by):
    run = ImportRun.objects.get(pk=run_id)
    assert (run.state, run.rows, run.created, run.failed, run.skipped) == ("done", ROWS, ROWS, 0, 0)
    kind = registry.get("company")
    rows = read.iterate(kind, by=by, at=NOON, filter=None, sort="name", columns=("name",))
    assert [row["name"] for batch in rows for row in batch] == [
        f"Company {number:05}" for number in range(ROWS)
    ]
    assert Entry.objects.filter(change_set_id=run.change_set_id, object_key="company").count() == ROWS
    assert Event.objects.filter(name="import.done").count() == 1


def cursor_of(run_id):
    return ImportRun.objects.values_list("cursor", flat=True).get(pk=run_id)


def wait_for_progress(run_id, before, is_over):
    while cursor_of(run_id) == before and not is_over():
        time.sleep(0.01)
    time.sleep(random.Random(before).random() * 0.1)  # somewhere in the next step


def test_an_import_of_the_worker_survives_kills(live, table):
    live.stop()
    by = actor_for(passwords.user_of(DORA.email))
    run = imports.upload(registry.get("company"), table.name, [table.read_bytes()], by=by, at=NOON)
    imports.start(run, by=by, at=NOON)

    kills = 0
    for _attempt in range(30):
        before = cursor_of(run.pk)
        live.start("jobs")
        wait_for_progress(run.pk, before, lambda: ImportRun.objects.get(pk=run.pk).state == "done")
        if ImportRun.objects.get(pk=run.pk).state == "done":
            break
        live.kill("jobs")
        kills += 1

    assert kills >= 3
    check_all(run.pk, by)


def test_an_import_of_the_command_line_survives_kills(live, table):
    live.stop()
    by = actor_for(passwords.user_of(DORA.email))
    arguments = ["import", str(table), "--object", "company", "--as", DORA.email, "--json"]
    start = [sys.executable, "-m", "odnos.config.command"]
    run_id, output = None, ""
    for kills in itertools.count():
        process = subprocess.Popen(
            [*start, *arguments], env=live.environment, stdout=subprocess.PIPE, text=True, process_group=0
        )
        while run_id is None and process.poll() is None:
            run_id = ImportRun.objects.values_list("pk", flat=True).first()
            time.sleep(0.01)
        wait_for_progress(run_id, cursor_of(run_id), lambda process=process: process.poll() is not None)
        if process.poll() is not None or kills == 4:
            output = process.communicate(timeout=60)[0]
            break
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        arguments = ["import", "--resume", str(run_id), "--as", DORA.email, "--json"]

    assert kills >= 3
    counts = json.loads(output)
    assert (counts["rows"], counts["created"], counts["failed"]) == (ROWS, ROWS, 0)
    check_all(run_id, by)
