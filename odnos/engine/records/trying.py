"""What a write would make of some values, as far as the object's own rules say. Nothing is checked and nothing is written."""

from __future__ import annotations

import datetime as dt

from odnos.engine.access.actor import Actor
from odnos.engine.access.fields import whole
from odnos.engine.records import clean, ruled
from odnos.engine.records.draft import Draft
from odnos.engine.records.holds import Subject
from odnos.engine.records.outcome import Values
from odnos.engine.records.row import Row
from odnos.engine.records.ruled import State
from odnos.objects.registry import ObjectType


def draft_of(
    object_type: ObjectType, values: Values, *, row: Row | None = None, by: Actor, at: dt.datetime
) -> Draft:
    """Return the draft of a record that `row` is now, or of a new one, with `values` and what follows from them."""
    kind = whole(object_type)
    draft = Draft(kind, old=row, by=by, at=at, ctx=by.context(at))
    clean.fill(draft, values)
    if row is None:
        clean.fill_defaults(kind, [draft])
    clean.follow(kind, [draft])
    return draft


def states(object_type: ObjectType, values: Values, *, by: Actor, at: dt.datetime) -> dict[str, State]:
    """Return how the fields of a form for a new record are to be treated."""
    kind = whole(object_type)
    if not ruled.rules_of(kind):
        return {}
    draft = draft_of(kind, values, by=by, at=at)
    return ruled.states(kind, was=None, now=ruled.subject_of(draft), by=by)


def states_of(row: Row, *, by: Actor, at: dt.datetime) -> dict[str, State]:
    """Return how the fields of a record are to be treated as it is now. `row` has all its fields (`as_kept`)."""
    now = subject_of_row(row, by=by, at=at)
    return ruled.states(whole(row.type), was=now, now=now, by=by)


def subject_of_row(row: Row, *, by: Actor, at: dt.datetime) -> Subject:
    """Return a record as it is."""
    return Subject(row.id, row.__getitem__, by.context(at))
