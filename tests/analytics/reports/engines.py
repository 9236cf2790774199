"""The same tables in all three engines: what DuckDB was filled with, copied to PostgreSQL and to the engine of ClickHouse."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from odnos.analytics.star import Table, tables
from odnos.analytics.store.answer import Answer, Dialect
from odnos.analytics.store.parameters import rewritten

AS_OF = dt.datetime(2026, 3, 2, 12, tzinfo=dt.UTC)
POSTGRESQL = {
    "text": "text",
    "whole": "bigint",
    "exact": "numeric(18,4)",
    "real": "double precision",
    "flag": "boolean",
    "date": "date",
    "moment": "timestamp",
    "json": "text[]",
}
CLICKHOUSE = {
    "text": "Nullable(String)",
    "whole": "Nullable(Int64)",
    "exact": "Nullable(Decimal(18,4))",
    "real": "Nullable(Float64)",
    "flag": "Nullable(Bool)",
    "date": "Nullable(Date32)",
    "moment": "Nullable(DateTime64(6, 'UTC'))",
    "json": "Array(String)",
}


class Postgresql:
    """A store on a PostgreSQL that is empty but for these tables."""

    dialect: Dialect = "postgresql"

    def __init__(self, connection: Any, source: Any) -> None:
        self.connection = connection
        for table in tables():
            columns = ", ".join(f'"{item.name}" {POSTGRESQL[item.keeps]}' for item in table.columns)
            connection.execute(f'CREATE TABLE "{table.name}" ({columns})')
            rows = rows_of(table, source)
            if rows:
                places = ", ".join(["%s"] * len(table.columns))
                connection.cursor().executemany(f'INSERT INTO "{table.name}" VALUES ({places})', rows)

    def ask(self, sql: str, parameters: Mapping[str, Any] | None = None, **_more: Any) -> Answer:
        written = rewritten(sql, lambda name: f"%({name})s", lambda text: text.replace("%", "%%"))
        cursor = self.connection.execute(written, dict(parameters or {}))
        rows = [tuple(aware(value) for value in row) for row in cursor.fetchall()]
        return Answer(tuple(column.name for column in cursor.description), rows, AS_OF)


class Clickhouse:
    """A store on the engine of ClickHouse, in this process."""

    dialect: Dialect = "clickhouse"

    def __init__(self, session: Any, source: Any) -> None:
        self.session = session
        for table in tables():
            columns = ", ".join(f'"{item.name}" {CLICKHOUSE[item.keeps]}' for item in table.columns)
            session.query(f'CREATE TABLE "{table.name}" ({columns}) ENGINE = MergeTree ORDER BY tuple()')
            for row in rows_of(table, source):
                values = ", ".join(written(value) for value in row)
                session.query(f'INSERT INTO "{table.name}" VALUES ({values})')

    def ask(self, sql: str, parameters: Mapping[str, Any] | None = None, **_more: Any) -> Answer:
        import pyarrow as pa

        asked = rewritten(sql, lambda name: written((parameters or {})[name]))
        settings = " output_format_arrow_string_as_string = 1"
        asked += f",{settings}" if " SETTINGS " in asked else f" SETTINGS{settings}"
        found = pa.ipc.open_file(pa.BufferReader(self.session.query(asked, "Arrow").bytes())).read_all()
        rows = [tuple(aware(value) for value in row.values()) for row in found.to_pylist()]
        return Answer(tuple(found.column_names), rows, AS_OF)


def rows_of(table: Table, source: Any) -> list[tuple[Any, ...]]:
    if table.name == "calendar":
        return []
    return list(source.ask(f'SELECT * FROM "{table.name}"').rows)


def aware(value: Any) -> Any:
    if isinstance(value, dt.datetime):
        return value if value.tzinfo else value.replace(tzinfo=dt.UTC)
    return value


def written(value: Any) -> str:
    """Return a value as ClickHouse reads it."""
    if value is None:
        return "NULL"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dt.datetime):
        return (
            f"'{value.astimezone(dt.UTC).replace(tzinfo=None).isoformat(sep=' ', timespec='microseconds')}'"
        )
    if isinstance(value, list):
        return f"[{', '.join(written(one) for one in value)}]"
    if isinstance(value, str):
        escaped = value.replace("\\", "\\\\").replace("'", "\\'")
        return f"'{escaped}'"
    return f"'{value}'" if isinstance(value, dt.date) else str(value)


__all__ = ["AS_OF", "Clickhouse", "Postgresql"]
