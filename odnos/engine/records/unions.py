"""Several walks to ids in one statement."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

NOTHING = "SELECT 0 WHERE 1 = 0", ()
"""A walk that finds no id."""


def together(walks: Iterable[QuerySet[Any, Any]]) -> list[int]:
    """Return what several walks to ids find, in one statement."""
    return united(parts_of(walks))


def one(walks: Iterable[QuerySet[Any, Any]]) -> tuple[str, Sequence[Any]]:
    """Return several walks to ids as one query with its values. Its column is called id."""
    sql, values = union(parts_of(walks) or [NOTHING])
    return f"WITH walks(id) AS ({sql}) SELECT id FROM walks", values  # noqa: S608 -- Django's own


def parts_of(walks: Iterable[QuerySet[Any, Any]]) -> list[tuple[str, tuple[Any, ...]]]:
    parts = []
    for walk in walks:
        with suppress(EmptyResultSet):  # a condition that nothing can meet has no SQL
            parts.append(walk.query.sql_with_params())
    return parts


def counts(walks: Sequence[QuerySet[Any, Any]]) -> list[int]:
    """Return how many ids each of several walks finds, in one statement."""
    parts: list[tuple[str, tuple[Any, ...]]] = []
    for place, one in enumerate(walks):
        with suppress(EmptyResultSet):
            sql, values = one.query.sql_with_params()
            parts.append((f"SELECT {place}, COUNT(*) FROM ({sql}) AS walk{place}", values))  # noqa: S608 -- Django's own
    found = [0] * len(walks)
    if parts:
        with connection.cursor() as cursor:
            cursor.execute(" UNION ALL ".join(sql for sql, _ in parts), [v for _sql, vs in parts for v in vs])
            for place, number in cursor.fetchall():
                found[place] = number
    return found


def united(parts: Sequence[tuple[str, tuple[Any, ...]]]) -> list[int]:
    """Return the ids that the parts of a union find."""
    if not parts:
        return []
    sql, values = union(parts)
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return [number for (number,) in cursor.fetchall()]


def union(parts: Sequence[tuple[str, tuple[Any, ...]]]) -> tuple[str, list[Any]]:
    """Return the union of some parts: Django refuses limits inside one on SQLite, which takes them as subqueries."""
    each = (f"SELECT * FROM ({sql}) AS part{place}" for place, (sql, _values) in enumerate(parts))
    return " UNION ALL ".join(each), [value for _sql, values in parts for value in values]
