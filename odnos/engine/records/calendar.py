"""Records by the days of a date or a moment: the first ones of each day, and how many there are."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q, QuerySet

from odnos.engine.access import fields as known
from odnos.engine.access.actor import Actor
from odnos.engine.filters.tree import Condition, Node, both
from odnos.engine.records import read, unions
from odnos.engine.records.kept import annotated
from odnos.engine.records.reach import reach
from odnos.engine.records.row import Row
from odnos.objects.fields import Field
from odnos.objects.registry import ObjectType

WHOLE = 1_000
"""So many records of a span are read whole; of more, the first ones of each day."""
COUNTED = 999
"""So many records of a day are counted then."""


@dataclass(kw_only=True)
class Day:
    """The first records of a day, in their order; one that is `capped` has more than `number`."""

    on: dt.date
    rows: list[Row] = field(default_factory=list)
    number: int = 0
    capped: bool = False


def days(  # noqa: PLR0913 -- what a calendar asks
    object_type: ObjectType,
    name: str,
    *,
    first: dt.date,
    last: dt.date,
    by: Actor,
    at: dt.datetime,
    filter: Node | None = None,
    columns: Iterable[str] | None = None,
    each: int,
) -> list[Day]:
    """Return every day from `first` to `last`, each with at most `each` of the records that `by` may see and that match."""
    object_type = known.safe(object_type, by=by)
    asked = object_type.field(name)
    wanted = [name, *(columns if columns is not None else object_type.by_name)]
    span = Condition((name,), "between", [first.isoformat(), last.isoformat()])
    within = read.matching(object_type, by=by, at=at, filter=both(filter, span))
    within = annotated(object_type, within, [asked.column])
    found = {day: Day(on=day) for day in every(first, last)}
    ids = list(within.order_by(asked.column, "pk").values_list("pk", flat=True)[: WHOLE + 1])
    if len(ids) > WHOLE:
        matching = annotated(  # without the span: one condition on the days is followed along the index, not the other
            object_type, read.matching(object_type, by=by, at=at, filter=filter), [asked.column]
        )
        ids = first_of_days(asked, matching, found, by=by, at=at, each=each)
        is_whole = False
    else:
        is_whole = True
    zone = by.context(at).timezone
    rows: dict[dt.date, list[Row]] = defaultdict(list)
    for row in rows_in_order(object_type, ids, wanted, by=by):
        on = local(row[name], zone)
        if on in found:
            rows[on].append(row)
    for on, day in found.items():
        day.rows = rows[on][:each]
        day.number = len(rows[on]) if is_whole else day.number
    return list(found.values())


def every(first: dt.date, last: dt.date) -> Sequence[dt.date]:
    return [first + dt.timedelta(days=place) for place in range((last - first).days + 1)]


def local(value: dt.date | dt.datetime | None, zone: dt.tzinfo) -> dt.date | None:
    """Return the day of a date, or that of a moment at the clocks of `zone`."""
    return value.astimezone(zone).date() if isinstance(value, dt.datetime) else value


def rows_in_order(
    object_type: ObjectType, ids: Sequence[int], names: Sequence[str], *, by: Actor
) -> list[Row]:
    place = {number: index for index, number in enumerate(ids)}
    reached = reach(object_type, by=by).filter(pk__in=ids)  # spare: the ids were found within the reach
    found = reached.values(*read.column_names(object_type, names))
    ordered = sorted(found, key=lambda row: place[row["id"]])
    return read.rows_of(object_type, ordered, names)


def first_of_days(
    asked: Field,
    matching: QuerySet[Any],
    found: dict[dt.date, Day],
    *,
    by: Actor,
    at: dt.datetime,
    each: int,
) -> list[int]:
    """Return the ids of the first records of each day, and write down how many there are, as far as they are counted."""
    ctx = by.context(at)
    walks = []
    for day in found:
        written = day.isoformat()
        that_day = asked.condition("between", [written, written], ctx)
        assert isinstance(that_day, Q)
        walks.append(matching.filter(that_day).order_by(asked.column, "pk").values("pk"))
    numbers = unions.counts([walk[: COUNTED + 1] for walk in walks])
    for one, number in zip(found.values(), numbers, strict=True):
        one.number, one.capped = min(number, COUNTED), number > COUNTED
    return unions.together([walk[:each] for walk in walks])
