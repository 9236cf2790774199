"""Finding records by a few words: over all objects, and never one that the reader could not open."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from odnos.engine import index
from odnos.engine.access.actor import Actor
from odnos.engine.access.fields import known_to
from odnos.engine.index import Asked, Found, Scope
from odnos.engine.index.entry import reference
from odnos.engine.records import read
from odnos.engine.records.row import Row
from odnos.engine.search import hits, ranking, sight
from odnos.engine.search.hits import Hit
from odnos.engine.search.readings import Reading, readings
from odnos.engine.search.scope import scope_of, shared_ids
from odnos.objects.context import Reference
from odnos.objects.registry import registry

EACH = 50


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """A record that fits, before it is known whether the reader may see it."""

    reference: Reference
    found: Found
    reading: Reading
    score: int


def find(
    typed: str,
    *,
    by: Actor,
    at: dt.datetime,
    limit: int = 20,
    objects: Collection[str] | None = None,
    per_object: int | None = None,
    recent: Sequence[Reference] = (),
) -> list[Hit]:
    """Return at most `limit` records that `typed` may mean, the best first, at most `per_object` of one kind.

    Among equals come those of `recent` (what the reader has lately looked at, the latest first), then the reader's own.
    """
    ranked = sorted(candidates(typed, by=by, limit=limit, objects=objects), key=order(by, recent))
    seen = visible(ranked, by=by, limit=limit, per_object=per_object or limit)
    return hits.show([(row, item.reading.asked, item.score) for item, row in seen[:limit]], by=by, at=at)


def candidates(typed: str, *, by: Actor, limit: int, objects: Collection[str] | None) -> list[Candidate]:
    """Return what fits the nearest readings; further ones are tried while there is room, guesses while there is nothing."""
    scope, shared = scope_of(by, objects), index.entries(shared_ids(by, objects))
    shared = sight.known(shared, by=by)
    pool: dict[Reference, Candidate] = {}
    for reading in readings(typed):
        if len(pool) >= limit or (reading.guess and pool):
            break
        for found in [
            *sight.fitting(entries(reading, scope), reading.asked, by=by),
            *(item for item in shared if reading.asked.fits(item.text)),
        ]:
            named = reference(found.id)
            if named and named not in pool:
                score = ranking.score(found, reading)
                pool[named] = Candidate(reference=named, found=found, reading=reading, score=score)
    return list(pool.values())


def entries(reading: Reading, scope: Scope) -> list[Found]:
    """Return entries that fit; where there are too many to see them all, the titles that begin so are among them."""
    found = index.find(reading.asked, scope, each=EACH)
    counts = Counter(named[0] for item in found if (named := reference(item.id)))
    if not reading.start or max(counts.values(), default=0) < EACH:
        return found
    many = [key for key, count in counts.items() if count >= EACH]
    narrow = Scope(
        every=tuple(key for key in scope.every if key in many),
        team=tuple(key for key in scope.team if key in many),
        own=tuple(key for key in scope.own if key in many),
        user_id=scope.user_id,
        team_id=scope.team_id,
    )
    return index.find(Asked(start=reading.start), narrow, each=EACH) + found


def order(by: Actor, recent: Sequence[Reference]) -> Callable[[Candidate], tuple[int, int, bool, int, int]]:
    """Return the sort key: nearest first, then lately seen, then one's own, then by object and age."""
    places = {named: place for place, named in enumerate(recent)}
    menu = {item.key: place for place, item in enumerate(sorted(registry, key=lambda item: not item.in_menu))}

    def key(item: Candidate) -> tuple[int, int, bool, int, int]:
        own = by.user_id is not None and item.found.owner_id == by.user_id  # spare: only what stands first
        place = places.get(item.reference, len(places))
        return item.score, place, not own, menu[item.reference[0]], -item.reference[1]

    return key


def visible(
    ranked: list[Candidate], *, by: Actor, limit: int, per_object: int
) -> list[tuple[Candidate, Row]]:
    """Return the first candidates that the actor may see; kinds that are full are passed over.

    A few are read at first, and each time that these do not do four times as many: most may be out of the actor's reach.
    """
    seen: list[tuple[Candidate, Row]] = []
    counts: Counter[str] = Counter()
    most = min(limit, per_object) + 5
    while ranked and len(seen) < limit:
        ranked = [item for item in ranked if counts[item.reference[0]] < per_object]
        batch = first_of_each(ranked, most)
        most *= 4
        rows = readable(batch, by=by)
        for item in batch:
            row = rows.get(item.reference)
            if row is not None and counts[row.type.key] < per_object:
                counts[row.type.key] += 1
                seen.append((item, row))
        asked = {item.reference for item in batch}
        ranked = [item for item in ranked if item.reference not in asked]
    places = {item.reference: place for place, (item, _row) in enumerate(seen)}
    return sorted(seen, key=lambda pair: (pair[0].score, places[pair[0].reference]))


def first_of_each(ranked: Sequence[Candidate], most: int) -> list[Candidate]:
    """Return the first `most` candidates of every kind, in their order."""
    counts: Counter[str] = Counter()
    chosen = []
    for item in ranked:
        counts[item.reference[0]] += 1
        if counts[item.reference[0]] <= most:
            chosen.append(item)
    return chosen


def readable(batch: Sequence[Candidate], *, by: Actor) -> dict[Reference, Row]:
    """Return the rows of those candidates that the read path lets the actor see."""
    wanted: dict[str, list[int]] = {}
    for item in batch:
        wanted.setdefault(item.reference[0], []).append(item.reference[1])
    rows: dict[Reference, Row] = {}
    for key, ids in wanted.items():
        object_type = known_to(key, by=by)
        names = hits.columns(object_type)
        rows |= {row.reference: row for row in read.get_many(object_type, ids, by=by, columns=names).values()}
    return rows
