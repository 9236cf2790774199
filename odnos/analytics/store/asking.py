"""The asking side: the store behind the socket of the analytics process."""

from __future__ import annotations

import datetime as dt
import socket
from collections.abc import Mapping
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

    def __init__(self, path: Path) -> None:
        self.path = path

    def ask(
        self, sql: str, parameters: Mapping[str, Any] | None = None, *, seconds: float = 20, ticket: str = ""
    ) -> Answer:
        """Return the answer to one SELECT. Raises StoreError."""
        found, as_of = self.arrow(sql, parameters, seconds=seconds, ticket=ticket)
        return Answer(tuple(found.column_names), values.rows_of(found), as_of)

    def arrow(
        self, sql: str, parameters: Mapping[str, Any] | None = None, *, seconds: float = 20, ticket: str = ""
    ) -> tuple[pa.Table, dt.datetime]:
        """Return the same as columns, and its moment. Raises StoreError."""
        question = {"do": "ask", "sql": sql, "parameters": parameters, "seconds": seconds, "ticket": ticket}
        with self._open(seconds + GRACE) as line:
            said = self._said(line, question)
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
            return self._said(line, {"do": do, **words})

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

    def _said(self, line: socket.socket, message: Mapping[str, Any]) -> dict[str, Any]:
        try:
            wire.send(line, wire.packed(message))
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
