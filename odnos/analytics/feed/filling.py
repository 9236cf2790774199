"""A store filled from nothing, or one table of it made anew."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pyarrow as pa

from odnos.analytics import star
from odnos.analytics.feed import places, reading
from odnos.analytics.feed.converting import Rates
from odnos.analytics.feed.source import Source
from odnos.analytics.star import Table
from odnos.analytics.store.engine import AS_OF, CURRENCY, TABLE, Engine, Progress


def fill(engine: Engine, source: Source, *, at: dt.datetime, progress: Progress | None = None) -> int:
    """Fill a store with all that there is, as `source` sees it at this moment. Return how many rows came."""
    place = places.now(source)
    rates = reading.rates(source)
    number = sum(refill(engine, table, source, rates, progress=progress) for table in star.tables())
    engine.apply((), {**place.notes, CURRENCY: rates.currency, AS_OF: at.isoformat()})
    return number


def refill(
    engine: Engine, table: Table, source: Source, rates: Rates, *, progress: Progress | None = None
) -> int:
    """Make one table anew."""
    parts = counted(table, reading.whole(table, source, rates), progress)
    return engine.refill(table, parts, {f"{TABLE}{table.name}": signature(table)})


def counted(table: Table, parts: Iterator[pa.Table], progress: Progress | None) -> Iterator[pa.Table]:
    number = 0
    for part in parts:
        yield part
        number += part.num_rows
        if progress:
            progress(table.name, number)


def signature(table: Table) -> str:
    """Return what is another as soon as the table must be made anew."""
    columns = (f"{item.name} {item.keeps} {int(bool(item.converted))}" for item in table.columns)
    return f"{table.source} {table.day}: {', '.join(columns)}"
