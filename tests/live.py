"""A real server for a test: its own data folder, database, web process and worker, on a free port."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from odnos.config import environment
from tests import people

START = "odnos.config.processes"


@dataclass
class Live:
    """A running installation with the cast in it. `url` is its address; `environment` is what its processes got."""

    url: str
    data: Path
    environment: dict[str, str]
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def start(self, *names: str) -> None:
        """Start `web`, `jobs` or both, and wait until pages are answered."""
        for name in names or ("web", "jobs"):
            command = [sys.executable, "-m", f"{START}.{name}"]
            with (self.data / f"{name}.log").open("ab") as log:
                self.processes[name] = subprocess.Popen(
                    command,
                    env=self.environment,
                    stdout=log,
                    stderr=log,
                    stdin=subprocess.DEVNULL,
                    process_group=0,
                )
        if "web" in self.processes:
            self._wait()

    def count(self) -> None:
        """Start the analytical store, and wait until it is filled and answers."""
        from odnos.analytics.store.answer import StoreError
        from odnos.analytics.store.asking import Behind
        from odnos.analytics.store.places import SOCKET

        self.start("analytics")
        end = time.monotonic() + 120
        while True:
            try:
                Behind(self.data / SOCKET).ask("SELECT 1")
                return
            except StoreError:
                if time.monotonic() > end:
                    raise RuntimeError(self.log("analytics")) from None
                time.sleep(0.2)

    def stop(self, *names: str, number: int = signal.SIGTERM) -> None:
        """End processes with a signal to each whole group; SIGKILL is a crash."""
        for name in names or tuple(self.processes):
            process = self.processes.pop(name)
            try:
                os.killpg(process.pid, number)
                process.wait(60)
            except ProcessLookupError:
                pass
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
                raise

    def kill(self, *names: str) -> None:
        self.stop(*names, number=signal.SIGKILL)

    def restart(self, *names: str, **environment: str) -> None:
        """Stop everything and start `names` (both, if none) with something else in the environment."""
        self.stop()
        self.environment |= environment
        self.start(*names)

    def odnos(self, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Run the `odnos` command on this installation."""
        command = [sys.executable, "-m", "odnos.config.command", *arguments]
        return subprocess.run(command, env=self.environment, capture_output=True, text=True, check=check)

    def token(self, email: str = people.ADA.email) -> str:
        return self.odnos("token", "create", "--user", email).stdout.strip()

    def api(
        self, method: str, path: str, *, token: str, body: Any = None, headers: dict[str, str] | None = None
    ) -> Any:
        """Call the API and return (status, parsed body)."""
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"{self.url}/api/v1{path}", data=data, method=method)
        for name, value in {
            "Authorization": f"Bearer {token}",
            "Content-Type": "application/json",
            **(headers or {}),
        }.items():
            request.add_header(name, value)
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                status, text = answer.status, answer.read()
        except urllib.error.HTTPError as refusal:
            status, text = refusal.code, refusal.read()
        return status, json.loads(text) if text else None

    def log(self, name: str = "web") -> str:
        return (self.data / f"{name}.log").read_text()

    def _wait(self) -> None:
        end = time.monotonic() + 120
        port = int(self.environment["PORT"])
        while True:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    return
            if time.monotonic() > end or self.processes["web"].poll() is not None:
                raise RuntimeError(self.log())
            time.sleep(0.03)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def empty_template(tmp_path_factory: pytest.TempPathFactory, django_db_blocker: Any) -> Iterator["Template"]:
    """An installation that is migrated and has nobody in it yet."""
    template = Template(tmp_path_factory.mktemp("empty"))
    template.make(django_db_blocker)
    yield template
    template.drop()


@pytest.fixture(scope="session")
def live_template(
    empty_template: "Template", tmp_path_factory: pytest.TempPathFactory, django_db_blocker: Any
) -> Iterator["Template"]:
    """An installation that has the cast; every `live` is a copy of it."""
    template = empty_template.copy(tmp_path_factory.mktemp("template") / "data")
    template.people(django_db_blocker)
    yield template
    template.drop()


@pytest.fixture
def live(live_template: "Template", tmp_path: Path, django_db_blocker: Any) -> Iterator[Live]:
    """A fresh installation with the cast, its web process and its worker. The ORM of the test is on its database."""
    yield from _run(live_template, tmp_path, django_db_blocker)


@pytest.fixture
def empty_live(empty_template: "Template", tmp_path: Path, django_db_blocker: Any) -> Iterator[Live]:
    """A fresh installation as `make run DEMO=0` leaves it: nobody has an account."""
    yield from _run(empty_template, tmp_path, django_db_blocker)


@pytest.fixture(scope="module")
def shared_live(
    live_template: "Template", tmp_path_factory: pytest.TempPathFactory, django_db_blocker: Any
) -> Iterator[Live]:
    """One installation for all tests of a module that do not disturb one another."""
    yield from _run(live_template, tmp_path_factory.mktemp("shared"), django_db_blocker)


def _run(template: "Template", folder: Path, blocker: Any) -> Iterator[Live]:
    copy = template.copy(folder / "data")
    live = Live(f"http://127.0.0.1:{copy.environment['PORT']}", copy.folder, copy.environment)
    with blocker.unblock(), copy.connected():
        live.start()
        try:
            yield live
        finally:
            live.stop()
    copy.drop()


class Template:
    """A data folder and its database, which can be copied while nobody uses it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.name = f"live_{uuid.uuid4().hex[:12]}"
        self.environment = {
            **os.environ,
            "ODNOS_DATA": str(folder),
            "PORT": str(free_port()),
            "ODNOS_POOL": "4",
            "ODNOS_WORKERS": "1",  # each takes a second to load
            "ODNOS_HOSTS": "localhost 127.0.0.1",
        }
        self.environment.pop("ODNOS_URL", None)
        if "DATABASE_URL" in os.environ:
            self.environment["DATABASE_URL"] = _with_name(os.environ["DATABASE_URL"], self.name)

    @property
    def on_postgres(self) -> bool:
        return "DATABASE_URL" in self.environment

    def make(self, blocker: Any) -> None:
        """Make the database and its tables."""
        from odnos.config.command import migrate_

        if self.on_postgres:
            _administer(f'CREATE DATABASE "{self.name}"')
        with blocker.unblock(), self.connected():
            migrate_.migrate()

    def people(self, blocker: Any) -> None:
        """Put the cast into it."""
        with blocker.unblock(), self.connected():
            people.build_cast()

    def copy(self, folder: Path) -> "Template":
        folder.mkdir(parents=True)
        twin = Template(folder)
        if self.on_postgres:
            _administer(f'CREATE DATABASE "{twin.name}" TEMPLATE "{self.name}"')
        else:
            shutil.copy(self.folder / "odnos.sqlite3", folder / "odnos.sqlite3")
        return twin

    def drop(self) -> None:
        if self.on_postgres:
            _administer(f'DROP DATABASE "{self.name}" WITH (FORCE)')

    @contextmanager
    def connected(self) -> Iterator[None]:
        """Put the test's own connection on this database."""
        from django.db import connections

        connection = connections["default"]
        before = connection.settings_dict
        name = self.name if self.on_postgres else str(self.folder / "odnos.sqlite3")
        _reconnect(connection, {**before, "NAME": name})
        try:
            yield
        finally:
            _reconnect(connection, before)


def _reconnect(connection: Any, settings: dict[str, Any]) -> None:
    connection.close()
    connection.settings_dict = settings
    if hasattr(connection, "_turn"):
        connection._turn = None


def _with_name(url: str, name: str) -> str:
    parts = urllib.parse.urlsplit(url)
    return urllib.parse.urlunsplit(parts._replace(path=f"/{name}"))


def _administer(statement: str) -> None:
    import psycopg

    options = environment.database_options(os.environ["DATABASE_URL"])
    address = {
        "host": options["HOST"],
        "port": options["PORT"],
        "user": options["USER"],
        "password": options["PASSWORD"],
    }
    given = {name: value for name, value in address.items() if value}
    with psycopg.connect(dbname="postgres", autocommit=True, **given) as connection:  # type: ignore[arg-type]
        connection.execute(statement.encode())
