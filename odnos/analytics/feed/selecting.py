"""The SQL by which rows are read from the operational base, as each of its two databases writes them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

from odnos.analytics.star import Column, Table, Whole
from odnos.engine.tables.custom import COLUMN, KEY, written
from odnos.objects.fields.base import Keeps
from odnos.objects.registry import CUSTOM_KEY

Vendor = Literal["sqlite", "postgresql"]
Raw = Literal["whole", "real", "text", "flag", "date", "moment"]
"""What a column is when it has been read: SQLite knows neither days nor moments, JSON is read as its text."""

WORDS: Mapping[Vendor, Mapping[Keeps, str]] = {
    # An expression has no declared type: the driver gives it as it is kept.
    "sqlite": {"date": "\"{}\" || ''", "moment": "\"{}\" || ''", "flag": '+"{}"'},
    "postgresql": {"json": '"{}"::text'},
}

DAYS: Mapping[Vendor, str] = {
    "sqlite": "substr({}, 1, 10)",
    "postgresql": "CAST({} AT TIME ZONE 'UTC' AS date)",
}
"""The day of a moment."""


def selection(
    table: Table, vendor: Vendor, *, object_key: str = "", ids: Sequence[int] | None = None, limited: str = ""
) -> str:
    """Return the SELECT of a table's rows, or of those about the records `ids` (of `object_key`, where the table knows several)."""
    columns = ", ".join(f'{expression(item, vendor)} AS "{item.name}"' for item in table.read)
    return f'SELECT {columns} FROM "{table.source}"{where(table, object_key=object_key, ids=ids)}{limited}'


def where(table: Table, *, object_key: str = "", ids: Sequence[int] | None = None) -> str:
    """Return the condition that finds the rows of a table about some records, in the operational base."""
    parts = []
    if table.shared or object_key:
        parts.append(f"object_key = '{checked(table.object_key if table.shared else object_key)}'")
    if ids is not None:
        parts.append(f'"{table.about}" IN ({",".join(str(int(one)) for one in ids) or "NULL"})')
    return f" WHERE {' AND '.join(parts)}" if parts else ""


def checked(object_key: str) -> str:
    """Return the key of an object, sure that it is one. Raises ValueError."""
    if not CUSTOM_KEY.fullmatch(object_key) and not object_key.replace("_", "").isalnum():
        raise ValueError(object_key)
    return object_key


def expression(column: Column, vendor: Vendor) -> str:
    """Return the SQL of one column."""
    if column.of:
        return day_of_whole(column.of, vendor)
    if column.added:
        if not KEY.fullmatch(column.name):
            raise ValueError(column.name)
        return written(COLUMN, column.name, column.keeps, vendor=vendor)
    return WORDS[vendor].get(column.keeps, '"{}"').format(column.name)


def day_of_whole(whole: Whole, vendor: Vendor) -> str:
    """Return the SQL of the day, in UTC, that the whole of a part counts on."""
    own, made = f'whole."{whole.day}"', 'whole."created_at"'
    if whole.keeps == "moment":
        day = DAYS[vendor].format(f"COALESCE({own}, {made})")
    else:
        day = f"COALESCE({own}, {DAYS[vendor].format(made)})"
    return f'(SELECT {day} FROM "{whole.source}" AS whole WHERE whole.id = "{whole.link}")'


def raw(column: Column, vendor: Vendor) -> Raw:
    """Return what the expression of a column gives."""
    if column.keeps == "exact":
        return "whole"
    if column.keeps == "json":
        return "text"
    if column.keeps in ("date", "moment"):
        return "text" if vendor == "sqlite" or column.added else column.keeps
    return "whole" if column.keeps == "flag" and vendor == "sqlite" else column.keeps
