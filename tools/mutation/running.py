"""Running the tests once for each check taken away: in a fork of a process that has loaded all of it."""

from __future__ import annotations

import gc
import json
import os
import time
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tools.mutation import patching
from tools.mutation.forks import Fork, failure, forked, silence
from tools.mutation.sites import Site

LONGEST = 120
"""Seconds of work that the tests of one check may take. What no test has noticed by then is a survivor, and it says so."""
Reached = dict[str, dict[str, float]]
"""By function: the tests that come to it, with the seconds they take."""
NOTHING: Mapping[str, float] = {}


class Runner:
    """A plugin of pytest: in the place of one run of all tests it makes one run for each check.

    First the test that noticed a check the last time is asked alone. For the checks that are left, all tests run once
    to find which of them come to which function; then those that come there, the quick ones first.
    """

    def __init__(self, sites: Sequence[Site], workers: int, noticed: Mapping[str, str]) -> None:
        self.sites, self.workers = sites, workers
        self.noticed = dict(noticed)
        self.survivors: list[tuple[Site, str]] = []
        self.broken: list[str] = []
        self.killers: Counter[tuple[Path, str]] = Counter()

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        items = {item.nodeid: item for item in session.items}
        failure(next(filter(asks_database, session.items)))  # makes the database, which the forks then have
        gc.freeze()  # what is loaded is shared with the forks as long as nobody touches it
        known = {site: self.noticed.get(site.key, "") for site in self.sites}
        asked = {site: [items[test]] for site, test in known.items() if test in items}
        self.reached({test.nodeid: test for tests in asked.values() for test in tests})
        left = [site for site in self.sites if site not in asked]
        if not self.broken:
            left += [site for site, _why in self.take_away_each(asked)]
        if left and not self.broken:
            self.search(left, items)
        return True

    def search(self, left: list[Site], items: dict[str, pytest.Item]) -> None:
        reached = self.reached(items)
        print(
            f"{len(items)} tests reach {len(reached)} functions; {len(left)} checks are looked at anew",
            flush=True,
        )
        if self.broken:
            return
        asked = {}
        for site in sorted(left, key=self.sites.index):
            tests = reached.get(f"{site.module} {site.function}") or reached.get(outer(site), {})
            asked[site] = [items[name] for name in self.ordered(site, tests)]
        self.survivors = self.take_away_each(asked)
        for site, why in self.survivors:
            print(f"survives: {site.name} ({why})", flush=True)

    def ordered(self, site: Site, tests: Mapping[str, float]) -> list[str]:
        """Return first the tests that noticed other checks of the file, then the quick ones."""
        return sorted(tests, key=lambda test: (-self.killers[site.path, test], tests[test]))

    def reached(self, items: Mapping[str, pytest.Item]) -> Reached:
        """Run tests with everything in place, and note which come to which function, and which fail by themselves."""
        if not items:
            return {}
        with TemporaryDirectory() as folder:
            file = Path(folder) / "reached.json"
            sites = list(self.sites)
            forked(lambda: note(list(items.values()), sites, file)).wait()
            told = json.loads(file.read_text())
        self.broken = told["broken"]
        return dict(told["reached"])

    def take_away_each(self, asked: Mapping[Site, list[pytest.Item]]) -> list[tuple[Site, str]]:
        """Run the tests of each check without it, and return those that no test noticed, with the reason."""
        unnoticed = [(site, "no test comes here") for site, tests in asked.items() if not tests]
        waiting = [site for site, tests in asked.items() if tests]
        running: dict[int, tuple[Site, Fork]] = {}
        while waiting or running:
            while waiting and len(running) < self.workers:
                site = waiting.pop(0)
                fork = start(site, asked[site])
                running[fork.process] = site, fork
            child, status = os.wait()
            site, fork = running.pop(child)
            test, how = fork.told()
            if test:
                self.notice(site, test, how)
            else:
                unnoticed.append((site, how or ("no answer in time" if status else "no test notices")))
        return unnoticed

    def notice(self, site: Site, test: str, how: str) -> None:
        self.noticed[site.key] = test
        self.killers[site.path, test] += 1
        said = f": {how}" if os.environ.get("HOW") else ""
        print(f"noticed: {site.name} by {test}{said}", flush=True)


def asks_database(item: pytest.Item) -> bool:
    return item.get_closest_marker("django_db") is not None


def outer(site: Site) -> str:
    """Return the outermost function around a check, which is the one that is known to be reached."""
    return f"{site.module} {site.function.partition('.')[0]}"


def start(site: Site, tests: Sequence[pytest.Item]) -> Fork:
    """Run the tests in a fork in which the check is missing. The fork tells of the first failure, and exits 1."""

    def asked() -> tuple[str, str] | None:
        patching.take_away(site)
        begun = time.process_time()
        for number, item in enumerate(tests, start=1):
            if how := failure(item):
                return item.nodeid, how
            if time.process_time() - begun > LONGEST and number < len(tests):
                return "", f"{number} of {len(tests)} tests did not notice, then the time was over"
        return None

    return forked(asked, longest=2 * LONGEST)


def note(items: list[pytest.Item], sites: list[Site], file: Path) -> None:
    """Run all tests and write down what they reach, how long they take, and which fail by themselves."""
    silence()
    now: set[str] = set()
    patching.report(sites, lambda module, name: now.add(f"{module} {name}"))
    reached: Reached = defaultdict(dict)
    broken = []
    for item in items:
        now.clear()
        begun = time.monotonic()
        if how := failure(item):
            broken.append(f"{item.nodeid}: {how}")
        for name in now:
            reached[name][item.nodeid] = time.monotonic() - begun
    file.write_text(json.dumps({"reached": reached, "broken": broken}))
