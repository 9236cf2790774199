"""Many rows at once: by COPY on PostgreSQL, by one prepared statement on SQLite.

Rows come as columns: most columns of a batch hold one value in every row, and most others are taken by the driver as
they are, so that a column costs less than its cells would.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache, lru_cache
from itertools import repeat
from typing import Any

import orjson
from django.db import connection, models

from odnos.engine.tables.columns import ExactDecimal
from odnos.lib import money

COPY_FROM = 20


def insert(model: type[models.Model], columns: Mapping[str, Iterable[Any]], *, mark: str = "") -> None:
    """Insert rows given as Python values by attribute; `repeat(value)` is a column of the same value in every row.

    At least one column has an end, which is that of all. `mark` is the write path's mark.
    """
    adapted = list(zip(*adapt(model, columns), strict=False))
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
    upright = list(zip(*rows, strict=True))
    if not upright:
        return 0
    adapted = list(zip(*adapt(model, dict(zip(columns, upright, strict=False))), *upright[-2:], strict=True))
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql" and len(adapted) >= COPY_FROM:
            cursor.execute(
                update_from_arrays(model, columns, mark), [list(one) for one in zip(*adapted, strict=True)]
            )
            return int(cursor.rowcount)
        settings = ", ".join(f'"{column_of(model, name)}" = %s' for name in columns)
        statement = f'UPDATE "{model._meta.db_table}" SET {settings} WHERE id = %s AND version = %s {mark}'  # noqa: S608 -- names of ours
        cursor.executemany(statement, adapted)
        return int(cursor.rowcount)


def update_from_arrays(model: type[models.Model], columns: Sequence[str], mark: str) -> str:
    """Return the statement that takes each column as an array, the ids and the versions last: one for all rows."""
    table, kinds = model._meta.db_table, [kind_of(model, name) for name in (*columns, "id", "version")]
    places = [f"c{place}" for place in range(len(kinds))]
    settings = ", ".join(
        f'"{column_of(model, name)}" = given.{place}' for name, place in zip(columns, places, strict=False)
    )
    arrays = ", ".join(f"%s::{kind}[]" for kind in kinds)
    return (
        f'UPDATE "{table}" SET {settings} FROM unnest({arrays}) AS given ({", ".join(places)}) '  # noqa: S608 -- names of ours
        f'WHERE "{table}".id = given.{places[-2]} AND "{table}".version = given.{places[-1]} {mark}'
    )


@cache
def kind_of(model: type[models.Model], attribute: str) -> str:
    """Return what PostgreSQL calls the values of a column."""
    field = next(field for field in model._meta.concrete_fields if field.attname == attribute)
    return str(field.rel_db_type(connection) if field.is_relation else field.cast_db_type(connection))


def adapt(model: type[models.Model], columns: Mapping[str, Iterable[Any]]) -> list[Iterable[Any]]:
    """Return columns of what the driver takes."""
    adapted = []
    for name, values in columns.items():
        change = adapter(model, name, connection.vendor)
        if change and isinstance(values, repeat):
            values = repeat(change(next(values)))
        adapted.append(map(change, values) if change and not isinstance(values, repeat) else values)
    return adapted


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
