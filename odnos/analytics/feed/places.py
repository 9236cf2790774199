"""How far the feed has come: which changes the store has.

On SQLite writers take turns, so that ids of events say in which order they were committed. On PostgreSQL an event may
be committed after others with greater ids, or later than it was written: there the place is a transaction's number, and
only events of transactions below the oldest running one are taken, for none of theirs can come any more. Whoever asks within
a transaction that has written is told its own events too, each time.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from odnos.analytics.feed.source import Source
from odnos.analytics.store.engine import ANCHOR, CURSOR, Notes

EVENTS = "outbox_event"
HORIZON = "SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint"
OWN = "pg_current_xact_id_if_assigned()"
MOST = 5000  # events taken at once where they can be taken in part


@dataclass(frozen=True)
class Place:
    """All changes before `cursor` are in the store; `anchor` is the last event it has, by which a lost past is noticed."""

    cursor: int
    anchor: str = ""

    @property
    def notes(self) -> Notes:
        return {CURSOR: str(self.cursor), ANCHOR: self.anchor}


@dataclass(frozen=True)
class Changes:
    """What changed up to `place`: ids by object. `names` are the events' names. `held` is the moment of the first event left for later, if any is."""

    place: Place
    records: Mapping[str, set[int]]
    names: frozenset[str] = frozenset()
    held: dt.datetime | None = None
    is_all: bool = True


def noted(notes: Notes) -> Place | None:
    """Return the place that a store has noted."""
    return Place(int(notes[CURSOR]), notes.get(ANCHOR, "")) if CURSOR in notes else None


def now(source: Source) -> Place:
    """Return the place behind which nothing that is committed by now is missing."""
    last = source.asked(f"SELECT id, at || '' FROM {EVENTS} ORDER BY id DESC LIMIT 1")
    anchor = anchor_of(*last[0]) if last else ""
    if source.vendor == "sqlite":
        return Place(int(last[0][0]) if last else 0, anchor)
    [(horizon,)] = source.asked(HORIZON)
    return Place(int(horizon), anchor)


def newest(source: Source) -> int:
    """Return the greatest number of an event; 0 without any."""
    [(number,)] = source.asked(f"SELECT MAX(id) FROM {EVENTS}")
    return int(number or 0)


def anchor_of(number: int, moment: object) -> str:
    return f"{number} {moment}"


def is_lost(source: Source, place: Place) -> bool:
    """Tell whether the events that lead on from a place are gone, or are those of another base."""
    if source.vendor == "postgresql":
        [(horizon,)] = source.asked(HORIZON)
        if int(horizon) < place.cursor:
            return True
    if not place.anchor:
        return False
    number = int(place.anchor.split(" ")[0])
    found = source.asked(f"SELECT id, at || '' FROM {EVENTS} WHERE id = {number}")
    return not found or anchor_of(*found[0]) != place.anchor


def since(source: Source, place: Place) -> Changes:
    """Return what was committed after a place, as far as it can be known to be complete."""
    return _by_order(source, place) if source.vendor == "sqlite" else _below_horizon(source, place)


COLUMNS = "id, at || '', name, object_key, records"


def _by_order(source: Source, place: Place) -> Changes:
    found = source.asked(f"SELECT {COLUMNS} FROM {EVENTS} WHERE id > {place.cursor} ORDER BY id LIMIT {MOST}")
    if not found:
        return Changes(place, {})
    last = found[-1]
    here = Place(int(last[0]), anchor_of(last[0], last[1]))
    return Changes(here, records_of(found), names_of(found), is_all=len(found) < MOST)


def _below_horizon(source: Source, place: Place) -> Changes:
    [(horizon,)] = source.asked(HORIZON)
    below = f"(transaction_id < '{horizon}'::xid8 OR transaction_id = {OWN})"
    found = source.asked(
        f"SELECT {COLUMNS.replace('records', 'records::text')} FROM {EVENTS}"
        f" WHERE transaction_id >= '{place.cursor}'::xid8 AND {below} ORDER BY id"
    )
    waiting = source.asked(
        f"SELECT MIN(at) FROM {EVENTS}"
        f" WHERE transaction_id >= '{horizon}'::xid8 AND transaction_id IS DISTINCT FROM {OWN}"
    )
    anchor = anchor_of(found[-1][0], found[-1][1]) if found else place.anchor
    return Changes(Place(int(horizon), anchor), records_of(found), names_of(found), held=waiting[0][0])


def records_of(events: list[tuple[Any, ...]]) -> dict[str, set[int]]:
    """Return the ids that events name, by object."""
    records: dict[str, set[int]] = defaultdict(set)
    for _id, _at, _name, object_key, ids in events:
        if object_key:
            records[object_key].update(orjson.loads(ids) if isinstance(ids, str) else ids)
    return records


def names_of(events: list[tuple[Any, ...]]) -> frozenset[str]:
    return frozenset(str(event[2]) for event in events)
