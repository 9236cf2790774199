"""Rows that many tests begin with, made once and then put back as they were: writing them takes longer than most tests."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from odnos.engine.access import tripwire

INSERT = re.compile(r'INSERT (?:OR REPLACE )?INTO "?(\w+)"? \(([^)]*)\)')
AS_WRITTEN = frozenset(["index_find"])  # holds no rows that could be read back
WHY = "what tests begin with is put back"


@dataclass
class Rows:
    """What was written: rows by table, and statements that are said again."""

    tables: dict[str, tuple[list[str], list[tuple[Any, ...]]]] = field(default_factory=dict)
    said: list[tuple[str, Any]] = field(default_factory=list)

    def put_back(self) -> None:
        """Write it all again, with the same ids."""
        own = "OVERRIDING SYSTEM VALUE" if connection.vendor == "postgresql" else ""
        with tripwire.suspended(WHY), connection.cursor() as cursor:
            for name, (columns, rows) in self.tables.items():
                named = ", ".join(f'"{column}"' for column in columns)
                places = ", ".join(["%s"] * len(columns))
                cursor.executemany(f'INSERT INTO "{name}" ({named}) {own} VALUES ({places})', rows)
            for sql, parameters in self.said:
                cursor.execute(sql, parameters)


def noted(write: Callable[[], object]) -> Rows:
    """Write for the first time, into tables without rows, and return what came of it."""
    found, columns = Rows(), dict[str, list[str]]()

    def note(execute: Any, sql: str, parameters: Any, many: bool, context: Any) -> Any:
        if met := INSERT.match(sql):
            name = met[1]
            if name in AS_WRITTEN:
                found.said.append((sql, parameters))
            else:
                columns.setdefault(name, [column.strip(' "') for column in met[2].split(",")])
        return execute(sql, parameters, many, context)

    with connection.execute_wrapper(note):
        write()
    for name, given in columns.items():
        found.tables[name] = (complete := [*given, *own_id(name, given)], rows_of(name, complete))
    return found


def own_id(table: str, given: list[str]) -> list[str]:
    """Return the column that the database filled by itself."""
    with connection.cursor() as cursor:
        every = [column.name for column in connection.introspection.get_table_description(cursor, table)]
    return ["id"] if "id" in every and "id" not in given else []


def rows_of(table: str, columns: list[str]) -> list[tuple[Any, ...]]:
    named = ", ".join(f'"{column}"' for column in columns)
    with tripwire.suspended(WHY), connection.cursor() as cursor:
        cursor.execute(f'SELECT {named} FROM "{table}"')
        return [tuple(row) for row in cursor.fetchall()]
