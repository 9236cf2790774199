"""Which tests come to which function, found by running them all once with everything in place."""

from __future__ import annotations

import dataclasses
import json
import time
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from tools.mutation import patching
from tools.mutation.forks import failure, forked
from tools.mutation.sites import Site


@dataclass
class Reached:
    """By function the tests that come to it, with the seconds they take; and those that fail by themselves, with how.

    Known of the functions in `watched`, and of the tests in `ran`.
    """

    tests: dict[str, dict[str, float]] = field(default_factory=dict)
    broken: dict[str, str] = field(default_factory=dict)
    watched: list[str] = field(default_factory=list)
    ran: list[str] = field(default_factory=list)

    def of(self, site: Site) -> dict[str, float]:
        """Return the tests that come to a check, or to the outermost function around it."""
        outer = site.function.partition(".")[0]
        return self.tests.get(function_of(site)) or self.tests.get(f"{site.module} {outer}", {})

    def add(self, other: Reached) -> None:
        for name, found in other.tests.items():
            self.tests.setdefault(name, {}).update(found)
        self.broken |= other.broken
        self.watched = other.watched
        self.ran += other.ran


def remembered(items: Sequence[pytest.Item], sites: list[Site], file: Path | None, **how: Any) -> Reached:
    """Return what tests reach. Those of which `file` tells are not run again, as long as it was about these functions."""
    known = Reached(**json.loads(file.read_text())) if file and file.exists() else Reached()
    if not {function_of(site) for site in sites} <= set(known.watched):
        known = Reached()
    ran = set(known.ran)
    if left := [item for item in items if item.nodeid not in ran]:
        known.add(reached(left, sites, **how))
    if file:
        file.write_text(json.dumps(dataclasses.asdict(known)))
    return known


def function_of(site: Site) -> str:
    return f"{site.module} {site.function}"


def reached(items: Sequence[pytest.Item], sites: list[Site], *, database: Path, workers: int) -> Reached:
    """Run tests with everything in place, each worker its share of the modules."""
    found = Reached()
    with TemporaryDirectory() as folder:
        files = [Path(folder) / f"{number}.json" for number in range(workers)]
        shares = list(zip(shared(items, workers), files, strict=True))
        forks = [forked(noting(share, sites, file), database) for share, file in shares if share]
        for fork in forks:
            fork.wait()
        for share, file in shares:
            if share:
                found.add(Reached(**json.loads(file.read_text())))
    return found


def shared(items: Iterable[pytest.Item], workers: int) -> list[list[pytest.Item]]:
    """Deal out tests, those of a module together, so that what a module makes once is made once.

    Those that commit come last: they leave empty tables, without the rows that the migrations made.
    """
    modules: dict[str, list[pytest.Item]] = defaultdict(list)
    for item in items:
        modules[item.nodeid.partition("::")[0]].append(item)
    shares: list[list[pytest.Item]] = [[] for _number in range(workers)]
    for tests in sorted(modules.values(), key=len, reverse=True):
        min(shares, key=len).extend(tests)
    return [sorted(share, key=commits) for share in shares]


def commits(item: pytest.Item) -> bool:
    marker = item.get_closest_marker("django_db")
    return bool(marker and marker.kwargs.get("transaction")) or "transactional_db" in item.fixturenames  # type: ignore[attr-defined]


def noting(items: list[pytest.Item], sites: list[Site], file: Path) -> Any:
    """Return the work of running tests and writing down what they reach, how long they take, and which fail."""

    def note() -> None:
        now: set[str] = set()
        patching.report(sites, lambda module, name: now.add(f"{module} {name}"))
        tests: dict[str, dict[str, float]] = defaultdict(dict)
        broken = {}
        for item in items:
            now.clear()
            begun = time.process_time()
            if how := failure(item):
                broken[item.nodeid] = how
            for name in now:
                tests[name][item.nodeid] = time.process_time() - begun
        told = Reached(
            dict(tests), broken, [function_of(site) for site in sites], [item.nodeid for item in items]
        )
        file.write_text(json.dumps(dataclasses.asdict(told)))

    return note
