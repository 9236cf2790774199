"""What a store is, whatever stands behind it: it is asked in its own dialect of SQL, and its answer says as of when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Literal, Protocol, runtime_checkable

if TYPE_CHECKING:
    import pyarrow as pa

Dialect = Literal["duckdb", "postgresql", "clickhouse"]


class StoreError(RuntimeError):
    """The store gave no answer; the message is for the person who asked."""


class Unavailable(StoreError):
    """It is not running, or it is being filled for the first time."""


class TookTooLong(StoreError):
    """The question was given up after the time that it was allowed."""


class Cancelled(StoreError):
    """Whoever asked did not want to know any more."""


@dataclass(frozen=True)
class Answer:
    """Rows of Python values: int, Decimal, str, bool, date, aware UTC moment, list, None. `as_of`: nothing later than this is missing from the data before it."""

    columns: tuple[str, ...]
    rows: list[tuple[Any, ...]]
    as_of: dt.datetime


class Store(Protocol):
    """One store. Parameters are named, written `$name` in the SQL of every dialect."""

    @property
    def dialect(self) -> Dialect: ...

    def ask(
        self, sql: str, parameters: Mapping[str, Any] | None = None, *, seconds: float = 20, ticket: str = ""
    ) -> Answer:
        """Return the answer to one SELECT. Raises StoreError. A question with a `ticket` can be cancelled by it."""

    def arrow(
        self, sql: str, parameters: Mapping[str, Any] | None = None, *, seconds: float = 20, ticket: str = ""
    ) -> tuple[pa.Table, dt.datetime]:
        """Return the same as columns, as the engine types them, and its moment: for a great many rows. Raises StoreError."""

    def cancel(self, ticket: str) -> None:
        """Let the question with this ticket end in Cancelled, wherever it was asked from; none such is no error."""


@runtime_checkable
class AtOnce(Protocol):
    """A store that works on several questions of one asker at once."""

    def begin(
        self, sql: str, parameters: Mapping[str, Any] | None = None, *, seconds: float = 20, ticket: str = ""
    ) -> Callable[[], Answer]:
        """Put a question; what is returned waits for its answer. Both raise StoreError."""


def begun(
    store: Store, sql: str, parameters: Mapping[str, Any] | None = None, *, seconds: float = 20
) -> Callable[[], Answer]:
    """Put a question, and return what gives its answer when it is wanted: only then is it put to a store that takes them in turn."""
    if isinstance(store, AtOnce):
        return cache(store.begin(sql, parameters, seconds=seconds))
    return cache(lambda: store.ask(sql, parameters, seconds=seconds))
