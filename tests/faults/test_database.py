"""A database that is locked, full or restarted: reads work, writes explain, nothing is damaged or done twice."""

import itertools
import os
import shutil
import signal
import sqlite3
import subprocess
import threading
import time

import pytest

from odnos.config.databases.sqlite.turn import Turn
from tests import postgres
from tests.live import Live
from tests.people import DORA
from tests.templates import Template

pytestmark = pytest.mark.faults


@pytest.fixture
def impatient(live):
    """A live installation whose writers wait for one second only, and Dora's token."""
    live.restart("web", ODNOS_PATIENCE="1")
    return live, live.token(DORA.email)


def names(live, token):
    status, body = live.api("GET", "/companies?limit=200", token=token)
    assert status == 200
    return sorted(company["name"] for company in body["data"])


def create(live, token, name, **headers):
    return live.api("POST", "/companies", token=token, body={"name": name}, headers=headers)


@pytest.mark.sqlite
@pytest.mark.parametrize("how", ["another program", "one of ours"])
def test_a_locked_database_refuses_writes_with_a_reason_and_goes_on_reading(impatient, how):
    live, token = impatient
    assert create(live, token, "Before")[0] == 201
    database = live.data / "odnos.sqlite3"
    stranger, turn = sqlite3.connect(database, isolation_level=None), Turn(str(database))
    if how == "another program":
        stranger.execute("BEGIN IMMEDIATE")
    else:
        turn.take(5)

    status, problem = create(live, token, "Meanwhile")
    assert (status, problem["fault"]) == (503, "busy")
    assert "Nothing of yours was saved" in problem["detail"]
    assert names(live, token) == ["Before"]

    stranger.close()
    turn.close()
    assert create(live, token, "After")[0] == 201
    assert names(live, token) == ["After", "Before"]


@pytest.fixture
def small_disk(tmp_path):
    """A file system of 24 MB."""
    folder = tmp_path / "small"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=24m", "none", str(folder)]
    if os.geteuid() != 0 or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("making a small file system needs root")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


@pytest.mark.sqlite
def test_a_full_disk_refuses_writes_with_a_reason_and_damages_nothing(live, small_disk):
    token = live.token(DORA.email)
    live.stop()
    data = small_disk / "data"
    shutil.copytree(live.data, data)
    live.data = data
    live.environment["ODNOS_DATA"] = str(data)
    live.start("web")
    kept = fill(live, token, data)

    status, problem = create(live, token, "One too many")
    assert (status, problem["fault"]) == (503, "full")
    assert names(live, token) == kept

    (data / "ballast").unlink()
    assert create(live, token, "Room again")[0] == 201
    assert names(live, token) == sorted([*kept, "Room again"])
    live.stop()
    with sqlite3.connect(data / "odnos.sqlite3") as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def fill(live, token, folder):
    """Take all space away, then write until a write is refused; return the names of what was accepted."""
    accepted = []
    free = shutil.disk_usage(folder).free
    with (folder / "ballast").open("wb") as ballast:
        ballast.write(b"\0" * (free - 256 * 1024))
    for number in range(500):
        status, _body = create(live, token, f"Company {number:03}")
        if status != 201:
            return sorted(accepted)
        accepted.append(f"Company {number:03}")
    raise AssertionError("the disk never filled")


@pytest.fixture
def own_server(tmp_path, monkeypatch, django_db_blocker):
    """An installation on a PostgreSQL server of its own, which may be restarted."""
    server = postgres.start(fsync="on", synchronous_commit="on", full_page_writes="on")
    monkeypatch.setenv("DATABASE_URL", server.url)
    template = Template(tmp_path)
    from django.db import connections

    options = {"NAME": "odnos", "HOST": str(server.folder), "USER": "odnos"}
    monkeypatch.setattr(
        connections["default"], "settings_dict", {**connections["default"].settings_dict, **options}
    )
    template.make(django_db_blocker)
    template.people(django_db_blocker)
    with django_db_blocker.unblock():
        connections["default"].close()
    live = Live(f"http://127.0.0.1:{template.environment['PORT']}", tmp_path, template.environment)
    live.start("web")
    yield server, live
    live.stop()
    server.close()


@pytest.mark.postgres
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGQUIT], ids=["stopped", "crashed"])
def test_a_restart_of_postgresql_under_load_doubles_and_loses_nothing(own_server, number):
    server, live = own_server
    token = live.token(DORA.email)
    load = Load(live, token)
    load.start()
    load.wait_for(load.accepted_names, 20)

    server.stop(number)
    load.wait_for(load.refusals, 4)
    server.start()
    load.finish()

    assert names(live, token) == sorted(load.accepted_names)
    assert {problem["fault"] for problem in load.refusals} <= {"away", "busy"}
    assert set(load.reads) <= {200, 503}
    assert load.reads[-1] == 200


class Load:
    """Four writers that try each write under one key until it is accepted, and a reader; all go on until told to finish."""

    def __init__(self, live, token):
        self.live, self.token = live, token
        self.accepted_names, self.refusals, self.reads = [], [], []
        self.is_over = threading.Event()
        self.writers = [threading.Thread(target=self.write, args=(number,)) for number in range(4)]
        self.reader = threading.Thread(target=self.read)

    def start(self):
        for thread in [*self.writers, self.reader]:
            thread.start()

    def wait_for(self, seen, count):
        """Wait until the load has met so many of what it counts: the test follows the load, not a clock."""
        end = time.monotonic() + 120
        while len(seen) < count:
            assert time.monotonic() < end, f"only {len(seen)} of {count}"
            time.sleep(0.02)

    def write(self, writer):
        for number in itertools.count():
            name = f"Company {writer}-{number:04}"
            while not self.accepts(name):
                time.sleep(0.1)
            if self.is_over.is_set():
                return
            time.sleep(0.05)

    def accepts(self, name):
        status, body = create(self.live, self.token, name, **{"Idempotency-Key": name.replace(" ", "-")})
        if status == 503:
            self.refusals.append(body)
            return False
        assert status == 201, (status, body)
        self.accepted_names.append(name)
        return True

    def read(self):
        while any(writer.is_alive() for writer in self.writers):
            self.reads.append(self.live.api("GET", "/companies?limit=1", token=self.token)[0])
            time.sleep(0.05)
        self.reads.append(self.live.api("GET", "/companies?limit=1", token=self.token)[0])

    def finish(self):
        """Let every writer get one more write accepted, and end."""
        accepted = len(self.accepted_names)
        self.wait_for(self.accepted_names, accepted + 8)
        self.is_over.set()
        for thread in [*self.writers, self.reader]:
            thread.join(60)
            assert not thread.is_alive()
