"""One step of the feed: what was changed since the last one is read anew and replaced in the store, with the place it came to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence

from odnos.analytics import star
from odnos.analytics.feed import filling, moving, places, reading, revaluing
from odnos.analytics.feed.converting import Rates
from odnos.analytics.feed.source import Source
from odnos.analytics.star import Table
from odnos.analytics.store.engine import AS_OF, CURRENCY, TABLE, Engine, Replacement

AT_ONCE = 20_000
"""Records whose rows are held in memory together."""


class Lost(RuntimeError):
    """The store cannot follow any more, or was never filled: it must be made anew."""


def follow(engine: Engine, source: Source, *, at: dt.datetime) -> bool:
    """Take the store to where the operational base is at this moment; say whether more waits. Raises Lost."""
    notes = engine.notes()
    place = places.noted(notes)
    if place is None or places.is_lost(source, place):
        raise Lost
    rates = reading.rates(source)
    tables = star.tables()
    is_remade = remake(engine, tables, source, rates, notes)
    changes = places.since(source, place)
    records: Mapping[str, set[int]] = {key: ids for key, ids in changes.records.items() if ids}
    as_of = max(changes.held, dt.datetime.fromisoformat(notes[AS_OF])) if changes.held else at
    if not records and not is_remade:
        engine.reached(
            {**changes.place.notes, AS_OF: as_of.isoformat()}, is_news=changes.place.anchor != place.anchor
        )
        return not changes.is_all
    records = moving.with_moved(engine, tables, records, source)
    records = revaluing.with_revalued(engine, tables, records, source)
    waiting: Sequence[Replacement] = ()
    for part in replacements(tables, records, source, rates):
        engine.apply(waiting, {})
        waiting = part
    engine.apply(
        waiting, {**changes.place.notes, AS_OF: as_of.isoformat()}
    )  # the last brings the place with it
    return not changes.is_all


def remake(
    engine: Engine, tables: Sequence[Table], source: Source, rates: Rates, notes: Mapping[str, str]
) -> bool:
    """Make anew the tables that have other columns now, or amounts in another currency; let go of those that are gone."""
    is_revalued = notes.get(CURRENCY) != rates.currency
    outdated = [
        item
        for item in tables
        if notes.get(f"{TABLE}{item.name}") != filling.signature(item) or (is_revalued and item.amounts)
    ]
    for table in outdated:
        filling.refill(engine, table, source, rates)
    known = {name.removeprefix(TABLE) for name in notes if name.startswith(TABLE)}
    gone = known - {item.name for item in tables}
    for name in gone:
        engine.drop(name)
    if is_revalued:
        engine.apply((), {CURRENCY: rates.currency})
    return bool(outdated or gone)


def replacements(
    tables: Sequence[Table], records: Mapping[str, set[int]], source: Source, rates: Rates
) -> Iterator[list[Replacement]]:
    """Yield what is to be replaced, some thousand records at a time: each with all that stands about it in any table."""
    for object_key, ids in records.items():
        ordered = sorted(ids)
        for start in range(0, len(ordered), AT_ONCE):
            some = ordered[start : start + AT_ONCE]
            yield [
                Replacement(table, some, rows, several)
                for table, several in concerned(tables, object_key)
                for rows in [reading.about(table, some, source, rates, object_key=several)]
            ]


def concerned(tables: Sequence[Table], object_key: str) -> Iterator[tuple[Table, str]]:
    """Yield the tables that have rows about records of an object; with its key, where they have such of others too."""
    for table in tables:
        if table.object_key == object_key:
            yield table, ""
        elif table.source and not table.object_key:
            yield table, object_key
