"""Turns rows as the operational base gives them into rows as every store keeps them.

Amounts, kept operationally in whole ten-thousandths, become decimals without passing through a binary fraction; moments
stand in UTC without zone; lists are lists.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import orjson
import pyarrow as pa
import pyarrow.compute as pc

from odnos.analytics.feed.converting import Rates, convert
from odnos.analytics.star import Column, Table
from odnos.objects.fields.base import Keeps

AMOUNT = pa.decimal128(18, 4)
TYPES: Mapping[Keeps, pa.DataType] = {
    "text": pa.string(),
    "whole": pa.int64(),
    "exact": AMOUNT,
    "real": pa.float64(),
    "flag": pa.bool_(),
    "date": pa.date32(),
    "moment": pa.timestamp("us"),
    "json": pa.list_(pa.string()),
}


def shape(rows: pa.Table, table: Table, rates: Rates) -> pa.Table:
    """Return rows with the columns of the store's table, in its order."""
    shaped: dict[str, pa.Array] = {}
    for column in table.read:
        shaped[column.name] = SHAPERS[column.keeps](rows.column(column.name).combine_chunks())
    for column in table.amounts:
        shaped[column.name] = convert(shaped, column, table, rates)
    return pa.table([shaped[item.name] for item in table.columns], schema=schema(table))


def schema(table: Table) -> pa.Schema:
    """Return the types of a table's columns."""
    return pa.schema([(item.name, TYPES[item.keeps]) for item in table.columns])


def empty(table: Table) -> pa.Table:
    """Return no rows of a table."""
    return schema(table).empty_table()


def exact(units: pa.Array) -> pa.Array:
    """Return whole ten-thousandths as decimals: the same 128 bits, read with four places."""
    units = units.cast(pa.int64())
    wide = np.empty((len(units), 2), dtype=np.int64)
    wide[:, 0] = units.fill_null(0).to_numpy(zero_copy_only=False)
    wide[:, 1] = wide[:, 0] >> 63  # the sign, in the upper half
    made = pa.Array.from_buffers(AMOUNT, len(units), [None, pa.py_buffer(wide)])
    return pc.if_else(pc.is_null(units), pa.scalar(None, AMOUNT), made) if units.null_count else made


def moment(written: pa.Array) -> pa.Array:
    if pa.types.is_timestamp(written.type):
        return written.cast(pa.timestamp("us", "UTC")).cast(pa.timestamp("us"))
    return written.cast(pa.string()).cast(pa.timestamp("us"))


def date(written: pa.Array) -> pa.Array:
    return written if pa.types.is_date(written.type) else written.cast(pa.string()).cast(pa.date32())


def flag(written: pa.Array) -> pa.Array:
    return written.cast(pa.bool_())


def values(written: pa.Array) -> pa.Array:
    """Return JSON lists as lists of texts; anything else that stands there is none."""
    known: dict[str | None, list[str] | None] = {None: None, "[]": []}
    read = [known[one] if one in known else _read(one) for one in written.to_pylist()]
    return pa.array(read, TYPES["json"])


def _read(written: str) -> list[str] | None:
    found = orjson.loads(written)
    if not isinstance(found, list):
        return None
    return [one if isinstance(one, str) else orjson.dumps(one).decode() for one in found]


def _cast(to: pa.DataType) -> Callable[[pa.Array], pa.Array]:
    return lambda written: written.cast(to)


SHAPERS: Mapping[Keeps, Callable[[Any], Any]] = {
    "text": _cast(pa.string()),
    "whole": _cast(pa.int64()),
    "exact": exact,
    "real": _cast(pa.float64()),
    "flag": flag,
    "date": date,
    "moment": moment,
    "json": values,
}

__all__ = ["TYPES", "Column", "empty", "schema", "shape"]
