"""Proves that the store says what the operational base says, table by table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from odnos.analytics import star
from odnos.analytics.feed import sums
from odnos.analytics.feed.source import Source
from odnos.analytics.feed.sums import Sum
from odnos.analytics.store.answer import Store
from odnos.analytics.store.engine import Progress


@dataclass(frozen=True)
class Compared:
    """A table as both say it is."""

    table: str
    base: Sum
    store: Sum

    @property
    def is_equal(self) -> bool:
        return self.base == self.store


def compare(
    store: Store,
    source: Source,
    *,
    progress: Progress | None = None,
    go_on: Callable[[], None] = lambda: None,
) -> list[Compared]:
    """Compare every table, as `source` sees them at its moment; `go_on` may raise to break off."""
    found = []
    for table in star.tables():
        if not table.source:
            continue
        go_on()
        found.append(Compared(table.name, sums.of_base(table, source), sums.of_store(table, store)))
        if progress:
            progress(table.name, found[-1].base.rows)
    return found
