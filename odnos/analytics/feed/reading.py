"""Rows of the store's tables, read from the operational base and shaped."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import cache

import pyarrow as pa

from odnos.analytics.feed import shaping
from odnos.analytics.feed.converting import Rates
from odnos.analytics.feed.selecting import selection
from odnos.analytics.feed.source import Source
from odnos.analytics.star import CALENDAR, RATES, Table
from odnos.engine.access.models import Organisation
from odnos.objects.registry import registry

FIRST, LAST = dt.date(1970, 1, 1), dt.date(2069, 12, 31)
AT_ONCE = 5000  # ids named in one statement


def whole(table: Table, source: Source, rates: Rates) -> Iterator[pa.Table]:
    """Yield all rows of a table, part by part."""
    if table.name == CALENDAR.name:
        yield calendar()
        return
    for part in source.rows(selection(table, source.vendor), table.read):
        yield shaping.shape(part, table, rates)


def about(
    table: Table, ids: Sequence[int], source: Source, rates: Rates, *, object_key: str = ""
) -> pa.Table:
    """Return the rows of a table about some records."""
    parts = [shaping.empty(table)]
    for start in range(0, len(ids), AT_ONCE):
        sql = selection(table, source.vendor, object_key=object_key, ids=ids[start : start + AT_ONCE])
        parts += [shaping.shape(part, table, rates) for part in source.rows(sql, table.read)]
    return pa.concat_tables(parts)


def rates(source: Source) -> Rates:
    """Return what currencies were worth in the organisation's."""
    kept = source.asked(f'SELECT currency FROM "{Organisation._meta.db_table}" ORDER BY id LIMIT 1')
    currency = str(kept[0][0]) if kept else str(Organisation._meta.get_field("currency").get_default())
    if RATES not in registry:
        return Rates(currency)
    found = source.asked(
        f'SELECT currency, day, rate, units FROM "{registry.get(RATES).table}"'
        f" WHERE deleted_at IS NULL AND into_currency = '{currency}' ORDER BY currency, day, id"
    )
    of: dict[str, tuple[list[dt.date], list[Decimal]]] = {}
    for named, day, rate, units in found:
        days, worth = of.setdefault(named, ([], []))
        days.append(day if isinstance(day, dt.date) else dt.date.fromisoformat(day))
        worth.append(
            Decimal(int(rate)) / int(units)
        )  # both are kept in ten-thousandths; units are a power of ten
    return Rates(currency, of)


@cache
def calendar() -> pa.Table:
    """Return the rows of the calendar, which never change."""
    days = [FIRST + dt.timedelta(days=number) for number in range((LAST - FIRST).days + 1)]
    return pa.table(
        [list(column) for column in zip(*map(facets, days), strict=True)], schema=shaping.schema(CALENDAR)
    )


def facets(day: dt.date) -> tuple[object, ...]:
    """Return the row of a day."""
    iso, quarter = day.isocalendar(), (day.month + 2) // 3
    monday = day - dt.timedelta(days=day.weekday())
    starts = (monday, day.replace(day=1), dt.date(day.year, quarter * 3 - 2, 1), dt.date(day.year, 1, 1))
    return (day, day.year, quarter, day.month, iso.week, iso.year, iso.weekday, *starts)
