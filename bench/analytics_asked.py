"""`python -m bench.analytics_asked [address of a PostgreSQL]`, in the environment of a filled installation that does not run.

Makes the store anew, then asks every question through the product, by hand on the same DuckDB file, and by hand on
PostgreSQL over the same rows. Prints lines of JSON.
"""

from __future__ import annotations

import io
import json
import os
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bench.analytics_fill import NOW

ROUNDS = 7
OF_OTHERS = 2
PLAIN = {
    "order": (
        "id bigint PRIMARY KEY, contact_id bigint, owner_id bigint, team_id bigint, state text, channel text,"
        " placed_at timestamp, total numeric(18,4), total_converted numeric(18,4), deleted_at timestamp"
    ),
    "deal": (
        "id bigint PRIMARY KEY, company_id bigint, pipeline_id bigint, status text, lost_reason text, started_on date,"
        " closed_on date, created_at timestamp, amount_converted numeric(18,4), deleted_at timestamp"
    ),
    "stage_change": "deal_id bigint, from_stage_id bigint, to_stage_id bigint, at timestamp, seconds bigint",
    "company": "id bigint PRIMARY KEY, industry text, deleted_at timestamp",
    "contact": "id bigint PRIMARY KEY, deleted_at timestamp",
}
INDEXES = (
    'CREATE INDEX ON "order" (contact_id, placed_at) WHERE deleted_at IS NULL',
    'CREATE INDEX ON "order" (placed_at) WHERE deleted_at IS NULL',
    'CREATE INDEX ON "order" (owner_id) WHERE deleted_at IS NULL',
    "CREATE INDEX ON deal (closed_on) WHERE deleted_at IS NULL",
    "CREATE INDEX ON deal (company_id) WHERE deleted_at IS NULL",
    "CREATE INDEX ON stage_change (deal_id)",
    "CREATE INDEX ON stage_change (to_stage_id, at)",
)


def main(address: str) -> None:
    """Measure the installation that the environment names."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "odnos.config.settings")
    import django

    django.setup()
    from odnos.analytics.store import connecting

    engine: Any = connecting.engine()
    if not os.environ.get("BENCH_KEPT"):
        tell(what="rebuild", **rebuilt(engine))
    line = None
    if address:
        import psycopg

        line = psycopg.connect(address, autocommit=True)
        load(engine, line)
    for found in compared(engine, line):
        tell(what="question", **found)


def tell(**words: Any) -> None:
    print(json.dumps(words), flush=True)


def rebuilt(engine: Any) -> dict[str, Any]:
    """Make the store anew as a rebuild does; return how long filling it and proving it took, by the clock and of the processor."""
    from odnos.analytics.feed import comparing, filling
    from odnos.analytics.feed.columnar import snapshot

    fresh = engine.fresh()
    with snapshot() as source:
        filled, rows = timed(lambda: filling.fill(fresh, source, at=NOW))
        proved, tables = timed(lambda: comparing.compare(fresh, source))
    assert all(table.is_equal for table in tables)
    engine.adopt(fresh)
    return {
        "rows": rows,
        "filled": filled,
        "proved": proved,
        "bytes": engine.path.stat().st_size,
        "peak": peak(),
    }


def timed(work: Callable[[], Any]) -> tuple[tuple[float, float], Any]:
    clock, processor = time.perf_counter(), time.process_time()
    made = work()
    return (time.perf_counter() - clock, time.process_time() - processor), made


def peak() -> int:
    """Return the most memory that this process held, in megabytes."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) // 1024


def load(engine: Any, line: Any) -> None:
    """Copy what is asked about into plain tables of PostgreSQL, unless they are there."""
    from pyarrow import csv

    known = {name for (name,) in line.execute("SELECT tablename FROM pg_tables").fetchall()}
    if known >= set(PLAIN):
        return
    for name, columns in PLAIN.items():
        line.execute(f'DROP TABLE IF EXISTS "{name}"')
        names = ", ".join(f'"{part.split()[0]}"' for part in columns.split(", "))
        line.execute(f'CREATE TABLE "{name}" ({columns})')
        rows, _as_of = engine.arrow(f'SELECT {names} FROM "{name}"', seconds=600)
        written = io.BytesIO()
        csv.write_csv(rows, written, csv.WriteOptions(include_header=False, quoting_style="needed"))
        with line.cursor().copy(f'COPY "{name}" FROM STDIN WITH (FORMAT csv)') as copy:
            copy.write(written.getbuffer())
    for index in INDEXES:
        line.execute(index)
    line.execute("VACUUM (ANALYZE)")


def compared(engine: Any, line: Any) -> Iterator[dict[str, Any]]:
    """Yield the times of every question in milliseconds: the product's, and those of the statements written by hand."""
    from bench.analytics_questions import QUESTIONS, Asking
    from odnos.engine.access.models import User
    from odnos.engine.access.working import working_actor

    administrator = User._base_manager.get(email="administrator@bench.example").pk
    by = replace(working_actor(administrator, at=NOW), timezone=ZoneInfo("UTC").key)
    asking = Asking(by=by, at=NOW, store=engine)
    connection = engine._base.cursor()
    only = os.environ.get("BENCH_ONLY", "")
    for question in QUESTIONS:
        if only not in question.name:
            continue
        works = {
            "own": partial(question.own, asking),
            "bare": partial(by_hand, connection, question.bare("duckdb")),
        }
        found = taken(works, ROUNDS)
        if line is not None:
            others = {"postgresql": partial(by_hand, line, question.bare("postgresql"))}
            found |= taken(others, OF_OTHERS)
        yield {"name": question.name, **found}


def by_hand(connection: Any, statements: list[str]) -> list[Any]:
    return [connection.execute(sql).fetchall() for sql in statements]


def taken(works: Mapping[str, Callable[[], Any]], rounds: int) -> dict[str, list[float]]:
    """Return how long works took, done in turn; the first round warms what a working day has warm."""
    found: dict[str, list[float]] = {name: [] for name in works}
    for turn in range(rounds + 1):
        for name, work in works.items():
            spent, _made = timed(work)
            if turn:
                found[name].append(round(spent[0] * 1000, 1))
    return found


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "")
