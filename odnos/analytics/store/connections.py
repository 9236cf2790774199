"""Connections to one DuckDB base, what it notes of itself, and its questions as they were read: all kept for the next question."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import duckdb

from odnos.analytics.store.answer import StoreError

NOTES = "odnos_notes"
IDLE = 8
"""Connections that wait for the next question."""
READ = 200
"""Questions that are known as they were read."""


class Connections:
    """Those to `base`. One on which a question was given up is not used again."""

    def __init__(self, base: duckdb.DuckDBPyConnection) -> None:
        self.base = base
        self._idle: list[duckdb.DuckDBPyConnection] = []
        self._written = 0
        self._noted: dict[str, str] | None = None
        self._read: dict[str, duckdb.Statement] = {}

    @contextmanager
    def reading(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """Yield a connection on which nothing can be written."""
        connection = self._taken()
        try:
            connection.execute("BEGIN TRANSACTION READ ONLY")
            yield connection
            connection.execute("ROLLBACK")
        except BaseException:
            connection.close()
            raise
        if len(self._idle) < IDLE:
            self._idle.append(connection)
        else:
            connection.close()

    def notes(self) -> dict[str, str]:
        """Return what the base noted of itself: a question that begins after this sees all that it speaks of."""
        if (noted := self._noted) is None:
            before = self._written
            with self.reading() as connection:
                # An answer that is not fetched to its end holds the connection up: fetchone() would.
                noted = dict(connection.execute(f"SELECT name, value FROM {NOTES}").fetchall())
            if before == self._written:
                self._noted = noted
        return noted

    def statement(self, sql: str) -> duckdb.Statement:
        """Return a question as DuckDB reads it. Raises StoreError for what is not one SELECT."""
        if (known := self._read.get(sql)) is None:
            found = self.base.extract_statements(sql)
            if [item.type for item in found] != [duckdb.StatementType.SELECT]:
                raise StoreError("A store answers one SELECT.")
            if len(self._read) >= READ:
                self._read.clear()
            self._read[sql] = known = found[0]
        return known

    def changed(self) -> None:
        """Know that something was written and committed."""
        self._written += 1
        self._noted = None

    def close(self) -> None:
        """Let go of the base."""
        while self._idle:
            self._idle.pop().close()
        self.base.close()

    def _taken(self) -> duckdb.DuckDBPyConnection:
        try:
            return self._idle.pop()
        except IndexError:
            return self.base.cursor()
