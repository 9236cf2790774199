"""Reading a sensitive field is a deed too: who saw it on which record stands in the trail.

What counts: a record's page or panel, a page of a list that shows the field as a column, an answer of the API with it; and
figures, groups, filters and orders by it, which tell of many records at once: these entries name no record.
An empty field gives nothing away. The same person, record and process within ten minutes is the same reading.
Records without a sensitive field cost nothing, and of a page all entries are one statement.
"""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Iterable, Sequence
from itertools import repeat
from typing import Any

from odnos.engine.access.actor import Actor
from odnos.engine.audit.models import Entry
from odnos.engine.audit.trail import note, origin
from odnos.engine.records.row import Row
from odnos.engine.tables import bulk
from odnos.objects.registry import ObjectType, registry

READ = "read"
AGAIN = dt.timedelta(minutes=10)
MOST = 10_000
Path = tuple[str, ...]
Place = tuple[int | None, str, int, tuple[str, ...]]

_lately: dict[Place, dt.datetime] = {}
_guard = threading.Lock()


def sensitive(object_type: ObjectType, names: Iterable[str] | None = None) -> list[str]:
    """Return the sensitive fields among `names`; among all for None."""
    found = [field.name for field in object_type.all_fields if field.sensitive]
    return found if names is None or not found else [name for name in found if name in set(names)]


def told(rows: Sequence[Row], names: Iterable[str] | None = None, *, by: Actor, at: dt.datetime) -> None:
    """Write down that somebody reads the fields `names` of some records of one object, as far as they are sensitive."""
    if not rows or not (shown := sensitive(rows[0].type, names)):
        return
    read = [(row, filled) for row in rows if (filled := filled_in(row, shown))]
    fresh = [(row, filled) for row, filled in read if is_news((row.type.key, row.id, filled), by=by, at=at)]
    if not fresh:
        return
    columns = {
        "at": repeat(at),
        **{name: repeat(value) for name, value in origin(by).items()},
        "object_key": repeat(fresh[0][0].type.key),
        "record_id": [row.id for row, _filled in fresh],
        "version": [row.version for row, _filled in fresh],
        "action": repeat(READ),
        "diff": [{"fields": [None, list(filled)]} for _row, filled in fresh],
    }
    bulk.insert(Entry, columns)


def filled_in(row: Row, names: Sequence[str]) -> tuple[str, ...]:
    return tuple(name for name in names if not row.type.field(name).is_empty(row[name]))


def asked(
    object_type: ObjectType, paths: Iterable[Path], *, by: Actor, at: dt.datetime, words: str = ""
) -> None:
    """Write down that somebody asks of many records by what stands at some paths, as far as that is sensitive.

    It is one entry for each object whose fields they are. `words` say what was asked.
    """
    for key, names in sensitive_at(object_type, paths).items():
        if is_news((key, 0, tuple(names)), by=by, at=at):
            diff: dict[str, list[Any]] = {"fields": [None, names]}
            said = {"words": [None, words]} if words else {}
            note(READ, object_key=key, record_id=0, by=by, at=at, diff=diff | said)


def sensitive_at(object_type: ObjectType, paths: Iterable[Path]) -> dict[str, list[str]]:
    """Return the sensitive fields on paths from an object, through links too, by the object whose they are."""
    found: dict[str, set[str]] = {}
    for path in paths:
        kind: ObjectType | None = object_type
        for name in path:
            field = kind.by_name.get(name) if kind else None
            if kind is None or field is None:
                break
            if field.sensitive:
                found.setdefault(kind.key, set()).add(name)
            to = str(getattr(field, "to", ""))
            kind = registry.get(to) if to in registry else None
    return {key: sorted(names) for key, names in found.items()}


def is_news(what: tuple[str, int, tuple[str, ...]], *, by: Actor, at: dt.datetime) -> bool:
    """Whether this person has not just read the same: some fields of a record, or (0) of many."""
    place = (by.seen_by or by.user_id, *what)
    with _guard:
        if len(_lately) > MOST:
            _lately.clear()
        last = _lately.get(place)
        if last is not None and dt.timedelta() <= at - last < AGAIN:
            return False
        _lately[place] = at
        return True


def forget() -> None:
    """Know of no reading: the next of each is news."""
    _lately.clear()
