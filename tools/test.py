"""`make test`: the suite on SQLite and on PostgreSQL and a real browser, as many runs side by side as there are cores.

The suite is cut into parts, so that the last core is not left alone with half of it. The browser runs on SQLite alone: it is
about pages, and every page has its tests on both. It has a process of its own, since Playwright keeps an event loop that
processes forked by other tests would inherit.
"""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

BIN = Path(sys.executable).parent
PARTS = (  # folders that take about as long as each other; the last part is all that is named in none
    ("tests/analytics", "tests/scale"),
    ("tests/access", "tests/contract", "tests/faults"),
)


@dataclass
class Run:
    """One pytest process, its lines printed as they come behind its name."""

    title: str
    database: str
    only: str
    where: list[str]
    code: int = 1
    closing: str = field(default="did not begin", init=False)

    @property
    def command(self) -> list[str]:
        options = [f"--db={self.database}", "-q", "-p", "no:cacheprovider", "-m", self.only]
        return [str(BIN / "pytest"), *options, *self.where]

    def run(self) -> None:
        with subprocess.Popen(
            self.command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        ) as process:
            assert process.stdout
            for line in process.stdout:
                print(f"{self.title:<10} | {line}", end="", flush=True)
                self.closing = line.strip() or self.closing
        self.code = process.returncode


def parts(arguments: list[str]) -> list[list[str]]:
    """Return what each part of the suite is asked of pytest; what is asked by hand is one part."""
    if arguments:
        return [arguments]
    named = [folder for part in PARTS for folder in part]
    return [*map(list, PARTS), [f"--ignore={folder}" for folder in named]]


def runs(arguments: list[str]) -> list[Run]:
    """Return every run, the longest first: a short one ends last, so that all cores end at about the same time."""
    browser = Run("browser", "sqlite", "browser", arguments)
    suite = [
        Run(f"{database} {number}", database, "not browser", part)
        for database in ("postgres", "sqlite")
        for number, part in enumerate(parts(arguments), 1)
    ]
    return [browser, *suite]


def main(arguments: list[str]) -> int:
    """Do all runs and return the worst exit code."""
    if code := subprocess.run([sys.executable, "-m", "tools.provision"], check=False).returncode:
        return code
    every = runs(arguments)
    with ThreadPoolExecutor(max(2, len(os.sched_getaffinity(0)))) as side_by_side:
        list(side_by_side.map(Run.run, every))
    for run in every:
        print(f"{run.title}: {run.closing}", flush=True)
    return max(run.code for run in every)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
