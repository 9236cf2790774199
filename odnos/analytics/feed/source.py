"""Where rows are read from: the operational base, through Django's connection, row by row, or in columns over ADBC."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Protocol, cast

import pyarrow as pa
from django.db import connection

from odnos.analytics.feed.selecting import Raw, Vendor, raw
from odnos.analytics.star import Column
from odnos.engine.access import tripwire

PART = 50_000
WHY = "the analytical store is fed"
RAW: Mapping[Raw, pa.DataType] = {
    "whole": pa.int64(),
    "real": pa.float64(),
    "text": pa.string(),
    "flag": pa.bool_(),
    "date": pa.date32(),
    "moment": pa.timestamp("us", "UTC"),
}


class Source(Protocol):
    """A way to read the operational base."""

    @property
    def vendor(self) -> Vendor: ...

    def rows(self, sql: str, columns: Sequence[Column]) -> Iterator[pa.Table]:
        """Yield the rows of a SELECT of `columns`, part by part."""

    def asked(self, sql: str) -> list[tuple[Any, ...]]:
        """Return the rows of a short answer."""


class Here:
    """Through Django's connection: within the transaction that is going on, if there is one."""

    @property
    def vendor(self) -> Vendor:
        return cast(Vendor, connection.vendor)

    def rows(self, sql: str, columns: Sequence[Column]) -> Iterator[pa.Table]:
        """Yield the rows of a SELECT of `columns`, part by part."""
        fields = pa.schema([(item.name, RAW[raw(item, self.vendor)]) for item in columns])
        with tripwire.suspended(WHY), connection.cursor() as cursor:
            cursor.execute(sql)
            while part := cursor.fetchmany(PART):
                arrays = (
                    pa.array(given, field.type)
                    for given, field in zip(zip(*part, strict=True), fields, strict=True)
                )
                yield pa.table(list(arrays), schema=fields)

    def asked(self, sql: str) -> list[tuple[Any, ...]]:
        """Return the rows of a short answer."""
        with tripwire.suspended(WHY), connection.cursor() as cursor:
            cursor.execute(sql)
            return [tuple(row) for row in cursor.fetchall()]
