"""The asking side: the store behind the socket of the analytics process."""

from __future__ import annotations

import datetime as dt
import socket
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from odnos.analytics.store import answer, values, wire
from odnos.analytics.store.answer import Answer, Dialect, StoreError, TookTooLong, Unavailable

if TYPE_CHECKING:
    import pyarrow as pa

GRACE = 3.0  # seconds in which the process must have given a question up
PROMPT = 5.0


class Behind:
    """The store that the analytics process holds; it answers at the socket `path`."""

    dialect: Dialect = "duckdb"

    def __init__(self, path: Path, *, who: int = 0) -> None:
        self.path, self.who = path, who

    def of(self, who: int) -> Behind:
        """Return the same store, asked by the person with this number."""
        return Behind(self.path, who=who)

    def ask(
        self, sql: str, parameters: Mapping[str, Any] | None = None, *, seconds: float = 20, ticket: str = ""
    ) -> Answer:
        """Return the answer to one SELECT. Raises StoreError."""
        return self.begin(sql, parameters, seconds=seconds, ticket=ticket)()

    def begin(
        self, sql: str, parameters: Mapping[str, Any] | None = None, *, seconds: float = 20, ticket: str = ""
    ) -> Callable[[], Answer]:
        """Put a question; what is returned waits for its answer. Both raise StoreError."""
        line = self._put(sql, parameters, seconds, ticket)

        def wait() -> Answer:
            found, as_of = self._table(line)
            return Answer(tuple(found.column_names), values.rows_of(found), as_of)

        return wait

    def arrow(
        self, sql: str, parameters: Mapping[str, Any] | None = None, *, seconds: float = 20, ticket: str = ""
    ) -> tuple[pa.Table, dt.datetime]:
        """Return the same as columns, and its moment. Raises StoreError."""
        return self._table(self._put(sql, parameters, seconds, ticket))

    def _put(
        self, sql: str, parameters: Mapping[str, Any] | None, seconds: float, ticket: str
    ) -> socket.socket:
        line = self._open(seconds + GRACE)
        question = {"do": "ask", "sql": sql, "parameters": parameters, "seconds": seconds, "ticket": ticket}
        question["who"] = self.who
        try:
            self._send(line, question)
        except StoreError:
            line.close()
            raise
        return line

    def _table(self, line: socket.socket) -> tuple[pa.Table, dt.datetime]:
        with line:
            said = self._heard(line)
            try:
                rows = wire.table_of(wire.receive(line))
            except (ConnectionError, TimeoutError):
                raise Unavailable(away()) from None
        return rows, dt.datetime.fromisoformat(said["as_of"])

    def cancel(self, ticket: str) -> None:
        """Let the question with this ticket end in Cancelled."""
        self.tell("cancel", ticket=ticket)

    def tell(self, do: str, *, seconds: float = PROMPT, **words: Any) -> dict[str, Any]:
        """Ask the process to do something, and return what it says. Raises StoreError."""
        with self._open(seconds) as line:
            self._send(line, {"do": do, **words})
            return self._heard(line)

    def _open(self, seconds: float) -> socket.socket:
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.settimeout(seconds)
        try:
            with wire.address(self.path) as short:
                line.connect(short)
        except OSError:
            line.close()
            raise Unavailable(away()) from None
        return line

    def _send(self, line: socket.socket, message: Mapping[str, Any]) -> None:
        try:
            wire.send(line, wire.packed(message))
        except (ConnectionError, TimeoutError):
            raise Unavailable(away()) from None

    def _heard(self, line: socket.socket) -> dict[str, Any]:
        try:
            said = wire.unpacked(wire.receive(line))
        except TimeoutError:
            raise TookTooLong(_("No answer came in time.")) from None
        except ConnectionError:
            raise Unavailable(away()) from None
        if "error" in said:
            why = said["why"]  # the process speaks no person's language; whoever asks does
            raise KINDS.get(said["error"], StoreError)(_(why))
        return said


KINDS: Mapping[str, type[StoreError]] = {
    kind.__name__: kind for kind in (Unavailable, TookTooLong, answer.Cancelled, StoreError)
}


def away() -> str:
    return _("The figures cannot be counted at the moment. Try again in a minute.")
