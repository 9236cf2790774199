"""The index on PostgreSQL: pg_trgm on partitions, each holding the entries of few objects (decision 0003)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connection

from odnos.engine.index.asked import Asked, Found
from odnos.engine.index.entry import Query, entries_of, span
from odnos.engine.index.scope import Scope

COLUMNS = "id, text, owner_id, team_id, also_id"
UPSERT = f"""INSERT INTO index_entry ({COLUMNS}) VALUES (%s, %s, %s, %s, %s) ON CONFLICT (id) DO UPDATE
SET text = excluded.text, owner_id = excluded.owner_id, team_id = excluded.team_id, also_id = excluded.also_id"""
COPY_FROM = 20
PARTITIONS = 16


def write(rows: Sequence[tuple[Any, ...]], *, fresh: bool) -> None:
    """Write entries; `fresh` ones are known not to be there yet."""
    with connection.cursor() as cursor:
        if not fresh or len(rows) < COPY_FROM:
            cursor.executemany(UPSERT, rows)
            return
        with cursor.copy(f"COPY index_entry ({COLUMNS}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)


def remove(ids: Sequence[int]) -> None:
    """Delete entries."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM index_entry WHERE id = ANY(%s)", [list(ids)])


def reassign(ids: Sequence[int], owner_id: int | None, team_id: int | None) -> None:
    """Give entries to another owner and team."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE index_entry SET owner_id = %s, team_id = %s WHERE id = ANY(%s)",
            [owner_id, team_id, list(ids)],
        )


def find(asked: Asked, scope: Scope, *, each: int) -> list[Found]:
    """Return the newest entries that fit, at most `each` of every object."""
    if asked.is_blank or not scope.objects:
        return []
    parts, params = [], []
    for key in scope.objects:
        condition, given = conditions(asked, key, scope.of(key))
        parts.append(
            f"(SELECT id, text, owner_id FROM index_entry WHERE {condition} ORDER BY id LIMIT {each:d})"
        )
        params += given
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), params)
        return [Found(id=row[0], text=row[1], owner_id=row[2]) for row in cursor.fetchall()]


def ids(
    asked: Asked, object_key: str, scope: Scope | None, limit: int, beside: Query | None = None
) -> list[int]:
    """Return ids of an object's entries that may fit, and every one that does if they are fewer than `limit`."""
    condition, params = conditions(asked, object_key, scope, beside)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id FROM index_entry WHERE {condition} LIMIT {limit:d}", params)
        return [row[0] for row in cursor.fetchall()]


def conditions(
    asked: Asked, object_key: str, scope: Scope | None, beside: Query | None = None
) -> tuple[str, list[Any]]:
    # The span is written into the statement, so that the planner knows the partition.
    first, last = span(object_key)
    parts = [f"id BETWEEN {first:d} AND {last:d}"]
    params: list[Any] = []
    for pattern in patterns(asked):
        parts.append("text LIKE %s")
        params.append(pattern)
    if scope and object_key not in scope.every:
        parts.append("(owner_id = ANY(%s) OR also_id = ANY(%s))")
        params += [list(scope.owners), list(scope.owners)]
        if object_key in scope.team and scope.team_ids:
            parts[-1] = f"({parts[-1]} OR team_id = ANY(%s))"
            params.append(list(scope.team_ids))
        if beside is not None:  # the entries with the needle are read anyway: they are looked for among these
            sql, values = entries_of(object_key, beside)
            parts[-1] = f"({parts[-1]} OR id IN ({sql}))"
            params += values
    return " AND ".join(parts), params


def patterns(asked: Asked) -> list[str]:
    start = [f" {escaped(asked.start)}%"] if asked.start else []
    return [*start, *(f"%{' ' if len(word) < 3 else ''}{escaped(word)}%" for word in asked.words)]


def escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def rebuild() -> None:
    """Make the trigram index anew from the table."""
    with connection.cursor() as cursor:
        for part in range(PARTITIONS):  # one by one: the whole cannot be reindexed inside a transaction
            cursor.execute(f"REINDEX TABLE index_entry_{part:d}")


def gather(*, is_begun: bool) -> bool:  # noqa: ARG001 -- SQLite needs it
    """Nothing to do: autovacuum takes in what was written lately."""
    return False


def optimize() -> None:
    """Let the trigram index take in what was written lately."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE) index_entry")
