"""Running the access suite once for each check taken away: in a fork of a process that has loaded all of it."""

from __future__ import annotations

import json
import os
import sys
import time
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from _pytest.runner import runtestprotocol

from tools.mutation import patching
from tools.mutation.sites import Site

LONGEST = 90.0
"""Seconds that the tests of one check may take. What no test has noticed by then is a survivor."""
Reached = dict[str, dict[str, float]]
"""By function: the tests that come to it, with the seconds they take."""


class Runner:
    """A plugin of pytest: in the place of one run of all tests it makes one run for each check."""

    def __init__(self, sites: Sequence[Site], workers: int) -> None:
        self.sites, self.workers = sites, workers
        self.survivors: list[tuple[Site, str]] = []
        self.broken: list[str] = []

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        items = {item.nodeid: item for item in session.items}
        run(session.items[-1])  # makes the database, which the forks then have
        with TemporaryDirectory() as folder:
            reached = self.reached(list(items.values()), Path(folder) / "reached.json")
            if not self.broken:
                self.take_away_each(items, reached)
        return True

    def reached(self, items: list[pytest.Item], file: Path) -> Reached:
        """Run all tests with everything in place, and note which come to which function."""
        child = os.fork()
        if child == 0:
            os._exit(0 if note(items, list(self.sites), file) else 1)
        os.waitpid(child, 0)
        told = json.loads(file.read_text())
        self.broken = told["broken"]
        print(f"{len(items)} tests reach {len(told['reached'])} functions", flush=True)
        return dict(told["reached"])

    def take_away_each(self, items: dict[str, pytest.Item], reached: Reached) -> None:
        running: dict[int, Site] = {}
        waiting = list(self.sites)
        while waiting or running:
            while waiting and len(running) < self.workers:
                site = waiting.pop(0)
                tests = reached.get(f"{site.module} {site.function}") or reached.get(outer(site), {})
                if tests:
                    running[start(site, [items[name] for name in sorted(tests, key=tests.__getitem__)])] = (
                        site
                    )
                else:
                    self.survived(site, "no test comes here")
            if running:
                child, status = os.wait()
                site = running.pop(child)
                if status == 0:
                    self.survived(site, "no test notices")
                else:
                    print(f"noticed: {site.name}", flush=True)

    def survived(self, site: Site, why: str) -> None:
        self.survivors.append((site, why))
        print(f"survives: {site.name} ({why})", flush=True)


def outer(site: Site) -> str:
    """Return the outermost function around a check, which is the one that is known to be reached."""
    return f"{site.module} {site.function.partition('.')[0]}"


def start(site: Site, tests: Sequence[pytest.Item]) -> int:
    """Run the tests, the quick ones first, in a fork in which the check is missing; it exits 1 at the first failure."""
    child = os.fork()
    if child:
        return child
    silence()
    patching.take_away(site)
    end = time.monotonic() + LONGEST
    for item in tests:
        if not run(item):
            os._exit(1)
        if time.monotonic() > end:
            break
    os._exit(0)


def note(items: list[pytest.Item], sites: list[Site], file: Path) -> bool:
    """Run all tests and write down what they reach, how long they take, and which fail by themselves."""
    silence()
    now: set[str] = set()
    patching.report(sites, lambda module, name: now.add(f"{module} {name}"))
    reached: Reached = defaultdict(dict)
    broken = []
    for item in items:
        now.clear()
        begun = time.monotonic()
        if not run(item):
            broken.append(item.nodeid)
        for name in now:
            reached[name][item.nodeid] = time.monotonic() - begun
    file.write_text(json.dumps({"reached": reached, "broken": broken}))
    return not broken


class Session:
    """Stands for the test that comes next: it shares the session with the last one, and so its database, and nothing else."""

    def __init__(self, session: pytest.Session) -> None:
        self.session = session

    def listchain(self) -> list[pytest.Session]:
        return [self.session]


def run(item: pytest.Item) -> bool:
    """Run one test and say whether it passed."""
    following: Any = Session(item.session)
    reports = runtestprotocol(item, log=False, nextitem=following)
    return all(not report.failed for report in reports)


def silence() -> None:
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, 1)
    os.dup2(nothing, 2)
    sys.stdout = open(os.devnull, "w")  # noqa: PTH123, SIM115 -- for the rest of the process
