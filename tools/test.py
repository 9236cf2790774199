"""`make test`: the suite on SQLite and on PostgreSQL side by side, then a real browser, then all closing lines.

The browser runs on SQLite alone: it is about pages, and every page has its tests on both. It has a process of its own,
since Playwright keeps an event loop that processes forked by other tests would inherit.
"""

import subprocess
import sys
import threading
from pathlib import Path

BIN = Path(sys.executable).parent
ROUNDS = (  # the runs of a round go side by side: a name, its database, its tests
    (("sqlite", "sqlite", "not browser"), ("postgres", "postgres", "not browser")),
    (("browser", "sqlite", "browser"),),
)


class Run(threading.Thread):
    """One pytest process, its lines printed as they come behind its name."""

    def __init__(self, title: str, database: str, only: str, arguments: list[str]) -> None:
        super().__init__()
        self.title, self.closing, self.code = title, "", 1
        options = [f"--db={database}", "-q", "-p", "no:cacheprovider", "-m", only]
        self.command = [str(BIN / "pytest"), *options, *arguments]

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
                print(f"{self.title:<8} | {line}", end="", flush=True)
                self.closing = line.strip() or self.closing
        self.code = process.returncode


def main(arguments: list[str]) -> int:
    """Run every round and return the worst exit code."""
    if code := subprocess.run([sys.executable, "-m", "tools.provision"], check=False).returncode:
        return code
    done: list[Run] = []
    for together in ROUNDS:
        runs = [Run(title, database, only, arguments) for title, database, only in together]
        for run in runs:
            run.start()
        for run in runs:
            run.join()
        done += runs
    for run in done:
        print(f"{run.title}: {run.closing}", flush=True)
    return max(run.code for run in done)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
