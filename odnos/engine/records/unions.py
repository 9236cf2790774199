"""Several walks to ids in one statement."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet


def together(walks: Iterable[QuerySet[Any, Any]]) -> list[int]:
    """Return what several walks to ids find, in one statement."""
    parts = []
    for one in walks:
        with suppress(EmptyResultSet):  # a condition that nothing can meet has no SQL
            parts.append(one.query.sql_with_params())
    return united(parts)


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
    """Return the ids that the parts of a union find.

    Django refuses limits inside a union on SQLite, which takes them as subqueries.
    """
    if not parts:
        return []
    union = " UNION ALL ".join(
        f"SELECT * FROM ({sql}) AS part{place}" for place, (sql, _) in enumerate(parts)
    )
    with connection.cursor() as cursor:
        cursor.execute(union, [value for _sql, values in parts for value in values])
        return [number for (number,) in cursor.fetchall()]
