"""The words of ClickHouse: how a table is made, and how a value is written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

import pyarrow as pa

from odnos.analytics.star import CALENDAR, LINK, VALUE, Column, Table
from odnos.objects.fields.base import Keeps

VERSION, GONE = "odnos_version", "odnos_gone"
TYPES: Mapping[Keeps, str] = {
    "text": "String",
    "whole": "Int64",
    "exact": "Decimal(18, 4)",
    "real": "Float64",
    "flag": "Bool",
    "date": "Date32",
    "moment": "DateTime64(6, 'UTC')",
    "json": "Array(String)",
}
KEYS: Mapping[str, tuple[str, ...]] = {
    LINK.name: ("object_key", "record_id", "field", "to_id"),
    VALUE.name: ("object_key", "record_id", "field", "value"),
    CALENDAR.name: ("day",),
}


def creation(table: Table, name: str) -> str:
    """Return the statement that makes a table."""
    key = key_of(table)
    columns = [f"{quoted(item.name)} {type_of(item, is_key=item.name in key)}" for item in table.columns]
    columns += [f"{VERSION} UInt64", f"{GONE} UInt8"]
    ordered = ", ".join(map(quoted, key))
    return (
        f"CREATE TABLE {name} ({', '.join(columns)})"
        f" ENGINE = ReplacingMergeTree({VERSION}, {GONE}) ORDER BY ({ordered})"
        " SETTINGS allow_experimental_replacing_merge_with_cleanup = 1"
    )


def key_of(table: Table) -> tuple[str, ...]:
    """Return the columns that tell the rows of a table apart."""
    return KEYS.get(table.name, ("id",))


def type_of(column: Column, *, is_key: bool) -> str:
    plain = TYPES[column.keeps]
    return plain if is_key or column.keeps == "json" else f"Nullable({plain})"


def stamped(rows: pa.Table, version: int, *, gone: int) -> pa.Table:
    """Return rows with the version that they are of, and whether they are gone in it."""
    length = rows.num_rows
    marked = rows.append_column(VERSION, pa.repeat(pa.scalar(version, pa.uint64()), length))
    return marked.append_column(GONE, pa.repeat(pa.scalar(gone, pa.uint8()), length))


def quoted(name: str) -> str:
    return f'"{name}"'


def literal(value: Any) -> str:
    """Return a value as ClickHouse reads it. Texts are escaped; decimals do not pass through a binary fraction."""
    if isinstance(value, list):
        return f"[{', '.join(map(literal, value))}]"
    return next((write(value) for kind, write in LITERALS.items() if isinstance(value, kind)), "NULL")


def escaped(text: str) -> str:
    doubled = text.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{doubled}'"


def decimal(value: Decimal) -> str:
    return f"toDecimal128('{value:f}', {max(0, -int(value.as_tuple().exponent))})"


LITERALS: Mapping[type, Callable[[Any], str]] = {
    bool: lambda value: "true" if value else "false",
    int: repr,
    float: repr,
    str: escaped,
    Decimal: decimal,
    dt.datetime: lambda value: (
        f"toDateTime64('{value.isoformat(sep=' ', timespec='microseconds')}', 6, 'UTC')"
    ),
    dt.date: lambda value: f"toDate32('{value.isoformat()}')",
}
"""In this order: a flag is a whole number too, and a moment a day."""
