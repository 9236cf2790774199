"""The analytical store: how fast it is filled, follows and answers, beside SQL written by hand and beside PostgreSQL.

`python -m bench.analytics` measures it alone. It has a base of its own: a million orders and 0.9 million steps of deals
(SCALE=0.1 a tenth; SCALE=3 makes ten million rows), kept in BENCH_FOLDER for another run if that is set. With
BENCH_DATABASES="sqlite" PostgreSQL is left out.
"""

from __future__ import annotations

import json
import math
import os
import shutil
import statistics
import tempfile
import urllib.parse
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench import memory
from bench.client import Client
from bench.fill import PASSWORD
from bench.site import DURABLE, Site
from bench.table import markdown, milliseconds, quantile
from tests import postgres

HEADINGS = ("asked", "product", "by hand", "ratio", "PostgreSQL", "times faster")
RATIO, FASTER = 1.3, 5
PAGES = 20
PROCESS = "odnos.config.processes.analytics"


def section(folder: Path) -> str:
    """Return the section, printed as it grows; `folder` keeps the base."""
    lines: list[str] = []
    for line in measured(folder):
        lines.append(line)
        print(line, flush=True)
    return "\n".join(lines)


def measured(folder: Path) -> Iterator[str]:
    site = Site("sqlite", folder / "analytics")
    filled = {part["object"]: part["count"] for part in site.fill("bench.analytics_fill")}
    site.odnos("migrate")
    yield (
        "\n## The analytical store\n\n"
        f"SQLite with {filled['order']:,} orders of up to {filled['contact']:,} customers, as many lines, {filled['deal']:,} deals with "
        f"{filled['stage_change']:,} steps; DuckDB with 512 MB and two threads. Medians, in milliseconds of the clock.\n"
    )
    found = asked(site, folder / "analytics-server")
    yield answered([one for one in found if one["what"] == "question"])
    yield from filled_anew(next(one for one in found if one["what"] == "rebuild"))
    site.start()
    try:
        yield from running(site)
    finally:
        site.stop()


def asked(site: Site, folder: Path) -> list[dict[str, Any]]:
    """Return what was found while the installation did not run; `folder` is that of PostgreSQL, if it is asked too."""
    if "postgres" not in os.environ.get("BENCH_DATABASES", "postgres"):
        return told(site)
    server = postgres.start(folder, **DURABLE)
    try:
        return told(site, server.url)
    finally:
        server.stop()


def told(site: Site, *address: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in site.run("bench.analytics_asked", *address).stdout.splitlines()]


def answered(found: list[dict[str, Any]]) -> str:
    """Return the table of questions; what misses an aim says so."""
    rows: list[tuple[str, ...]] = [HEADINGS]
    for one in found:
        own, bare, other = (
            statistics.median(one.get(name, [math.nan])) for name in ("own", "bare", "postgresql")
        )
        faster = f"{other / own:.1f}{' (missed)' if other / own < FASTER else ''}"
        rows.append(
            (
                one["name"],
                milliseconds(own),
                milliseconds(bare),
                f"{own / bare:.2f}{' (missed)' if own / bare > RATIO else ''}",
                *(("", "") if math.isnan(other) else (milliseconds(other), faster)),
            )
        )
    aims = f"Aims: ratio at most {RATIO}, at least {FASTER} times faster than PostgreSQL; where one is missed it says so."
    return f"{markdown(rows)}\n\n{aims}\n"


def filled_anew(found: dict[str, Any]) -> Iterator[str]:
    """Yield how fast the store was made anew."""
    rows = found["rows"]
    for words, (clock, processor) in (
        ("filled", found["filled"]),
        ("compared with the base", found["proved"]),
    ):
        yield (
            f"- {words}: {rows:,} rows in {clock:.1f} s, {rows / clock:,.0f} rows/s "
            f"({rows / processor:,.0f} for each second of the processor){'; aim 200,000' if words == 'filled' else ''}"
        )
    yield f"- the store's file: {found['bytes'] / 1024**2:,.0f} MB"


def running(site: Site) -> Iterator[str]:
    """Yield what an installation that runs says: pages, changes, memory."""
    assert site.process
    memory.settled(site.process.pid)
    client = Client(site.port)
    client.sign_in("administrator@bench.example", PASSWORD)
    for name, times in pages(client):
        shown = f"{milliseconds(quantile(times, 0.5))} / {milliseconds(quantile(times, 0.95))} ms, p50 / p95"
        yield f"- page “{name}”: {shown}{'; aim p95 300' if name.startswith('a report') else ''}"
    changed = json.loads(site.run("bench.analytics_changed").stdout)
    seen = ", ".join(f"{one:.2f}" for one in changed["seen"])
    yield f"- 10,000 deals changed at once: in the store {seen} s after their commit; aim 1"
    rebuilt = site.odnos("analytics", "rebuild").splitlines()[-2:]
    yield f"- rebuilt while it ran: {'; '.join(rebuilt)}"
    yield f"- memory of the analytics process: {highest(site.process.pid):,} MB at most, through pages, changes and the rebuild; aim 1,024 at 10 M rows"


def pages(client: Client) -> Iterator[tuple[str, list[float]]]:
    """Yield how long the pages of reports and analyses took: the page and the answer that it asks for, together."""
    for name, paths in addresses().items():
        times = [sum(client.get(path).app for path in paths) for _turn in range(PAGES + 1)]
        yield name, times[1:]


def addresses() -> dict[str, list[str]]:
    asked = {
        "a report by month": {
            "object": "order",
            "measures": [{"kind": "count"}, {"kind": "sum", "path": "total"}],
            "rows": [{"path": "placed_at", "grain": "month"}],
        },
        "a report by owner and state": {
            "object": "order",
            "measures": [{"kind": "count"}, {"kind": "sum", "path": "total"}],
            "rows": [{"path": "owner"}],
            "columns": [{"path": "state"}],
        },
    }
    written = {name: urllib.parse.urlencode({"ask": json.dumps(report)}) for name, report in asked.items()}
    reports = {name: [f"/reports/new?{ask}", f"/reports/result?{ask}"] for name, ask in written.items()}
    return reports | {
        "funnel": ["/insights/funnel"],
        "cohorts": ["/insights/cohorts"],
        "rating": ["/insights/rating"],
    }


def highest(root: int) -> int:
    """Return the most memory that the analytics process below `root` ever held, in megabytes."""
    for number in memory.tree(root):
        folder = Path(f"/proc/{number}")
        if PROCESS in (folder / "cmdline").read_text():
            lines = (folder / "status").read_text().splitlines()
            return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) // 1024
    return 0


if __name__ == "__main__":
    kept = os.environ.get("BENCH_FOLDER")
    place = Path(kept or tempfile.mkdtemp(prefix="odnos-bench-"))
    section(place)
    if not kept:
        shutil.rmtree(place)
