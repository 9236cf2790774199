"""A store filled with what the test has written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from odnos.analytics.store.duck import Duck

    class Filled(Duck):
        def refresh(self) -> None: ...


FILLED_AT = dt.datetime(2026, 3, 2, 12, 0, tzinfo=dt.UTC)


@pytest.fixture
def analytics(db: None) -> Iterator[Filled]:
    """The store in memory, which is this installation's for the time of a test; `refresh()` lets it know what was written since."""
    from odnos.analytics.feed import filling
    from odnos.analytics.feed.source import Here
    from odnos.analytics.store import installed
    from odnos.analytics.store.duck import Duck

    class Filled(Duck):
        def refresh(self) -> None:
            filling.fill(self, Here(), at=FILLED_AT)

    store = Filled(memory=256, threads=1)
    store.refresh()
    with installed.used(store):
        yield store
    store.close()
