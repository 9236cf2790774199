"""Running the tests once for each check taken away: in a fork of a process that has loaded all of it."""

from __future__ import annotations

import gc
import os
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tools.mutation import apart, patching
from tools.mutation.forks import Fork, failure, forked
from tools.mutation.reaching import Reached, reached, remembered
from tools.mutation.sites import Site

LONGEST = 60
"""Seconds of work that the tests of one check may take. What no test has noticed by then is a survivor, and it says so."""
LIKELIER = 0.3
"""As if it were so much quicker: a test that noticed something, or is in MEANT, asks for what is refused, as most do not."""
MEANT = "tests/access"
MEMORY = "REACHED"
"""Names a file in which to remember what tests reach, so that a look at a few checks need not run every test again."""


class Runner:
    """A plugin of pytest: in the place of one run of all tests it makes one run for each check.

    First the test that noticed a check the last time is asked alone. For the checks that are left, all tests run once
    to find which of them come to which function; then those that come there, the likely ones first.
    A test that fails by itself is asked nothing, and told.
    """

    def __init__(self, sites: Sequence[Site], workers: int, noticed: Mapping[str, str]) -> None:
        self.sites, self.workers = list(sites), workers
        self.noticed = dict(noticed)
        self.survivors: list[tuple[Site, str]] = []
        self.broken: dict[str, str] = {}
        self.killers: Counter[tuple[Path, str]] = Counter()
        self.database = Path()

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        items = {item.nodeid: item for item in session.items}
        failure(
            next(filter(asks_database, session.items))
        )  # makes the database, of which each fork has a copy
        gc.freeze()  # what is loaded is shared with the forks as long as nobody touches it
        with TemporaryDirectory() as folder:
            self.database = apart.copied(Path(folder))
            left = self.ask_again(items)
            if left:
                self.search(left, items)
        return True

    def ask_again(self, items: Mapping[str, pytest.Item]) -> list[Site]:
        """Ask of each check the test that noticed it the last time, and return the checks that are left."""
        known = {site: self.noticed.get(site.key, "") for site in self.sites}
        tests = [items[test] for test in sorted(set(known.values())) if test in items]
        self.broken |= reached(tests, self.sites, database=self.database, workers=self.workers).broken
        asked = {
            site: [items[test]] for site, test in known.items() if test in items and test not in self.broken
        }
        unnoticed = {site for site, _why in self.take_away_each(asked)}
        return [site for site in self.sites if site not in asked or site in unnoticed]

    def search(self, left: list[Site], items: Mapping[str, pytest.Item]) -> None:
        """Look among all tests for one that notices."""
        file = Path(os.environ[MEMORY]) if MEMORY in os.environ else None
        found = remembered(
            list(items.values()), self.sites, file, database=self.database, workers=self.workers
        )
        self.broken |= found.broken
        print(
            f"{len(items)} tests reach {len(found.tests)} functions; {len(left)} checks are looked at anew",
            flush=True,
        )
        self.survivors = self.take_away_each(
            {site: [items[name] for name in self.ordered(site, found) if name in items] for site in left}
        )
        for site, why in self.survivors:
            self.noticed.pop(site.key, None)
            print(f"survives: {site.name} ({why})", flush=True)

    def ordered(self, site: Site, found: Reached) -> list[str]:
        """Return first the tests that noticed other checks of the file, then the quick ones, those before that noticed anything."""
        tests, known = found.of(site), set(self.noticed.values())

        def cost(test: str) -> tuple[int, float]:
            return -self.killers[site.path, test], tests[test] * (
                LIKELIER if test in known or test.startswith(MEANT) else 1
            )

        return sorted(tests.keys() - self.broken.keys(), key=cost)

    def take_away_each(self, asked: Mapping[Site, list[pytest.Item]]) -> list[tuple[Site, str]]:
        """Run the tests of each check without it, and return those that no test noticed, with the reason."""
        unnoticed = [(site, "no test comes here") for site, tests in asked.items() if not tests]
        waiting = [(site, tests) for site, tests in asked.items() if tests]
        running: dict[int, tuple[Site, list[pytest.Item], Fork]] = {}
        left: dict[Site, list[pytest.Item]] = {}
        while waiting or running:
            while waiting and len(running) < self.workers:
                site, tests = waiting.pop(0)
                fork = start(site, tests, self.database)
                running[fork.process] = site, tests, fork
            child, status = os.wait()
            site, tests, fork = running.pop(child)
            test, how = fork.told()
            if (
                test and len(tests) > 1
            ):  # it may have failed over what the tests before it left: it is asked alone
                one = next(item for item in tests if item.nodeid == test)
                left[site] = tests[tests.index(one) + 1 :]
                waiting.insert(0, (site, [one]))
            elif test:
                self.notice(site, test, how)
            elif left.get(site):
                waiting.insert(0, (site, left.pop(site)))
            else:
                why = how or ("no answer in time" if status else "no test notices")
                unnoticed.append((site, why))
                print(f"unnoticed: {site.name} by {len(asked[site])} tests ({why})", flush=True)
        return unnoticed

    def notice(self, site: Site, test: str, how: str) -> None:
        self.noticed[site.key] = test
        self.killers[site.path, test] += 1
        said = f": {how}" if os.environ.get("HOW") else ""
        print(f"noticed: {site.name} by {test}{said}", flush=True)


def asks_database(item: pytest.Item) -> bool:
    return item.get_closest_marker("django_db") is not None


def start(site: Site, tests: Sequence[pytest.Item], database: Path) -> Fork:
    """Run the tests in a fork in which the check is missing. The fork tells of the first failure, and exits 1."""

    def asked() -> tuple[str, str] | None:
        if len(tests) == 1 and failure(tests[0]):
            return None  # it fails by itself
        patching.take_away(site)
        begun = time.process_time()
        for number, item in enumerate(tests, start=1):
            if how := failure(item):
                return item.nodeid, how
            if time.process_time() - begun > LONGEST and number < len(tests):
                return "", f"{number} of {len(tests)} tests did not notice, then the time was over"
        return None

    return forked(asked, database, longest=2 * LONGEST)
