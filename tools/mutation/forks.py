"""A fork of this process, with all that is loaded, that runs some tests in a place of its own and tells what came of it."""

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from _pytest.runner import runtestprotocol

from tools.mutation import apart


@dataclass
class Fork:
    """A process that was begun, and where it writes."""

    process: int
    end: int
    place: Path

    def told(self) -> tuple[str, str]:
        """Return what the process said when it had ended: the test that failed, and how."""
        with os.fdopen(self.end) as file:
            said = file.read()
        shutil.rmtree(self.place, ignore_errors=True)
        test, how = json.loads(said) if said else ("", "")
        return test, how

    def wait(self) -> None:
        os.waitpid(self.process, 0)
        self.told()


def forked(work: Callable[[], tuple[str, str] | None], database: Path, longest: int = 0) -> Fork:
    """Do `work` in a fork with a copy of `database`. It exits 0, or 1 when there is something to tell; it is ended after
    `longest` seconds of work."""
    end, begin = os.pipe()
    place = apart.folder()
    child = os.fork()
    if child:
        os.close(begin)
        return Fork(child, end, place)
    silence()
    apart.move_to(place, database)
    signal.setitimer(signal.ITIMER_PROF, longest)  # counts work, so that a busy machine ends nothing early
    try:
        said = work()
    except BaseException as error:  # noqa: BLE001 -- a fork that goes on would run the rest of its parent
        said = "", repr(error)
    if said:
        os.write(begin, json.dumps(said).encode())
    os._exit(1 if said else 0)


class Session:
    """Stands for the test that comes next: it shares the session with the last one, and so its database, and nothing else."""

    def __init__(self, session: pytest.Session) -> None:
        self.session = session

    def listchain(self) -> list[pytest.Session]:
        return [self.session]


def failure(item: pytest.Item) -> str:
    """Run one test, and return how it failed, or nothing."""
    following: Any = Session(item.session)
    for report in runtestprotocol(item, log=False, nextitem=following):
        if report.failed:
            crash = getattr(report.longrepr, "reprcrash", None)
            return str(getattr(crash, "message", report.longrepr)).strip()[:300] or "failed"
    return ""


def silence() -> None:
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, 1)
    os.dup2(nothing, 2)
    sys.stdout = open(os.devnull, "w")  # noqa: PTH123, SIM115 -- for the rest of the process
