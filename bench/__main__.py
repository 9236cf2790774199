"""`make bench`: fill a large base, measure it over HTTP as three people, and print one table for each database.

SCALE=0.1 fills a tenth; BENCH_DATABASES="sqlite" measures one; BENCH_FOLDER keeps the filled bases for another run, the
PostgreSQL server's folder among them (a short path: its socket lies there); BENCH_PARTS="reads" measures some of the
parts (reads added writes analytics, the last on a base of its own); BENCH_WRITES=0 leaves out what is measured by writing,
which a kept base would keep; BENCH_MODELS=0 leaves out the models; BENCH_WRITE=1 writes docs/reference/figures.md.
"""

from __future__ import annotations

import os
import platform
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from bench import actors, added, analytics, measures, memory, models, table, writes
from bench.site import DURABLE, Site
from bench.sizes import SCALE, SIZES
from bench.table import Figure, milliseconds, quantile
from tests import postgres

ROUNDS = 5
FIGURES = Path(__file__).resolve().parent.parent / "docs" / "reference" / "figures.md"


def main() -> None:
    """Measure the databases asked for."""
    kept = os.environ.get("BENCH_FOLDER")
    folder = Path(kept or tempfile.mkdtemp(prefix="odnos-bench-"))
    parts = [head()]
    databases = (
        os.environ.get("BENCH_DATABASES", "sqlite postgres").split() if chosen() != ["analytics"] else []
    )
    for database in databases:
        server = None
        if database == "postgres":
            server = postgres.start(folder / "server" if kept else None, **DURABLE)
        site = Site(database, folder / database, server)
        try:
            parts.append(measured(site))
        finally:
            site.stop()
            if server and kept:
                server.stop()
            elif server:
                server.close()
    if "analytics" in chosen():
        parts.append(analytics.section(folder))
    if os.environ.get("BENCH_MODELS", "1") != "0":
        parts.append(models.section())
    if not kept:
        shutil.rmtree(folder)
    if os.environ.get("BENCH_WRITE") == "1":
        FIGURES.write_text("\n\n".join(parts) + "\n")


def head() -> str:
    said = (
        f"# Figures\n\nWritten by `make bench`, SCALE={SCALE:g}: {SIZES.contacts:,} contacts, {SIZES.companies:,} companies, "
        f"{SIZES.deals:,} deals, {SIZES.notes + SIZES.tasks:,} notes and tasks; Python {platform.python_version()}, "
        f"{os.cpu_count()} cores, client and server on one machine. Times are milliseconds inside the server, "
        "p50 / p95; under “processor” stands what the slowest of the three took of it, p95, which a busy machine changes less."
    )
    print(said, flush=True)
    return said


def measured(site: Site) -> str:
    """Return the section of one database, printed as it grows."""
    lines: list[str] = []

    def say(line: str) -> None:
        lines.append(line)
        print(line, flush=True)

    say(f"\n## {'SQLite' if site.database == 'sqlite' else 'PostgreSQL'}\n")
    for part in site.fill():
        say(f"- filled {part['count']:,} × {part['object']}: {part['count'] / part['seconds']:,.0f} rows/s")
    say(f"- start: {site.start():.2f} s; once more: {started_again(site):.2f} s")
    assert site.process
    memory.settled(site.process.pid)
    pss, rss = memory.of_tree(site.process.pid)
    say(f"- memory at rest: {pss:.0f} MB (PSS), {rss:.0f} MB (RSS, shared pages counted in every process)\n")
    people = actors.signed_in(site)
    for name in chosen():
        for line in PARTS[name](site, people) if name in PARTS else ():
            say(line)
    return "\n".join(lines)


def chosen() -> list[str]:
    """Return the parts that are measured."""
    return os.environ.get("BENCH_PARTS", " ".join([*PARTS, "analytics"])).split()


def started_again(site: Site) -> float:
    site.stop()
    return site.start()


def administrators_token(site: Site) -> str:
    return site.odnos("token", "create", "--user", f"{actors.NAMES['administrator']}@bench.example")


def reads(site: Site, people: list[actors.Actor]) -> Iterator[str]:
    """Yield the table of pages."""
    found = []
    for actor in people:
        size = SIZES.deals if actor.role != "representative" else SIZES.deals // 10
        found += [(actor, measure) for measure in measures.of(site, actor, size=size)]
    yield asked_all(site, found)


def added_field(site: Site, people: list[actors.Actor]) -> Iterator[str]:
    """Yield what a formula of every contact costs, and lists in its order."""
    field = added.added(site, administrators_token(site), people[-1])
    yield asked_all(site, [(actor, added.measure(site, actor, field)) for actor in people])
    yield field.said


def asked_all(site: Site, found: list[tuple[actors.Actor, measures.Measure]]) -> str:
    """Return the table of some measures, each asked as its actor."""
    figures: dict[str, dict[str, Figure]] = {}
    for actor, measure in found:
        figures.setdefault(measure.name, {})[actor.role] = asked(site, actor, measure)
    return (
        table.markdown(table.rows(figures, {measure.name: measure.aim for _actor, measure in found})) + "\n"
    )


def asked(site: Site, actor: Any, measure: measures.Measure) -> Figure:
    """Ask every address several times; the first round warms what a working day has warm."""
    times, processor, queries = [], [], 0
    rounds = max(ROUNDS, 20 // len(measure.paths))
    for turn in range(rounds + 1):
        for path in measure.paths:
            answer = actor.client.get(path)
            if turn:
                times.append(answer.app)
                processor.append(answer.cpu)
                queries = max(queries, answer.queries)
                if os.environ.get("BENCH_SLOW") and answer.app > float(os.environ["BENCH_SLOW"]):
                    print(f"  {answer.app:.0f} ms, cpu {answer.cpu:.0f} {actor.role} {path}", file=sys.stderr)
    return Figure(times, processor, queries, bare_times(site, measure.bare))


def bare_times(site: Site, works: list[list[str]]) -> list[float]:
    spent = []
    with site.bare() as execute:
        for turn in range(3):
            for statements in works:
                started = time.perf_counter()
                for statement in statements:
                    execute(statement).fetchall()
                if turn:
                    spent.append((time.perf_counter() - started) * 1000)
    return spent


def written(site: Site, _people: list[actors.Actor]) -> Iterator[str]:
    """Yield what creating and importing cost."""
    if os.environ.get("BENCH_WRITES") == "0":
        return
    email, token = f"{actors.NAMES['administrator']}@bench.example", administrators_token(site)
    times, queries = writes.one_by_one(site, token)
    bare = quantile(writes.bare_inserts(site), 0.5)
    p50 = quantile(times, 0.5)
    shown = f"{milliseconds(p50)} / {milliseconds(quantile(times, 0.95))} ms, {queries} statements"
    yield f"- create: {shown}, {p50 / max(bare, 0.001):.1f} × a bare durable insert ({bare:.2f} ms); aim p50 15"
    rate, failed = writes.together(site, token)
    yield f"- create, {writes.CLIENTS} clients: {rate:.0f}/s durably, {failed} failed; aim 300"
    rows = max(20_000, int(200_000 * min(SCALE, 1)))
    found = writes.bring_in(site, email, rows=rows)
    counts = f"{found['rows']:,} rows, {found['created']:,} created, {found['failed']:,} failed"
    yield f"- import: {found['per_second']:,.0f} rows/s of contacts with companies ({counts}); aim 10,000"


PARTS: dict[str, Callable[[Site, list[actors.Actor]], Iterator[str]]] = {
    "reads": reads,
    "added": added_field,
    "writes": written,
}
"""What is measured, in this order: each part yields lines of Markdown."""


if __name__ == "__main__":
    main()
