"""The index on SQLite: FTS5 over trigrams without positions (decision 0003)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from django.db import connection

from odnos.engine.index import trigrams
from odnos.engine.index.asked import Asked, Found
from odnos.engine.index.entry import ID_BITS, Query, entries_of, number, span
from odnos.engine.index.scope import Scope

AMONG = "IN (SELECT value FROM json_each(%s))"
INSERT = (
    "INSERT OR REPLACE INTO index_entry (id, text, owner_id, team_id, also_id) VALUES (%s, %s, %s, %s, %s)"
)
# One statement for all rows: FTS5 writes a segment out at the end of every statement inside a trigger or a savepoint.
FIND = f"INSERT INTO index_find (rowid, doc) SELECT id, doc FROM index_doc WHERE id {AMONG} ORDER BY id"
FORGET = f"INSERT INTO index_find (index_find, rowid, doc) SELECT 'delete', id, doc FROM index_doc WHERE id {AMONG} ORDER BY id"
MATCH = """SELECT e.id, e.text, e.owner_id FROM index_find AS f CROSS JOIN index_entry AS e ON e.id = f.rowid
WHERE index_find MATCH %s AND f.rowid BETWEEN %s AND %s ORDER BY f.rowid LIMIT %s"""
EVERYWHERE = (0, 2**63 - 1)
PAGES = 2000
"""So many pages of the index are merged in one step, which holds the writer's turn for some hundredths of a second."""


def write(rows: Sequence[tuple[Any, ...]], *, fresh: bool) -> None:
    """Write entries; `fresh` ones are known not to be there yet."""
    ids = json.dumps([row[0] for row in rows])
    with connection.cursor() as cursor:
        if not fresh:
            cursor.execute(FORGET, [ids])
        cursor.executemany(INSERT, sorted(rows))
        cursor.execute(FIND, [ids])


def remove(ids: Sequence[int]) -> None:
    """Delete entries."""
    listed = json.dumps(list(ids))
    with connection.cursor() as cursor:
        cursor.execute(FORGET, [listed])
        cursor.execute(f"DELETE FROM index_entry WHERE id {AMONG}", [listed])


def reassign(ids: Sequence[int], owner_id: int | None, team_id: int | None) -> None:
    """Give entries to another owner and team."""
    listed = json.dumps(list(ids))
    with connection.cursor() as cursor:
        cursor.execute(FORGET, [listed])
        cursor.execute(
            f"UPDATE index_entry SET owner_id = %s, team_id = %s WHERE id {AMONG}",
            [owner_id, team_id, listed],
        )
        cursor.execute(FIND, [listed])


def find(asked: Asked, scope: Scope, *, each: int) -> list[Found]:
    """Return the newest entries that fit, at least `each` of every object that has as many.

    Most questions are answered by one walk through the index. One that meets too many entries is asked again object
    by object: its words are frequent, so every walk is short.
    """
    if asked.is_blank or not scope.objects:
        return []
    enough = each * 4
    among = span(scope.objects[0]) if len(scope.objects) == 1 else EVERYWHERE
    found = walk(asked, scope, among, enough)
    if len(found) >= enough:
        parts = [walk(asked, scope.of(key), span(key), each) for key in scope.objects]
        found = [item for part in parts for item in part]
    numbers = {number(key) for key in scope.objects}
    return [item for item in found if item.id >> ID_BITS in numbers and asked.fits(item.text)]


def walk(asked: Asked, scope: Scope, ids: tuple[int, int], limit: int) -> list[Found]:
    with connection.cursor() as cursor:
        cursor.execute(MATCH, [trigrams.match(asked, None if is_whole(scope, ids) else scope), *ids, limit])
        return [Found(id=row[0], text=row[1], owner_id=row[2]) for row in cursor.fetchall()]


def is_whole(scope: Scope, ids: tuple[int, int]) -> bool:
    """Whether a scope leaves nothing out of a range, so that the long lists of its objects need not be read."""
    return not scope.team and not scope.own and (ids != EVERYWHERE or scope.is_everything)


def ids(
    asked: Asked, object_key: str, scope: Scope | None, limit: int, beside: Query | None = None
) -> list[int]:
    """Return ids of an object's entries that may fit, and every one that does if they are fewer than `limit`."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rowid FROM index_find WHERE index_find MATCH %s AND rowid BETWEEN %s AND %s LIMIT %s",
            [trigrams.match(asked, scope), *span(object_key), limit],
        )
        found = [row[0] for row in cursor.fetchall()]
    if beside is None or len(found) >= limit:
        return found
    return list(dict.fromkeys((*found, *holding(asked.words[0], object_key, beside))))[:limit]


def holding(needle: str, object_key: str, those: Query) -> list[int]:
    """Return the entries of some of an object's records in whose text the needle stands."""
    sql, values = entries_of(object_key, those)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT id FROM index_entry WHERE id IN ({sql}) AND instr(text, %s)", [*values, needle]
        )
        return [row[0] for row in cursor.fetchall()]


def rebuild() -> None:
    """Make the trigram index anew from the table."""
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO index_find (index_find) VALUES ('rebuild')")


def gather(*, is_begun: bool) -> bool:
    """Merge some of the pieces that writes have left in the index; return whether there is more to merge.

    A search reads every piece, so that many make it several times slower. A negative number begins to merge pieces of
    any level, a positive one goes on with it (FTS5's `merge` command).
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT total_changes()")
        before = cursor.fetchone()[0]
        pages = PAGES if is_begun else -PAGES
        cursor.execute("INSERT INTO index_find (index_find, rank) VALUES ('merge', %s)", [pages])
        cursor.execute("SELECT total_changes()")
        return bool(cursor.fetchone()[0] - before > 1)


def optimize() -> None:
    """Merge the index into one piece, so that nothing of what was removed stays in the file."""
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO index_find (index_find) VALUES ('optimize')")
