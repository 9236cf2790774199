"""The store on DuckDB, in this process: one file, one writer, any number of readers beside it."""

from __future__ import annotations

import datetime as dt
import threading
import warnings
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
from django.utils.translation import gettext as _

from odnos.analytics.star import Table
from odnos.analytics.store import values
from odnos.analytics.store.answer import Answer, Cancelled, Dialect, TookTooLong, Unavailable
from odnos.analytics.store.connections import NOTES, Connections
from odnos.analytics.store.engine import ANCHOR, AS_OF, TABLE, Engine, Notes, Replacement
from odnos.analytics.store.parameters import used
from odnos.analytics.store.running import Question, Running, failed, nothing
from odnos.objects.fields.base import Keeps

TYPES: Mapping[Keeps, str] = {
    "text": "VARCHAR",
    "whole": "BIGINT",
    "exact": "DECIMAL(18,4)",
    "real": "DOUBLE",
    "flag": "BOOLEAN",
    "date": "DATE",
    "moment": "TIMESTAMP",
    "json": "VARCHAR[]",
}
SPILLED = 4
"""What a question may put on the disk, in memories: not the whole of it, which others need."""
SHUT = {
    "enable_external_access": "false",  # a question reads tables, never files
    "python_enable_replacements": "false",  # nor the variables of this program
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "preserve_insertion_order": "false",
}

warnings.filterwarnings("ignore", "Arrow output on a DB-API result makes an extra copy", UserWarning)


class Duck:
    """A store in the file at `path`, or in memory. `memory` is what DuckDB may take, in megabytes."""

    dialect: Dialect = "duckdb"

    def __init__(self, path: Path | None = None, *, memory: int = 512, threads: int = 2) -> None:
        self.path, self.memory, self.threads = path, memory, threads
        config: Any = {
            **SHUT,
            "memory_limit": f"{memory}MB",
            "max_temp_directory_size": f"{memory * SPILLED}MB",
            "threads": str(threads),
        }
        self._connections = Connections(duckdb.connect(str(path) if path else ":memory:", config=config))
        self._base.execute(f"CREATE TABLE IF NOT EXISTS {NOTES} (name VARCHAR, value VARCHAR)")
        self._running = Running()
        self._writing = threading.Lock()
        self._looked: Notes = {}
        """Where the feed was when it last found nothing, and when; too often to be written down."""

    def ask(
        self, sql: str, parameters: Mapping[str, Any] | None = None, *, seconds: float = 20, ticket: str = ""
    ) -> Answer:
        """Return the answer to one SELECT. Raises StoreError."""
        answered, as_of = self.arrow(sql, parameters, seconds=seconds, ticket=ticket)
        return Answer(tuple(answered.column_names), values.rows_of(answered), as_of)

    def arrow(
        self, sql: str, parameters: Mapping[str, Any] | None = None, *, seconds: float = 20, ticket: str = ""
    ) -> tuple[pa.Table, dt.datetime]:
        """Return the same as an Arrow table and its moment: the snapshot is no older."""
        given = {name: values.naive(value) for name, value in used(sql, parameters).items()}
        connections, question = self._connections, Question(nothing)
        try:
            as_of = newest(connections.notes(), self._looked)
            statement = connections.statement(sql)
            with connections.reading() as connection:
                question.stop = connection.interrupt
                with self._running.one(question, seconds=seconds, ticket=ticket):
                    # A relation, which copies nothing, is planned twice: that takes longer than to copy most answers.
                    return connection.execute(statement, given).to_arrow_table(), as_of
        except duckdb.InterruptException:
            raise (Cancelled if question.is_cancelled else TookTooLong)(question.why) from None
        except duckdb.Error as refusal:
            raise failed(refusal, for_memory=isinstance(refusal, duckdb.OutOfMemoryException)) from refusal

    def cancel(self, ticket: str) -> None:
        """Let the question with this ticket end in Cancelled."""
        self._running.cancel(ticket)

    def notes(self) -> dict[str, str]:
        """Return what the store knows of itself."""
        known, looked = self._connections.notes(), self._looked
        return {**known, **looked} if looked and looked.get(ANCHOR) == known.get(ANCHOR) else dict(known)

    def apply(self, replacements: Iterable[Replacement], notes: Notes) -> None:
        """Replace rows and notes, in one transaction."""
        if not (replacements or notes):
            return
        with self._transaction() as connection:
            for one in replacements:
                _replace(connection, one)
            _note(connection, notes)

    def reached(self, notes: Notes, *, is_news: bool) -> None:
        """Know that the feed came so far and found nothing to write."""
        if is_news:
            self.apply((), notes)
        else:
            self._looked = notes

    def refill(self, table: Table, parts: Iterable[pa.Table], notes: Notes) -> int:
        """Make a table anew with these rows."""
        number = 0
        columns = ", ".join(f'"{item.name}" {TYPES[item.keeps]}' for item in table.columns)
        with self._transaction() as connection:
            connection.execute(f'CREATE OR REPLACE TABLE "{table.name}" ({columns})')
            for part in parts:
                insert(connection, table.name, part)
                number += part.num_rows
            _note(connection, notes)
        return number

    def drop(self, name: str) -> None:
        """Let a table be gone, with its note."""
        with self._transaction() as connection:
            connection.execute(f'DROP TABLE IF EXISTS "{name}"')
            connection.execute(f"DELETE FROM {NOTES} WHERE name = ?", [f"{TABLE}{name}"])

    def fresh(self) -> Duck:
        """Return an empty store beside this one."""
        return Duck(memory=self.memory, threads=self.threads)

    def adopt(self, fresh: Engine) -> None:
        """Answer from what stands in `fresh`."""
        assert isinstance(fresh, Duck)
        self._connections = fresh._connections  # whoever reads from the old one holds it until done

    def abandon(self) -> None:
        """Leave nothing of this store."""
        self.close()
        if self.path:
            self.path.unlink(missing_ok=True)

    def forget(self) -> None:
        """Write everything into the file and let go of the space that rows had."""
        self._base.cursor().execute("CHECKPOINT")

    def close(self) -> None:
        """Let go of the file."""
        self._connections.close()

    @property
    def _base(self) -> duckdb.DuckDBPyConnection:
        return self._connections.base

    @contextmanager
    def _transaction(self) -> Iterator[duckdb.DuckDBPyConnection]:
        with self._writing:
            connections = self._connections
            connection = connections.base.cursor()
            connection.execute("BEGIN")
            try:
                yield connection
                connection.execute("COMMIT")
                connections.changed()
            except BaseException:
                connection.execute("ROLLBACK")
                raise
            finally:
                connection.close()


def newest(known: Notes, looked: Notes) -> dt.datetime:
    """Return as of when a store is whose feed has `looked` since it last wrote. Raises Unavailable for one that was never filled."""
    if AS_OF not in known:
        raise Unavailable(_("The figures are being got ready. Look again in a few minutes."))
    kept = dt.datetime.fromisoformat(known[AS_OF])
    if looked.get(ANCHOR) != known.get(ANCHOR):
        return kept  # there was news in between, which this snapshot may not have
    return max(kept, dt.datetime.fromisoformat(looked[AS_OF]))


def _replace(connection: duckdb.DuckDBPyConnection, one: Replacement) -> None:
    connection.register("gone", pa.table({"id": pa.array(one.ids, pa.int64())}))
    condition = f'"{one.table.about}" IN (SELECT id FROM gone)'
    if one.object_key:
        condition += f" AND object_key = '{one.object_key}'"
    connection.execute(f'DELETE FROM "{one.table.name}" WHERE {condition}')
    connection.unregister("gone")
    insert(connection, one.table.name, one.rows)


def insert(connection: duckdb.DuckDBPyConnection, name: str, rows: pa.Table) -> None:
    """Insert rows; by no registered name, for a transaction holds what was registered in it until its end."""
    if rows.num_rows:
        connection.from_arrow(rows).insert_into(name)


def _note(connection: duckdb.DuckDBPyConnection, notes: Notes) -> None:
    for name, value in notes.items():
        connection.execute(f"DELETE FROM {NOTES} WHERE name = ?", [name])
        connection.execute(f"INSERT INTO {NOTES} VALUES (?, ?)", [name, value])
