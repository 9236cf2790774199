"""A real server for a test: its own data folder, database, web process and worker, on a free port."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests import people
from tests.loaded import Forked, Loaded
from tests.templates import Place, Template

START = "odnos.config.processes"


@dataclass
class Live:
    """A running installation with the cast in it. `url` is its address; `environment` is what its processes got.

    What is `loaded` for exactly that environment starts its processes.
    """

    url: str
    data: Path
    environment: dict[str, str]
    loaded: Loaded | None = None
    processes: dict[str, subprocess.Popen[bytes] | Forked] = field(default_factory=dict)

    def start(self, *names: str) -> None:
        """Start `web`, `jobs` or both, and wait until pages are answered."""
        for name in names or ("web", "jobs"):
            self.processes[name] = self._begun(name, self.data / f"{name}.log")
        if "web" in self.processes:
            self._wait()

    def _begun(self, name: str, log: Path) -> subprocess.Popen[bytes] | Forked:
        if self.loaded and self.loaded.environment == self.environment:
            return self.loaded.start(name, log)
        with log.open("ab") as end:
            return subprocess.Popen(
                [sys.executable, "-m", f"{START}.{name}"],
                env=self.environment,
                stdout=end,
                stderr=end,
                stdin=subprocess.DEVNULL,
                process_group=0,
            )

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


@pytest.fixture(scope="session")
def empty_template(tmp_path_factory: pytest.TempPathFactory, django_db_blocker: Any) -> Iterator[Template]:
    """An installation that is migrated and has nobody in it yet."""
    template = Template(tmp_path_factory.mktemp("empty"))
    template.make(django_db_blocker)
    yield template
    template.drop()


@pytest.fixture(scope="session")
def live_template(
    empty_template: Template, tmp_path_factory: pytest.TempPathFactory, django_db_blocker: Any
) -> Iterator[Template]:
    """An installation that has the cast; every `live` is a copy of it."""
    template = empty_template.copy(tmp_path_factory.mktemp("template") / "data")
    template.people(django_db_blocker)
    yield template
    template.drop()


@pytest.fixture(scope="session")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """Where one installation after the other begins with processes that are loaded already."""
    place = Place(tmp_path_factory.mktemp("place") / "data")
    yield place
    place.loaded.close()


@pytest.fixture
def live(
    live_template: Template, request: pytest.FixtureRequest, tmp_path: Path, django_db_blocker: Any
) -> Iterator[Live]:
    """A fresh installation with the cast, its web process and its worker. The ORM of the test is on its database."""
    yield from _run(live_template, _place(request, tmp_path), django_db_blocker)


@pytest.fixture
def empty_live(
    empty_template: Template, request: pytest.FixtureRequest, tmp_path: Path, django_db_blocker: Any
) -> Iterator[Live]:
    """A fresh installation as `make run DEMO=0` leaves it: nobody has an account."""
    yield from _run(empty_template, _place(request, tmp_path), django_db_blocker)


@pytest.fixture(scope="module")
def shared_live(
    live_template: Template, tmp_path_factory: pytest.TempPathFactory, django_db_blocker: Any
) -> Iterator[Live]:
    """One installation for all tests of a module that do not disturb one another."""
    yield from _run(live_template, tmp_path_factory.mktemp("shared") / "data", django_db_blocker)


def _place(request: pytest.FixtureRequest, folder: Path) -> Path | Place:
    """Tests of pages begin loaded; all others begin as an installation does."""
    if request.node.get_closest_marker("browser"):
        return request.getfixturevalue("loaded")  # type: ignore[no-any-return]
    return folder / "data"


def _run(template: Template, where: Path | Place, blocker: Any) -> Iterator[Live]:
    copy = template.copy(where)
    loaded = where.loaded if isinstance(where, Place) else None
    live = Live(f"http://127.0.0.1:{copy.environment['PORT']}", copy.folder, copy.environment.copy(), loaded)
    with blocker.unblock(), copy.connected():
        live.start()
        try:
            yield live
        finally:
            live.stop()
    copy.drop()
