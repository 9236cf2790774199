"""How far the feed has come: which changes the store has.

On SQLite writers take turns, so that ids of events say in which order they were committed. On PostgreSQL an event may
be committed after others with greater ids: there the place is a transaction's number, below which all have ended.
"""

from __future__ import annotations

from dataclasses import dataclass

from odnos.analytics.feed.source import Source
from odnos.analytics.store.engine import ANCHOR, CURSOR, Notes

EVENTS = "outbox_event"
HORIZON = "SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint"


@dataclass(frozen=True)
class Place:
    """All changes before `cursor` are in the store; `anchor` is the last event it has, by which a lost past is noticed."""

    cursor: int
    anchor: int = 0

    @property
    def notes(self) -> Notes:
        return {CURSOR: str(self.cursor), ANCHOR: str(self.anchor)}


def now(source: Source) -> Place:
    """Return the place behind which nothing that is committed by now is missing."""
    [(last,)] = source.asked(f"SELECT COALESCE(MAX(id), 0) FROM {EVENTS}")
    if source.vendor == "sqlite":
        return Place(int(last), int(last))
    [(horizon,)] = source.asked(HORIZON)
    return Place(int(horizon), int(last))
