"""When a whole counts on another day, the amounts of its parts are worked out anew."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence

from odnos.analytics.feed.selecting import expression
from odnos.analytics.feed.source import Source
from odnos.analytics.star import COUNTED_ON, Table, Whole
from odnos.analytics.store.engine import Engine

AT_ONCE = 5000  # ids named in one statement


def with_moved(
    engine: Engine, tables: Sequence[Table], records: Mapping[str, set[int]], source: Source
) -> Mapping[str, set[int]]:
    """Return changed records with the parts of those among them that count on another day than the store has."""
    more = {key: set(ids) for key, ids in records.items()}
    for table in tables:
        if table.whole and (ids := records.get(table.whole.object_key)):
            more.setdefault(table.object_key, set()).update(moved(engine, table, table.whole, ids, source))
    return {key: ids for key, ids in more.items() if ids}


def moved(engine: Engine, table: Table, whole: Whole, ids: set[int], source: Source) -> Iterator[int]:
    """Yield the parts of some wholes that have another day in the operational base than in the store."""
    day = expression(table.column(COUNTED_ON), source.vendor)
    ordered = sorted(ids)
    for start in range(0, len(ordered), AT_ONCE):
        named = ", ".join(str(one) for one in ordered[start : start + AT_ONCE])
        kept = engine.ask(
            f'SELECT id, "{COUNTED_ON}" FROM "{table.name}" WHERE "{whole.link}" IN ({named})', seconds=120
        )
        before = dict(kept.rows)
        now = source.asked(f'SELECT id, {day} FROM "{table.source}" WHERE "{whole.link}" IN ({named})')
        yield from (number for number, written in now if before.get(number) != day_of(written))


def day_of(written: object) -> dt.date | None:
    """Return a day as the operational base gives it."""
    return dt.date.fromisoformat(written) if isinstance(written, str) else written  # type: ignore[return-value]
