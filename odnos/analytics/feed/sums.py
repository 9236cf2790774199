"""What a table comes to, as the operational base and a store each say it themselves.

Every row is written as one text by the database that holds it, in its own SQL and not by what carried the row over; the
sum over all rows of 60 bits of each text's MD5 does not ask in which order they stand. A row that is wrong in a single
letter, is missing, or is there twice, leaves another sum, but for one chance in 2^60.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from odnos.analytics.feed.selecting import expression, where
from odnos.analytics.feed.source import Source
from odnos.analytics.star import Column, Table
from odnos.analytics.store.answer import Dialect, Store
from odnos.objects.fields.base import Keeps

HEX = 15
Words = Mapping[Keeps, str]
ROW = Column("row", "text")

LIST_OF_SQLITE = (
    "CASE WHEN json_valid({0}) AND json_type({0}) = 'array'"
    " THEN COALESCE((SELECT group_concat(value, char(29)) FROM json_each({0})), '') ELSE '' END"
)
LIST_OF_POSTGRESQL = (
    "CASE WHEN jsonb_typeof(({0})::jsonb) = 'array' THEN COALESCE((SELECT string_agg(one, chr(29) ORDER BY place)"
    " FROM jsonb_array_elements_text(({0})::jsonb) WITH ORDINALITY AS listed(one, place)), '') ELSE '' END"
)
SQLITE: Words = {
    "text": "{0}",
    "whole": "CAST({0} AS TEXT)",
    "exact": "CAST({0} AS TEXT)",
    "real": "CAST(CAST({0} * 1000000 AS INTEGER) AS TEXT)",
    "flag": "CAST({0} + 0 AS TEXT)",
    "date": "{0} || ''",
    "moment": "substr({0} || '.000000', 1, 26)",
    "json": LIST_OF_SQLITE,
}
POSTGRESQL: Words = {
    "text": "{0}",
    "whole": "({0})::text",
    "exact": "({0})::text",
    "real": "trunc(({0}) * 1000000)::bigint::text",
    "flag": "({0})::int::text",
    "date": "to_char(({0})::date, 'YYYY-MM-DD')",
    "moment": "to_char({0} AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')",
    "json": LIST_OF_POSTGRESQL,
}
KEPT_IN_JSON: Words = {"moment": "{0}", "date": "{0}"}
STORES: Mapping[Dialect, Words] = {
    "duckdb": {
        "text": "{0}",
        "whole": "CAST({0} AS VARCHAR)",
        "exact": "CAST(CAST(CAST({0} AS DECIMAL(38, 4)) * 10000 AS HUGEINT) AS VARCHAR)",
        "real": "CAST(CAST(trunc({0} * 1000000) AS BIGINT) AS VARCHAR)",
        "flag": "CAST(CAST({0} AS INTEGER) AS VARCHAR)",
        "date": "strftime({0}, '%Y-%m-%d')",
        "moment": "strftime({0}, '%Y-%m-%d %H:%M:%S.%f')",
        "json": "COALESCE(array_to_string({0}, chr(29)), '')",
    },
    "postgresql": {
        **POSTGRESQL,
        "exact": "(({0}) * 10000)::bigint::text",
        "moment": "to_char({0}, 'YYYY-MM-DD HH24:MI:SS.US')",
        "json": "COALESCE(array_to_string({0}, chr(29)), '')",
    },
    "clickhouse": {
        "text": "{0}",
        "whole": "toString({0})",
        "exact": "toString(toInt64(toDecimal128({0}, 4) * 10000))",
        "real": "toString(toInt64(trunc({0} * 1000000)))",
        "flag": "toString(toInt8({0}))",
        "date": "toString({0})",
        "moment": "toString({0})",
        "json": "arrayStringConcat({0}, char(29))",
    },
}
LETTER: Mapping[Dialect, str] = {"duckdb": "chr", "postgresql": "chr", "clickhouse": "char"}
SUMS: Mapping[Dialect, str] = {
    "duckdb": f"SELECT count(*), sum(CAST('0x' || left(md5(row), {HEX}) AS HUGEINT)) FROM ({{0}}) AS rows",
    "postgresql": f"SELECT count(*), sum(('x' || left(md5(row), {HEX}))::bit(60)::bigint) FROM ({{0}}) AS rows",
    "clickhouse": (
        f"SELECT count(), sum(toDecimal128(reinterpretAsUInt64(reverse(unhex(concat('0', left(lower(hex(MD5(row))), {HEX}))))), 0)) FROM ({{0}}) AS rows"
    ),
}


@dataclass(frozen=True)
class Sum:
    """How many rows a table has, and what they come to."""

    rows: int
    checksum: int


def of_base(table: Table, source: Source) -> Sum:
    """Return what a table comes to in the operational base."""
    words = SQLITE if source.vendor == "sqlite" else POSTGRESQL
    parts = []
    for column in table.read:
        form = KEPT_IN_JSON.get(column.keeps) if column.added else None
        parts.append((form or words[column.keeps]).format(expression(column, source.vendor)))
    rows = f'SELECT {joined(parts, "char" if source.vendor == "sqlite" else "chr")} AS row FROM "{table.source}"{where(table)}'
    if source.vendor == "postgresql":
        [(number, checksum)] = source.asked(SUMS["postgresql"].format(rows))
        return Sum(int(number), int(checksum or 0))
    number = checksum = 0
    for part in source.rows(rows, [ROW]):
        number += part.num_rows
        checksum += sum(hashed(text) for text in part.column(0).to_pylist())
    return Sum(number, checksum)


def of_store(table: Table, store: Store) -> Sum:
    """Return what a table comes to in a store. Raises StoreError."""
    words = STORES[store.dialect]
    parts = [words[column.keeps].format(f'"{column.name}"') for column in table.read]
    rows = f'SELECT {joined(parts, LETTER[store.dialect])} AS row FROM "{table.name}"'
    [(number, checksum)] = store.ask(SUMS[store.dialect].format(rows), seconds=3600).rows
    return Sum(int(number), int(checksum or 0))


def joined(parts: list[str], letter: str) -> str:
    """Return the SQL of one text: values apart by a sign of their own, with another where there is none."""
    return f" || {letter}(31) || ".join(f"COALESCE({part}, {letter}(30))" for part in parts)


def hashed(text: str) -> int:
    return int(hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()[:HEX], 16)
