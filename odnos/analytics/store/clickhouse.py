"""The store on ClickHouse, past one machine.

There are no transactions: rows come as newer versions of themselves, or as gone, in one block that is seen as a whole,
and every question is asked with `final`, which sees the newest alone. The note of how far the feed is comes last, so that
what was cut off is done again.
"""

from __future__ import annotations

import datetime as dt
import threading
import time
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlsplit

import pyarrow as pa
from django.utils.translation import gettext as _

from odnos.analytics.star import Table
from odnos.analytics.store import answer, running
from odnos.analytics.store.answer import Answer, Dialect, StoreError, TookTooLong, Unavailable
from odnos.analytics.store.clickhouse_words import creation, literal, quoted, stamped
from odnos.analytics.store.engine import AS_OF, TABLE, Engine, Notes, Replacement
from odnos.analytics.store.parameters import rewritten, used
from odnos.analytics.store.values import naive, rows_of

NOTES = "odnos_notes"
SELDOM = 5.0  # seconds between notes that are no news
TIMEOUT, CANCELLED, MEMORY = "Code: 159", "Code: 394", "Code: 241"
SETTINGS = {"final": 1, "join_use_nulls": 1, "output_format_arrow_string_as_string": 1}


class Clickhouse:
    """A store in the database that `url` names (`clickhouse://user:password@host:port/name`; `clickhouses` for TLS)."""

    dialect: Dialect = "clickhouse"

    def __init__(self, url: str, *, database: str = "") -> None:
        self.url = url
        self.database = database or urlsplit(url).path.strip("/") or "odnos_analytics"
        self._lines = threading.local()
        self._noted = 0.0

    def ask(
        self, sql: str, parameters: Mapping[str, Any] | None = None, *, seconds: float = 20, ticket: str = ""
    ) -> Answer:
        """Return the answer to one SELECT. Raises StoreError."""
        found, as_of = self.arrow(sql, parameters, seconds=seconds, ticket=ticket)
        return Answer(tuple(found.column_names), rows_of(found), as_of)

    def arrow(
        self, sql: str, parameters: Mapping[str, Any] | None = None, *, seconds: float = 20, ticket: str = ""
    ) -> tuple[pa.Table, dt.datetime]:
        """Return the same as columns, and its moment. Raises StoreError."""
        given = {name: naive(value) for name, value in used(sql, parameters).items()}
        as_of = self._as_of()
        settings: dict[str, Any] = {**SETTINGS, "readonly": 2, "max_execution_time": seconds}
        if ticket:
            settings["log_comment"] = ticket
        try:
            found = self._asking.query_arrow(
                rewritten(sql, lambda name: literal(given[name])), settings=settings
            )
        except self._errors as refusal:
            raise refused(refusal) from refusal
        return found, as_of

    def cancel(self, ticket: str) -> None:
        """Let the question with this ticket end in Cancelled, on whichever machine it was asked."""
        self._do(f"KILL QUERY WHERE Settings['log_comment'] = {literal(ticket)} ASYNC")

    def notes(self) -> dict[str, str]:
        """Return what the store knows of itself."""
        found = self._line.query(
            "SELECT count() FROM system.tables WHERE database = {base:String} AND name = {name:String}",
            parameters={"base": self.database, "name": NOTES},
        )
        if not found.result_rows[0][0]:
            return {}
        rows = self._line.query(f"SELECT name, value FROM {self._name(NOTES)} FINAL").result_rows
        return {name: value for name, value in rows if value}

    def apply(self, replacements: Iterable[Replacement], notes: Notes) -> None:
        """Replace rows, table by table, and then the notes."""
        self._begin()
        version = time.time_ns()
        for one in replacements:
            gone = self._gone(one)
            block = pa.concat_tables([stamped(gone, version, gone=1), stamped(one.rows, version + 1, gone=0)])
            if block.num_rows:
                self._insert(one.table, block)
        self._note(notes)

    def reached(self, notes: Notes, *, is_news: bool) -> None:
        """Know that the feed came so far; written down every few seconds."""
        if is_news or time.monotonic() - self._noted > SELDOM:
            self.apply((), notes)
            self._noted = time.monotonic()

    def refill(self, table: Table, parts: Iterable[pa.Table], notes: Notes) -> int:
        """Make a table anew with these rows, beside the old one, and exchange them."""
        self._begin()
        number, beside = 0, f"{table.name}__new"
        self._do(f"DROP TABLE IF EXISTS {self._name(beside)} SYNC")
        self._do(creation(table, self._name(beside)))
        self._do(
            creation(table, self._name(table.name)).replace("CREATE TABLE", "CREATE TABLE IF NOT EXISTS", 1)
        )
        version = time.time_ns()
        for part in parts:
            self._insert(table, stamped(part, version, gone=0), into=beside)
            number += part.num_rows
        self._do(f"EXCHANGE TABLES {self._name(beside)} AND {self._name(table.name)}")
        self._do(f"DROP TABLE {self._name(beside)} SYNC")
        self._note(notes)
        return number

    def drop(self, name: str) -> None:
        """Let a table be gone, with its note."""
        self._do(f"DROP TABLE IF EXISTS {self._name(name)} SYNC")
        self._note({f"{TABLE}{name}": ""})

    def fresh(self) -> Clickhouse:
        """Return an empty store in a database beside this one."""
        beside = Clickhouse(self.url, database=f"{self.database}_new")
        beside.abandon()
        return beside

    def adopt(self, fresh: Engine) -> None:
        """Let the other database take the name of this one."""
        assert isinstance(fresh, Clickhouse)
        self._do(f"DROP DATABASE IF EXISTS {quoted(self.database)} SYNC")
        self._do(f"RENAME DATABASE {quoted(fresh.database)} TO {quoted(self.database)}")

    def abandon(self) -> None:
        """Leave nothing of this store."""
        self._do(f"DROP DATABASE IF EXISTS {quoted(self.database)} SYNC")

    def forget(self) -> None:
        """Write every table without the versions that are past."""
        found = self._line.query(
            "SELECT name FROM system.tables WHERE database = {base:String}",
            parameters={"base": self.database},
        )
        for (name,) in found.result_rows:
            if name != NOTES:
                self._do(f"OPTIMIZE TABLE {self._name(name)} FINAL CLEANUP")

    def close(self) -> None:
        """Connections go with their threads."""

    @property
    def _line(self) -> Any:
        """The connection of this thread."""
        if not hasattr(self._lines, "client"):
            self._lines.client = self._connected()
        return self._lines.client

    @property
    def _asking(self) -> Any:
        """The connection of this thread on which tables are looked up in the store."""
        if not hasattr(self._lines, "asking"):
            self._lines.asking = self._connected(database=self.database)
        return self._lines.asking

    def _connected(self, **more: Any) -> Any:
        import clickhouse_connect

        parts = urlsplit(self.url)
        try:
            return clickhouse_connect.get_client(
                host=parts.hostname or "localhost",
                port=parts.port or 8123,
                username=parts.username or "default",
                password=parts.password or "",
                secure=parts.scheme == "clickhouses",
                autogenerate_session_id=False,
                connect_timeout=5,
                **more,
            )
        except self._errors as refusal:
            raise Unavailable(
                _("The figures cannot be counted at the moment. Try again in a minute.")
            ) from refusal

    @property
    def _errors(self) -> tuple[type[Exception], ...]:
        from clickhouse_connect.driver.exceptions import ClickHouseError

        return (ClickHouseError, OSError)

    def _do(self, sql: str) -> None:
        self._line.command(sql)

    def _begin(self) -> None:
        self._do(f"CREATE DATABASE IF NOT EXISTS {quoted(self.database)}")
        self._do(
            f"CREATE TABLE IF NOT EXISTS {self._name(NOTES)} (name String, value String, version UInt64)"
            " ENGINE = ReplacingMergeTree(version) ORDER BY name"
        )

    def _name(self, table: str) -> str:
        return f"{quoted(self.database)}.{quoted(table)}"

    def _insert(self, table: Table, rows: pa.Table, *, into: str = "") -> None:
        self._line.insert_arrow(into or table.name, rows, database=self.database)

    def _note(self, notes: Notes) -> None:
        version = time.time_ns()
        rows = [[name, value, version] for name, value in notes.items()]
        if rows:
            self._line.insert(NOTES, rows, column_names=["name", "value", "version"], database=self.database)

    def _gone(self, one: Replacement) -> pa.Table:
        """Return the rows about the records that stand in the store now."""
        ids = ",".join(map(str, one.ids)) or "NULL"
        asked = ", ".join(quoted(column.name) for column in one.table.columns)
        condition = f"{quoted(one.table.about)} IN ({ids})"
        if one.object_key:
            condition += f" AND object_key = {literal(one.object_key)}"
        found = self._line.query_arrow(
            f"SELECT {asked} FROM {self._name(one.table.name)} WHERE {condition}", settings=SETTINGS
        )
        return found.cast(one.rows.schema)

    def _as_of(self) -> dt.datetime:
        known = self.notes().get(AS_OF)
        if not known:
            raise Unavailable(_("The figures are being got ready. Look again in a few minutes."))
        return dt.datetime.fromisoformat(known)


def refused(refusal: Exception) -> StoreError:
    """Return why there is no answer, for people where it is theirs to know."""
    said = str(refusal)
    if TIMEOUT in said:
        return TookTooLong(running.why(is_cancelled=False))
    if CANCELLED in said:
        return answer.Cancelled(running.why(is_cancelled=True))
    return running.failed(refusal, for_memory=MEMORY in said)
