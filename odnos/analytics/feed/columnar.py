"""The operational base read in columns over ADBC, all of it as it was at one moment, on a connection of its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, cast

import pyarrow as pa
from django.db import connection

from odnos.analytics.feed import alone
from odnos.analytics.feed.ahead import ahead
from odnos.analytics.feed.selecting import Raw, Vendor, raw
from odnos.analytics.star import Column

BATCH = 50_000
TYPICAL = {"whole": "0", "real": "0.0", "text": "''", "flag": "0"}
"""SQLite's columns have no type: the driver takes that of the first row, so that one of known types goes before."""


class Snapshot:
    """A connection over ADBC within one reading transaction."""

    def __init__(self, opened: Any, vendor: Vendor) -> None:
        self._opened, self.vendor = opened, vendor

    def rows(self, sql: str, columns: Sequence[Column]) -> Iterator[pa.Table]:
        """Yield the rows of a SELECT of `columns`, part by part."""
        if self.vendor == "postgresql":
            yield from ahead(self._parts(sql))
            return
        first = ", ".join(TYPICAL[kind(item)] for item in columns)
        named = ", ".join(f'NULL AS "{item.name}"' for item in columns)
        heading = f"SELECT {named} WHERE 0 UNION ALL SELECT {first} UNION ALL {sql}"
        for place, part in enumerate(ahead(self._parts(heading))):
            yield part.slice(1) if place == 0 else part

    def _parts(self, sql: str) -> Iterator[pa.Table]:
        with self._opened.cursor() as cursor:
            if self.vendor == "sqlite":
                cursor.adbc_statement.set_options(**{"adbc.sqlite.query.batch_rows": str(BATCH)})
            cursor.execute(sql)
            for batch in cursor.fetch_record_batch():
                yield pa.Table.from_batches([batch])

    def asked(self, sql: str) -> list[tuple[Any, ...]]:
        """Return the rows of a short answer."""
        with self._opened.cursor() as cursor:
            cursor.execute(sql)
            return [tuple(row) for row in cursor.fetchall()]


def kind(column: Column) -> Raw:
    return raw(column, "sqlite")


@contextmanager
def snapshot() -> Iterator[Snapshot]:
    """Open the operational base as it is now, to be read only."""
    vendor = cast(Vendor, connection.vendor)
    opened = _sqlite() if vendor == "sqlite" else _postgresql()
    try:
        if vendor == "postgresql":
            with opened.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield Snapshot(opened, vendor)
    finally:
        opened.rollback()
        opened.close()


def _sqlite() -> Any:
    from adbc_driver_sqlite import dbapi

    return dbapi.connect(f"file:{connection.settings_dict['NAME']}?mode=ro")


def _postgresql() -> Any:
    from adbc_driver_postgresql import dbapi

    return dbapi.connect(alone.address())
