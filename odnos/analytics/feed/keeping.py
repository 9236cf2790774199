"""The feed as it runs: fills the store when it was never filled, follows what is changed, makes it anew when asked."""

from __future__ import annotations

import datetime as dt
import logging
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import Error as DatabaseFault
from django.db import connection

from odnos.analytics.feed import comparing, following, places, rebuilding
from odnos.analytics.feed.columnar import snapshot
from odnos.analytics.feed.source import Here
from odnos.analytics.store.engine import AS_OF, Engine
from odnos.engine.tables import definitions

PAUSE = 1.0  # seconds between looks at everything that may have changed
GLANCE = 0.1  # seconds between glances at the newest event; a glance costs a tenth of a millisecond
BACK_OFF = 5.0
LATE = 60.0
"""Seconds after which figures are older than anybody expects."""
log = logging.getLogger(__name__)


@dataclass
class Keeper:
    """Keeps one store up to date. `now` is the clock."""

    engine: Engine
    now: Callable[[], dt.datetime]
    stop: threading.Event = field(default_factory=threading.Event)
    doing: str = "waiting"
    table: str = ""
    rows: int = 0
    told: Mapping[str, Any] = field(default_factory=dict)
    wanted: str = ""
    held: tuple[Any, ...] = ()
    _break: threading.Event = field(default_factory=threading.Event)
    _wake: threading.Event = field(default_factory=threading.Event)
    _newest: int | None = None

    def run(self) -> None:
        """Feed until told to stop; a base that does not answer is waited for."""
        while not self.stop.is_set():
            pause = PAUSE
            try:
                self._newest = places.newest(Here())
                while self.step() and not self.stop.is_set():
                    pass
            except Exception:  # noqa: BLE001 - a feed that ended would let the figures grow old in silence
                log.exception("the analytical store is not fed")
                connection.close()
                self._newest, pause = None, BACK_OFF
            self._wait(pause)
        connection.close()

    def step(self) -> bool:
        """Do what is to be done now; say whether there is more."""
        definitions.refresh()
        if self.wanted:
            wanted, self.wanted = self.wanted, ""
            {"rebuild": self.rebuild, "check": self.check, "forget": self.forget}[wanted]()
            return True
        try:
            self.doing = "following"
            return following.follow(self.engine, Here(), at=self.now())
        except following.Lost:
            self.rebuild()
            return True

    def rebuild(self) -> None:
        """Make the store anew and keep what it came to."""
        self.doing, self.table, self.rows = "rebuilding", "", 0
        began = self.now()
        try:
            done = rebuilding.rebuild(self.engine, at=began, progress=self._progress, go_on=self._go_on)
            seconds = (self.now() - began).total_seconds()
            self.told = {"rows": done.rows, "seconds": seconds, **told(done.tables)}
        except rebuilding.Broken:
            self.told = {"broken": True}
        finally:
            self.doing = "following"

    def check(self) -> None:
        """Compare the store with the base, both as of one moment."""
        self.doing = "comparing"
        try:
            with snapshot() as source:
                while following.follow(self.engine, source, at=self.now()):
                    pass
                self.told = told(comparing.compare(self.engine, source))
        finally:
            self.doing = "following"

    def forget(self) -> None:
        """Follow to where the base is, and leave nothing on the disk of what was deleted."""
        while following.follow(self.engine, Here(), at=self.now()):
            pass
        self.engine.forget()
        self.told = {"forgotten": True}

    def want(self, what: str) -> None:
        """Ask for `rebuild` or `check`; what it came to is in `told` then."""
        self._break.clear()
        self.told, self.wanted = {}, what
        self._wake.set()

    def break_off(self) -> None:
        """Let a rebuild end; the store stays as it is."""
        self._break.set()

    def status(self) -> dict[str, Any]:
        """Return what it is doing, and as of when the store is."""
        notes = self.engine.notes()
        state = {"doing": self.doing, "table": self.table, "rows": self.rows, "told": self.told}
        as_of = notes.get(AS_OF, "")
        return {**state, "wanted": self.wanted, "as_of": as_of, "now": self.now().isoformat()}

    def _wait(self, pause: float) -> None:
        """Wait so long, or until something is asked for or written; what was committed late is met after the pause."""
        end = time.monotonic() + pause
        while not self._wake.wait(GLANCE) and time.monotonic() < end and not self._is_news():
            pass
        self._wake.clear()

    def _is_news(self) -> bool:
        try:
            return self._newest is not None and places.newest(Here()) != self._newest
        except DatabaseFault:
            return True  # the next step meets it, and tells

    def _progress(self, table: str, rows: int) -> None:
        self.table, self.rows = table, rows

    def _go_on(self) -> None:
        if self._break.is_set() or self.stop.is_set():
            raise rebuilding.Broken


def age(state: Mapping[str, Any]) -> float | None:
    """Return how many seconds ago the store was as the base is, by its own status; None if it was never filled."""
    if not state["as_of"]:
        return None
    return (
        dt.datetime.fromisoformat(state["now"]) - dt.datetime.fromisoformat(state["as_of"])
    ).total_seconds()


def told(tables: list[comparing.Compared]) -> dict[str, Any]:
    """Return a comparison as plain data."""
    rows = [
        [item.table, item.base.rows, item.store.rows, str(item.base.checksum), str(item.store.checksum)]
        for item in tables
    ]
    return {"tables": rows, "is_equal": all(item.is_equal for item in tables)}
