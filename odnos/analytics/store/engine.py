"""What the feed writes to: a store that can be filled, beside answering. All that is written together is seen together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from odnos.analytics.star import Table
from odnos.analytics.store.answer import Store

if TYPE_CHECKING:
    import pyarrow as pa

Notes = Mapping[str, str]
"""What a store knows of itself: how far the feed has come (`cursor`, `anchor`), `as_of`, and the `table:` signatures."""
CURSOR, ANCHOR, AS_OF, CURRENCY, TABLE = "cursor", "anchor", "as_of", "currency", "table:"


@dataclass(frozen=True)
class Replacement:
    """The rows of a table about the records `ids` are `rows` now; those of `object_key`, where a table knows several objects."""

    table: Table
    ids: Sequence[int]
    rows: pa.Table
    object_key: str = ""


class Engine(Store, Protocol):
    """A store with the way in."""

    def notes(self) -> dict[str, str]:
        """Return what the store knows of itself; nothing where it was never filled."""

    def apply(self, replacements: Iterable[Replacement], notes: Notes) -> None:
        """Replace rows and notes, in one transaction."""

    def reached(self, notes: Notes, *, is_news: bool) -> None:
        """Know that the feed came so far and found nothing to write. What is no news need not be kept for good."""

    def refill(self, table: Table, parts: Iterable[pa.Table], notes: Notes) -> int:
        """Make a table anew with these rows; readers see the old one until it is done. Return how many rows it has."""

    def drop(self, name: str) -> None:
        """Let a table be gone, with its note."""

    def fresh(self) -> Engine:
        """Return an empty store beside this one, to be filled and adopted."""

    def adopt(self, fresh: Engine) -> None:
        """Let what stands in `fresh` be what this store answers from, from one question to the next."""

    def abandon(self) -> None:
        """Leave nothing of a store that was not adopted."""

    def forget(self) -> None:
        """Leave nothing on the disk of what was deleted."""

    def close(self) -> None:
        """Let go of what is held open."""


Progress = Callable[[str, int], None]
"""Is told, now and then, the table that is being filled and how many rows it has."""
