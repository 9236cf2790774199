"""SQLite whose writers queue fairly instead of SQLite's sleep-and-retry, which starves the unlucky."""

from typing import Any

from django.db import OperationalError
from django.db.backends.sqlite3 import base

from odnos.config.databases import tripwire
from odnos.config.databases.sqlite.turn import TookTooLong, Turn
from odnos.lib import text

PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",  # NORMAL loses acknowledged commits on a power cut
    "PRAGMA cache_size=-4096",  # pages are read from the mapping; this holds those being written
    "PRAGMA mmap_size=2147418112",
    "PRAGMA temp_store=MEMORY",
    "PRAGMA journal_size_limit=67108864",
    "PRAGMA wal_autocheckpoint=2000",
)


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's SQLite with a fair writer lock, durable pragmas and the scope tripwire."""

    _turn: Turn | None = None

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        connection = super().get_new_connection(conn_params)
        for pragma in PRAGMAS:
            connection.execute(pragma).close()
        connection.create_function(
            "odnos_fold", 1, lambda written: written and text.fold(written), deterministic=True
        )
        return connection

    def init_connection_state(self) -> None:
        super().init_connection_state()
        tripwire.install(self)

    def _take_turn(self) -> None:
        name = str(self.settings_dict["NAME"])
        if name == ":memory:" or "mode=memory" in name:
            return
        self._turn = self._turn or Turn(name)
        if not self._turn.held:
            try:
                self._turn.take(float(self.settings_dict["OPTIONS"].get("timeout", 20)))
            except TookTooLong:
                raise OperationalError("database is locked") from None

    def _end_turn(self) -> None:
        if self._turn is not None:
            self._turn.give_up()

    def _start_transaction_under_autocommit(self) -> None:
        self._take_turn()
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
        except BaseException:
            self._end_turn()
            raise

    def _commit(self) -> None:
        super()._commit()  # type: ignore[misc] # when it fails, Django rolls back, and that ends the turn
        self._end_turn()

    def _rollback(self) -> None:
        try:
            super()._rollback()  # type: ignore[misc]
        finally:
            self._end_turn()

    def _close(self) -> None:
        try:
            super()._close()  # type: ignore[misc]
        finally:
            if self._turn is not None:
                self._turn.close()
