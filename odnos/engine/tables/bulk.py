"""Many rows at once: by COPY on PostgreSQL, by one prepared statement on SQLite."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from functools import cache, lru_cache
from typing import Any

import orjson
from django.db import connection, models

from odnos.engine.tables.columns import ExactDecimal
from odnos.lib import money

COPY_FROM = 20


def insert(
    model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]], *, mark: str = ""
) -> None:
    """Insert `rows`, whose values are Python values of the attributes `columns`. `mark` is the write path's mark."""
    adapted = adapt(model, columns, list(rows))
    if not adapted:
        return
    table, names = model._meta.db_table, ", ".join(f'"{column_of(model, name)}"' for name in columns)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql" and len(adapted) >= COPY_FROM:
            with cursor.copy(f'COPY "{table}" ({names}) FROM STDIN {mark}') as copy:
                for row in adapted:
                    copy.write_row(row)
            return
        places = ", ".join(["%s"] * len(columns))
        cursor.executemany(f'INSERT INTO "{table}" ({names}) VALUES ({places}) {mark}', adapted)  # noqa: S608 -- names of ours


def update(
    model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]], *, mark: str = ""
) -> int:
    """Set `columns` of rows; each row of values ends with the id and the version it must still have. Returns the hits."""
    adapted = adapt(model, columns, list(rows))
    if not adapted:
        return 0
    settings = ", ".join(f'"{column_of(model, name)}" = %s' for name in columns)
    statement = f'UPDATE "{model._meta.db_table}" SET {settings} WHERE id = %s AND version = %s {mark}'  # noqa: S608 -- names of ours
    with connection.cursor() as cursor:
        cursor.executemany(statement, adapted)
        return int(cursor.rowcount)


def adapt(
    model: type[models.Model], columns: Sequence[str], rows: list[Sequence[Any]]
) -> list[tuple[Any, ...]]:
    """Return rows of what the driver takes, column by column, since most columns are taken as they are."""
    if not rows:
        return []
    upright = list(zip(*rows, strict=True))
    for place, name in enumerate(columns):
        if change := adapter(model, name, connection.vendor):
            upright[place] = tuple(map(change, upright[place]))
    return list(zip(*upright, strict=True))


def next_ids(model: type[models.Model], count: int) -> list[int]:
    """Reserve `count` ids. SQLite's writer is alone in its transaction; PostgreSQL has a sequence."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [table, count]
            )
            return [row[0] for row in cursor.fetchall()]
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        found = cursor.fetchone()
    last = found[0] if found else 0
    return list(range(last + 1, last + count + 1))


@cache
def column_of(model: type[models.Model], attribute: str) -> str:
    return next(str(field.column) for field in model._meta.concrete_fields if field.attname == attribute)


@cache
def adapter(model: type[models.Model], attribute: str, vendor: str) -> Callable[[Any], Any] | None:
    """Return the function that makes a Python value of an attribute what the driver takes; None if it is that already."""
    field = next(field for field in model._meta.concrete_fields if field.attname == attribute)
    if isinstance(field, ExactDecimal):
        return lambda value: None if value is None else money.to_units(value)
    if isinstance(field, models.JSONField):
        return as_json
    if isinstance(field, models.DateTimeField) and vendor == "sqlite":
        return stamp
    if (
        isinstance(field, models.DateField)
        and not isinstance(field, models.DateTimeField)
        and vendor == "sqlite"
    ):
        return lambda value: value and value.isoformat()
    return None


def as_json(value: Any) -> str | None:
    if value == [] or value == {}:
        return "[]" if isinstance(value, list) else "{}"
    return None if value is None else orjson.dumps(value, default=str).decode()


@lru_cache(maxsize=256)
def stamp(value: dt.datetime | None) -> str | None:
    """Return a moment the way Django keeps it on SQLite."""
    return None if value is None else value.astimezone(dt.UTC).replace(tzinfo=None).isoformat(sep=" ")
