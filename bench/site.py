"""One installation to measure: its folder, its database, and the real processes that `odnos serve` starts."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench.sizes import SCALE
from tests import postgres

DURABLE = {
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
    "shared_buffers": "512MB",
    "max_wal_size": "4GB",
    "random_page_cost": "1.1",
}


@dataclass
class Site:
    """An installation; `database` is sqlite or postgres."""

    database: str
    folder: Path
    server: postgres.Server | None = None
    process: subprocess.Popen[bytes] | None = None
    environment: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        self.environment = {
            **{name: value for name, value in os.environ.items() if name != "DATABASE_URL"},
            "ODNOS_DATA": str(self.folder),
            "ODNOS_BENCH": "1",
            "ODNOS_HOSTS": "localhost 127.0.0.1",
            "PORT": str(free_port()),
            "SCALE": str(SCALE),
        }
        if self.server:
            self.environment["DATABASE_URL"] = self.server.url

    @property
    def port(self) -> int:
        return int(self.environment["PORT"])

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        """Run a Python module in this installation. Stops the run with what it said if it fails."""
        done = subprocess.run(
            [sys.executable, "-m", *command],
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            sys.exit(f"{' '.join(command)}: {done.stderr[-2000:] or done.stdout[-2000:]}")
        return done

    def odnos(self, *arguments: str) -> str:
        return self.run("odnos.config.command", *arguments).stdout.strip()

    def fill(self, by: str = "bench.fill") -> list[dict[str, Any]]:
        """Fill the base, or return what an earlier run said about the one that is there."""
        kept = self.folder / f"filled-{SCALE}.json"
        if not kept.exists():
            kept.write_text(self.run(by).stdout)
            self.settle()
        return [json.loads(line) for line in kept.read_text().splitlines()]

    def settle(self) -> None:
        """Let the database gather what autovacuum would have gathered after such a load."""
        with self.bare() as execute:
            execute("VACUUM (ANALYZE)" if self.server else "ANALYZE")

    @contextmanager
    def bare(self) -> Iterator[Any]:
        """Yield a function that runs one statement on a connection of the driver's own, without Odnos."""
        if self.server:
            import psycopg

            with psycopg.connect(self.server.url, autocommit=True) as connection:
                connection.execute("SET jit = off")
                yield lambda sql, *values: connection.execute(sql.replace("?", "%s"), values or None)
        else:
            import sqlite3

            connection = sqlite3.connect(self.folder / "odnos.sqlite3", isolation_level=None, timeout=30)
            for pragma in ("synchronous=FULL", "cache_size=-16384", "mmap_size=1073741824"):
                connection.execute(f"PRAGMA {pragma}")
            yield lambda sql, *values: connection.execute(sql, values)
            connection.close()

    def start(self) -> float:
        """Start everything and return after how many seconds the first page came."""
        started = time.perf_counter()
        log = (self.folder / "serve.log").open("ab")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "odnos.config.command", "serve"],
            env=self.environment,
            stdout=log,
            stderr=log,
            stdin=subprocess.DEVNULL,
            process_group=0,
        )
        while not answers(self.port):
            if self.process.poll() is not None or time.perf_counter() - started > 60:
                sys.exit((self.folder / "serve.log").read_text()[-3000:])
            time.sleep(0.02)
        return time.perf_counter() - started

    def stop(self) -> None:
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(60)


def answers(port: int) -> bool:
    import http.client

    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/sign-in")
        return connection.getresponse().status < 500
    except OSError:
        return False
    finally:
        connection.close()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
