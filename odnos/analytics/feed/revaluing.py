"""When a rate changes, the amounts that hang on it are worked out anew."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from odnos.analytics.feed.source import Source
from odnos.analytics.star import RATES, Table
from odnos.analytics.store.engine import Engine
from odnos.objects.registry import registry


def with_revalued(
    engine: Engine, tables: Sequence[Table], records: Mapping[str, set[int]], source: Source
) -> Mapping[str, set[int]]:
    """Return changed records with those besides whose amounts count at one of the rates among them."""
    if not records.get(RATES):
        return records
    touched = since(engine, records[RATES], source)
    more = {key: set(ids) for key, ids in records.items()}
    for table in tables:
        if table.amounts and table.object_key:
            more.setdefault(table.object_key, set()).update(hanging(engine, table, touched))
    return {key: ids for key, ids in more.items() if ids}


def since(engine: Engine, ids: set[int], source: Source) -> dict[str, dt.date]:
    """Return the first day, by currency, that rates were changed for: as the store has them, and as they are now."""
    listed = ", ".join(str(one) for one in sorted(ids))
    before = engine.ask(f"SELECT currency, day FROM {RATES} WHERE id IN ({listed})").rows
    after = source.asked(f'SELECT currency, day FROM "{registry.get(RATES).table}" WHERE id IN ({listed})')
    first: dict[str, dt.date] = {}
    for currency, written in [*before, *after]:
        day = written if isinstance(written, dt.date) else dt.date.fromisoformat(written)
        first[currency] = min(first.get(currency, day), day)
    return first


def hanging(engine: Engine, table: Table, first: Mapping[str, dt.date]) -> set[int]:
    """Return the records that have an amount in one of the currencies, counted on its day or later."""
    counted = (
        f'COALESCE(CAST("{table.day}" AS DATE), CAST(created_at AS DATE))'
        if table.day
        else "CAST(created_at AS DATE)"
    )
    found: set[int] = set()
    for column in table.amounts:
        assert column.converted
        for currency, day in first.items():
            sql = f'SELECT id FROM "{table.name}" WHERE "{column.converted[1]}" = $currency AND {counted} >= $day'
            found.update(
                row[0] for row in engine.ask(sql, {"currency": currency, "day": day}, seconds=120).rows
            )
    return found
