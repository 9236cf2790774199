"""Processes of an installation that begin loaded: one process loads the application and forks each of them when it is asked to.

Loading takes a second and a half of processor for every web process and worker, which is more than what most tests do with them.
Settings are read while loading, so all that come from one loaded process have the same data folder, port and database.
Whether each process starts by itself is shown where it is started as people start it.
"""

import ctypes
import importlib
import json
import os
import select
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path


class Loaded:
    """The loaded process, for one environment."""

    def __init__(self, environment: dict[str, str]) -> None:
        self.environment = environment
        self._ours, theirs = socket.socketpair()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.loaded", str(theirs.fileno())],
            env=environment,
            pass_fds=[theirs.fileno()],
            stdin=subprocess.DEVNULL,
        )
        theirs.close()
        self._answers = self._ours.makefile()

    def start(self, name: str, log: Path) -> "Forked":
        """Fork the process `name` (`web`, `jobs` or `analytics`), which writes to the end of `log`."""
        self._ours.sendall(json.dumps([name, str(log)]).encode() + b"\n")
        return Forked(int(self._answers.readline()))

    def close(self) -> None:
        self._answers.close()
        self._ours.close()
        self._process.wait(60)


class Forked:
    """A process that is no child of ours, with what tests use of `subprocess.Popen`. Its exit code is not known."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self._handle: int | None = os.pidfd_open(pid)

    def poll(self) -> int | None:
        """Return 0 if it has ended, else nothing."""
        return 0 if self._ended(0) else None

    def wait(self, timeout: float | None = None) -> int:
        if not self._ended(timeout):
            raise subprocess.TimeoutExpired(f"process {self.pid}", timeout or 0)
        return 0

    def _ended(self, timeout: float | None) -> bool:
        if self._handle is not None and select.select([self._handle], [], [], timeout)[0]:
            os.close(self._handle)
            self._handle = None
        return self._handle is None


def main(connection: socket.socket) -> None:
    """Load everything, then fork a process for each line asked, until nobody asks any more."""
    ctypes.CDLL(None).prctl(1, signal.SIGTERM)  # whoever asks may be killed
    mains = load()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # what ended is gone
    for line in connection.makefile():
        name, log = json.loads(line)
        if not (pid := os.fork()):
            become(mains[name], connection, log)
        os.setpgid(pid, pid)  # before anybody signals its group
        connection.sendall(f"{pid}\n".encode())


def load() -> dict[str, Callable[[], None]]:
    """Load what every process loads, and return what each of them does."""
    from odnos.config.processes import analytics, jobs, web

    web._load()
    for name in ("granian.server", "odnos.jobs.worker", "odnos.analytics.store.duck"):
        importlib.import_module(name)
    return {"web": web.main, "jobs": jobs.main, "analytics": analytics.main}


def become(run: Callable[[], None], connection: socket.socket, log: str) -> None:
    """Be a process of its own group that was started just now."""
    os.setpgid(0, 0)
    connection.close()
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    with Path(log).open("ab") as end:
        os.dup2(end.fileno(), 1)
        os.dup2(end.fileno(), 2)
    try:
        run()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(0)


if __name__ == "__main__":
    main(socket.socket(fileno=int(sys.argv[1])))
