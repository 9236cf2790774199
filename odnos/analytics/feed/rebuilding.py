"""The store made anew beside the one that is asked, proved equal, and put in its place."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from odnos.analytics.feed import comparing, filling
from odnos.analytics.feed.columnar import snapshot
from odnos.analytics.feed.comparing import Compared
from odnos.analytics.store.engine import Engine, Progress


class Broken(RuntimeError):
    """Whoever asked for the rebuild does not want it any more."""


@dataclass(frozen=True)
class Rebuilt:
    """How it ended: how many rows came, and how each table compares. Only a store that is equal takes the other's place."""

    rows: int
    tables: list[Compared]

    @property
    def is_equal(self) -> bool:
        return all(item.is_equal for item in self.tables)


def rebuild(
    engine: Engine, *, at: dt.datetime, progress: Progress, go_on: Callable[[], None] = lambda: None
) -> Rebuilt:
    """Make the store anew, as the base is at this moment; `go_on` is asked between parts and may raise to break off."""

    def told(table: str, number: int) -> None:
        go_on()
        progress(table, number)

    fresh = engine.fresh()
    try:
        with snapshot() as source:
            rows = filling.fill(fresh, source, at=at, progress=told)
            done = Rebuilt(rows, comparing.compare(fresh, source, go_on=go_on))
        if done.is_equal:
            engine.adopt(fresh)
    except BaseException:
        fresh.abandon()
        raise
    if not done.is_equal:
        fresh.abandon()
    return done
