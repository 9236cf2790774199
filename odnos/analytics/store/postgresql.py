"""The store on PostgreSQL, for where that is all one has: a schema of its own, in any database.

The names of tables are looked up in that schema, so that a rebuild is another schema that takes its name.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import threading
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import psycopg
import pyarrow as pa
from django.utils.translation import gettext as _
from psycopg import sql as words
from psycopg.errors import OutOfMemory

from odnos.analytics.star import Table
from odnos.analytics.store import answer, running
from odnos.analytics.store.answer import Answer, Dialect, StoreError, TookTooLong, Unavailable
from odnos.analytics.store.engine import AS_OF, TABLE, Engine, Notes, Replacement
from odnos.analytics.store.parameters import rewritten, used
from odnos.analytics.store.values import aware, naive
from odnos.objects.fields.base import Keeps

SCHEMA = "odnos_analytics"
NOTES = "odnos_notes"
TYPES: Mapping[Keeps, str] = {
    "text": "text",
    "whole": "bigint",
    "exact": "numeric(18,4)",
    "real": "double precision",
    "flag": "boolean",
    "date": "date",
    "moment": "timestamp",
    "json": "text[]",
}
SELDOM = 3.0  # seconds between notes that are no news
PATIENCE = 5


class Postgresql:
    """A store in the schema `schema` of the database at `url`."""

    dialect: Dialect = "postgresql"

    def __init__(self, url: str, *, schema: str = SCHEMA) -> None:
        self.url, self.schema = url, schema
        self._writing = threading.Lock()
        self._noted = 0.0

    def ask(
        self, sql: str, parameters: Mapping[str, Any] | None = None, *, seconds: float = 20, ticket: str = ""
    ) -> Answer:
        """Return the answer to one SELECT. Raises StoreError."""
        given = {name: naive(value) for name, value in used(sql, parameters).items()}
        asked = rewritten(sql, lambda name: f"%({name})s", lambda text: text.replace("%", "%%"))
        try:
            with self._open(ticket) as connection:
                connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
                connection.execute(f"SET LOCAL statement_timeout = {int(seconds * 1000)}")
                as_of = self._as_of(connection)
                # Over the extended protocol: it takes one statement, so that nothing can follow a COMMIT.
                cursor = connection.cursor(binary=True)
                cursor.execute(asked, given)
                if cursor.description is None or cursor.nextset():
                    raise StoreError("A store answers one SELECT.")
                names = tuple(column.name for column in cursor.description)
                return Answer(names, [tuple(map(told, row)) for row in cursor.fetchall()], as_of)
        except psycopg.errors.QueryCanceled as ended:
            kind = TookTooLong if "timeout" in str(ended) else answer.Cancelled
            raise kind(running.why(is_cancelled=kind is answer.Cancelled)) from None
        except psycopg.Error as refusal:
            raise running.failed(refusal, for_memory=isinstance(refusal, OutOfMemory)) from refusal

    def arrow(
        self, sql: str, parameters: Mapping[str, Any] | None = None, *, seconds: float = 20, ticket: str = ""
    ) -> tuple[pa.Table, dt.datetime]:
        """Return the same as columns, and its moment. Raises StoreError."""
        found = self.ask(sql, parameters, seconds=seconds, ticket=ticket)
        columns = zip(*found.rows, strict=True) if found.rows else [()] * len(found.columns)
        return pa.table([pa.array(one) for one in columns], names=list(found.columns)), found.as_of

    def cancel(self, ticket: str) -> None:
        """Let the question with this ticket end in Cancelled, on whichever machine it was asked."""
        with self._open("") as connection:
            connection.execute(
                "SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE application_name = %s",
                [called(ticket)],
            )

    def notes(self) -> dict[str, str]:
        """Return what the store knows of itself."""
        with self._open("") as connection:
            if connection.execute("SELECT to_regclass(%s)", [f"{self.schema}.{NOTES}"]).fetchone() == (None,):
                return {}
            return dict(connection.execute(f"SELECT name, value FROM {NOTES}").fetchall())

    def apply(self, replacements: Iterable[Replacement], notes: Notes) -> None:
        """Replace rows and notes, in one transaction."""
        with self._writer() as connection:
            for one in replacements:
                about = words.SQL("DELETE FROM {} WHERE {} = ANY(%s)").format(
                    words.Identifier(one.table.name), words.Identifier(one.table.about)
                )
                which: list[Any] = [list(one.ids)]
                if one.object_key:
                    about, which = about + words.SQL(" AND object_key = %s"), [*which, one.object_key]
                connection.execute(about, which)
                _copy(connection, one.table.name, one.rows)
            _note(connection, notes)

    def reached(self, notes: Notes, *, is_news: bool) -> None:
        """Know that the feed came so far; written down every few seconds, for other machines ask here too."""
        if is_news or time.monotonic() - self._noted > SELDOM:
            self.apply((), notes)
            self._noted = time.monotonic()

    def refill(self, table: Table, parts: Iterable[pa.Table], notes: Notes) -> int:
        """Make a table anew with these rows."""
        number = 0
        columns = ", ".join(f'"{item.name}" {TYPES[item.keeps]}' for item in table.columns)
        with self._writer() as connection:
            connection.execute(f'DROP TABLE IF EXISTS "{table.name}"')
            connection.execute(f'CREATE TABLE "{table.name}" ({columns})')
            for part in parts:
                _copy(connection, table.name, part)
                number += part.num_rows
            if table.source:
                connection.execute(f'CREATE INDEX ON "{table.name}" ("{table.about}")')
            connection.execute(f'ANALYZE "{table.name}"')
            _note(connection, notes)
        return number

    def drop(self, name: str) -> None:
        """Let a table be gone, with its note."""
        with self._writer() as connection:
            connection.execute(f'DROP TABLE IF EXISTS "{name}"')
            connection.execute(f"DELETE FROM {NOTES} WHERE name = %s", [f"{TABLE}{name}"])

    def fresh(self) -> Postgresql:
        """Return an empty store in a schema beside this one."""
        beside = Postgresql(self.url, schema=f"{self.schema}_new")
        beside.abandon()
        return beside

    def adopt(self, fresh: Engine) -> None:
        """Let the other schema take the name of this one, in one transaction."""
        assert isinstance(fresh, Postgresql)
        with self._writer() as connection:
            connection.execute(f"DROP SCHEMA {self.schema} CASCADE")
            connection.execute(f"ALTER SCHEMA {fresh.schema} RENAME TO {self.schema}")

    def abandon(self) -> None:
        """Leave nothing of this store."""
        with self._open("") as connection:
            connection.execute(f"DROP SCHEMA IF EXISTS {self.schema} CASCADE")

    def forget(self) -> None:
        """Make room of deleted rows usable; pages may hold their bytes until they are used again."""
        with self._open("") as connection:
            connection.commit()
            connection.autocommit = True
            found = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = %s", [self.schema])
            for (name,) in found.fetchall():
                connection.execute(f'VACUUM FULL "{self.schema}"."{name}"')

    def close(self) -> None:
        """Nothing is kept open."""

    @contextmanager
    def _open(self, ticket: str) -> Iterator[psycopg.Connection[Any]]:
        try:
            connection = psycopg.connect(
                self.url,
                connect_timeout=PATIENCE,
                application_name=called(ticket),
                options=f"-c search_path={self.schema}",
            )
        except psycopg.OperationalError:
            raise Unavailable(
                _("The figures cannot be counted at the moment. Try again in a minute.")
            ) from None
        with connection:
            yield connection

    @contextmanager
    def _writer(self) -> Iterator[psycopg.Connection[Any]]:
        with self._writing, self._open("") as connection:
            connection.execute(f"CREATE SCHEMA IF NOT EXISTS {self.schema}")
            connection.execute(f"CREATE TABLE IF NOT EXISTS {NOTES} (name text PRIMARY KEY, value text)")
            yield connection

    def _as_of(self, connection: psycopg.Connection[Any]) -> dt.datetime:
        try:
            known = connection.execute(f"SELECT value FROM {NOTES} WHERE name = %s", [AS_OF]).fetchone()
        except psycopg.errors.UndefinedTable:
            known = None
        if known is None:
            raise Unavailable(_("The figures are being got ready. Look again in a few minutes."))
        return dt.datetime.fromisoformat(known[0])


def called(ticket: str) -> str:
    """Return what a connection is called by which a question can be cancelled."""
    return f"odnos {hashlib.sha256(ticket.encode()).hexdigest()[:32]}" if ticket else "odnos"


def told(value: Any) -> Any:
    return aware(value) if isinstance(value, dt.datetime) else value


def _copy(connection: psycopg.Connection[Any], name: str, rows: pa.Table) -> None:
    columns = [column.to_pylist() for column in rows.columns]
    with connection.cursor().copy(words.SQL("COPY {} FROM STDIN").format(words.Identifier(name))) as copy:
        for row in zip(*columns, strict=True):
            copy.write_row(row)


def _note(connection: psycopg.Connection[Any], notes: Notes) -> None:
    for name, value in notes.items():
        connection.execute(
            f"INSERT INTO {NOTES} VALUES (%s, %s) ON CONFLICT (name) DO UPDATE SET value = EXCLUDED.value",
            [name, value],
        )
