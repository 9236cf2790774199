"""Room between two records that people put into order by hand."""

from __future__ import annotations

import datetime as dt

from odnos.engine.access.actor import Actor
from odnos.engine.filters.tree import Node
from odnos.engine.records import paging, read, write
from odnos.engine.records.outcome import Change
from odnos.engine.records.row import Row
from odnos.objects.registry import ObjectType

STEP = 1.0
CROWD = 100


def between(  # noqa: PLR0913 -- a place has two neighbours
    object_type: ObjectType,
    *,
    among: Node,
    after: int | None,
    before: int | None,
    by: Actor,
    at: dt.datetime,
    field: str = "position",
) -> float | None:
    """Return the place behind the record `after` and before `before`, or None where neither is known any more.

    `among` are the records in whose order it is. Records that stand in the very same place are moved apart first.
    """
    known = read.get_many(
        object_type, [number for number in (after, before) if number], by=by, columns=(field,)
    )
    upper, lower = known.get(after or 0), known.get(before or 0)
    if upper is None:
        return None if lower is None else float(lower[field]) - STEP
    if lower is not None and lower[field] > upper[field]:
        return (float(upper[field]) + float(lower[field])) / 2
    return behind(object_type, upper, among=among, by=by, at=at, field=field)


def behind(
    object_type: ObjectType, row: Row, *, among: Node, by: Actor, at: dt.datetime, field: str
) -> float:
    """Return the first free place behind `row`."""
    here = float(row[field])
    cursor = paging.encode(paging.Position(value=here, id=row.id))
    page = read.query(
        object_type, by=by, at=at, filter=among, sort=field, columns=(field,), after=cursor, limit=CROWD
    )
    crowd = [found for found in page.rows if float(found[field]) <= here]
    further = next((float(found[field]) for found in page.rows if float(found[field]) > here), here + STEP)
    step = (further - here) / (len(crowd) + 2)
    moved = [Change(id=found.id, values={field: here + step * (n + 2)}) for n, found in enumerate(crowd)]
    if moved:
        write.update_many(object_type, moved, by=by, at=at, trusted=True)
    return here + step
