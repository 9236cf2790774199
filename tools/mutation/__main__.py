"""Take away one access check after another. Arguments name files or folders; without any, all of odnos.

SUITE="tests/web …" names where to look for tests, WORKERS how many look at a time, HOW=1 has each failure told.
REACHED=file remembers what tests reach, for the next call (delete it when tests or functions have changed).
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from tools.mutation.running import Runner
from tools.mutation.sites import ROOT, Site, sites, stale

SUITE = (
    "tests/access",
    "tests/analytics",
    "tests/api",
    "tests/configuration",
    "tests/contract/test_access_matrix.py",
    "tests/contract/test_access_questions.py",
    "tests/contract/test_access_routes.py",
    "tests/demo",
    "tests/engine",
    "tests/privacy",
    "tests/search",
    "tests/transfer",
    "tests/web",
)
"""Where a test may notice. SUITE="…" names others."""
FITTING = "not browser and not faults and not postgres"
NOTICED = Path(__file__).with_name("noticed.json")
"""By check: the test that noticed the last time. It is asked first, so that most checks need one test."""


def main(arguments: list[str]) -> int:
    """Return 0 when a test noticed the absence of every check."""
    os.chdir(ROOT)
    begun = time.monotonic()
    every = [site for under in arguments or ["odnos"] for site in sites(under)]
    found = [site for site in every if not site.spare]
    if not found or told_stale(every):
        return 1
    noticed = json.loads(NOTICED.read_text()) if NOTICED.exists() else {}
    runner = Runner(found, workers=int(os.environ.get("WORKERS", "2")), noticed=noticed)
    options = ["-q", "-p", "no:cacheprovider", "-p", "no:randomly", "-m", FITTING]
    code = pytest.main([*options, *suite()], plugins=[runner])
    if code not in (0, 5):
        return 1
    keep(runner.noticed, whole=not arguments, found=found)
    print(*(f"spare: {site.name}: {site.spare}" for site in every if site.spare), sep="\n")
    print(*(f"fails by itself: {test}: {how}" for test, how in runner.broken.items()), sep="\n")
    print(*(f"survives: {site.name} ({why})" for site, why in runner.survivors), sep="\n")
    print(f"{len(found)} checks taken away one by one, {len(runner.survivors)} unnoticed", end=" ")
    print(f"({time.monotonic() - begun:.0f} s)")
    return 1 if runner.survivors or runner.broken else 0


def suite() -> list[str]:
    """Return the files and folders of tests that are there."""
    return [place for place in os.environ.get("SUITE", "").split() or SUITE if (ROOT / place).exists()]


def told_stale(every: Sequence[Site]) -> bool:
    lines = stale(list(every))
    if lines or not every:
        print("no access check is here:", *lines, sep="\n  ")
    return bool(lines)


def keep(noticed: dict[str, str], *, whole: bool, found: Sequence[Site]) -> None:
    """Remember which test noticed which check."""
    there = {site.key for site in found}
    kept = {key: test for key, test in noticed.items() if key in there or not whole}
    NOTICED.write_text(json.dumps(kept, indent=0, sort_keys=True) + "\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
