"""`make test`: the whole suite on SQLite and on PostgreSQL side by side, then both closing lines.

The tests in a real browser run on SQLite alone: they are about pages, and every page has its tests on both.
"""

import subprocess
import sys
import threading
from pathlib import Path

BIN = Path(sys.executable).parent
ARGUMENTS: dict[str, list[str]] = {"sqlite": [], "postgres": ["-m", "not browser"]}


class Run(threading.Thread):
    """One pytest process, its lines printed as they come behind the name of its database."""

    def __init__(self, database: str, arguments: list[str]) -> None:
        super().__init__()
        self.database, self.closing, self.code = database, "", 1
        self.command = [str(BIN / "pytest"), f"--db={database}", "-q", "-p", "no:cacheprovider", *arguments]

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
                print(f"{self.database:<8} | {line}", end="", flush=True)
                self.closing = line.strip() or self.closing
        self.code = process.returncode


def main(arguments: list[str]) -> int:
    """Run both and return the worse exit code."""
    subprocess.run([sys.executable, "tools/provision.py"], check=True)
    runs = [Run(database, own + arguments) for database, own in ARGUMENTS.items()]
    for run in runs:
        run.start()
    for run in runs:
        run.join()
    for run in runs:
        print(f"{run.database}: {run.closing}", flush=True)
    return max(run.code for run in runs)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
