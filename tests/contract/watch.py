"""What a call wrote, and whether anything that was there is another now."""

from __future__ import annotations

import re
from typing import Any

from django.db import connection
from django.http import HttpResponse

from tests.contract.visitors import Visitor, text_of

THEIRS = {
    "django_session",
    "access_tries",
    "access_signin",
    "access_token",
    "entrance_knock",
    "entrance_stay",
    "entrance_device",
}
"""Tables in which a refused request may leave a trace: who knocked, and when."""
PREFERENCES = {"views_savedview", "views_listpreference", "views_favourite", "views_seen"}
REFUSED = {400, 403, 404, 405, 409, 410, 411, 415, 422, 428}


def tables() -> list[str]:
    return sorted(
        table
        for table in connection.introspection.table_names()
        if not re.search(r"_fts|_config$|_data$|_idx$|_docsize$|_content$", table)
    )


def checksums(ignored: set[str]) -> dict[str, Any]:
    """Return all rows of every table."""
    from odnos.engine.access import tripwire

    found = {}
    with tripwire.suspended("a test compares tables"), connection.cursor() as cursor:
        for table in tables():
            if table not in ignored:
                cursor.execute(f'SELECT * FROM "{table}" ORDER BY 1')
                found[table] = [tuple(map(str, row)) for row in cursor.fetchall()]
    return found


class Writes:
    """Which tables the statements of a call write to."""

    def __init__(self) -> None:
        self.tables: list[str] = []

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if found := WRITING.match(sql):
            self.tables.append(found[1].lower())
        return execute(sql, params, many, context)


WRITING = re.compile(
    r'\s*(?:INSERT (?:OR \w+ )?INTO|UPDATE|DELETE FROM|COPY|REPLACE INTO)\s+"?(\w+)', re.IGNORECASE
)


def watched(
    someone: Visitor, method: str, address: str, body: dict[str, Any]
) -> tuple[HttpResponse, str, set[str]]:
    """Call, and return the answer, its text, and the tables that were written to."""
    writes = Writes()
    with connection.execute_wrapper(writes):
        answer = someone.call(method, address, body)
        shown = text_of(answer)
    return answer, shown, set(writes.tables) - THEIRS


def lost(before: dict[str, Any], ignored: set[str]) -> list[str]:
    """Return the tables of which a row that was there is another now, or gone."""
    after = checksums(ignored)
    return [table for table, rows in before.items() if table in after and not set(rows) <= set(after[table])]


def told(wrong: list[Any]) -> str:
    return "\n" + "\n".join(map(str, wrong))
