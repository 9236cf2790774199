"""Records gathered into groups by the values of one or two fields: how many, and what their figures come to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from odnos.engine.access import fields as known
from odnos.engine.access.actor import Actor
from odnos.engine.filters.tree import EVERYTHING, Condition, FilterError, Node, both
from odnos.engine.records import finding, indexed, read, tallies
from odnos.engine.records.contains import Lookups
from odnos.engine.records.kept import annotated
from odnos.engine.records.reach import reach
from odnos.engine.records.tallies import Figure, Line, Sum, tallied
from odnos.engine.tables.days import LocalDay, day_of
from odnos.lib.money import Money
from odnos.objects.fields import Field
from odnos.objects.registry import ObjectType

MOST, MOST_INSIDE = 200, 50
"""So many groups are told apart on a page, and so many within one of them."""
Start = Callable[[dt.date], dt.date]
GRAINS: Mapping[str, Start] = {
    "day": lambda day: day,
    "week": lambda day: day - dt.timedelta(days=day.weekday()),
    "month": lambda day: day.replace(day=1),
    "quarter": lambda day: day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1),
    "year": lambda day: day.replace(month=1, day=1),
}


@dataclass(frozen=True, kw_only=True)
class By:
    """A field to group by; the days of a date or a moment are taken together by `grain`."""

    name: str
    grain: str = ""


@dataclass(frozen=True, kw_only=True)
class Measure:
    """`how` is sum, avg, min or max of the field `name`."""

    name: str
    how: str


@dataclass(kw_only=True)
class Gathered:
    """Records with the same `keys`, and the groups `inside` it, by the second field.

    `figures` holds for each measure one amount per currency, or one bare number.
    """

    keys: tuple[Any, ...]
    number: int = 0
    sums: dict[tuple[int, str], Sum] = field(default_factory=dict)
    figures: list[list[Money | Decimal]] = field(default_factory=list)
    inside: list[Gathered] = field(default_factory=list)

    def join(self, other: Gathered) -> None:
        self.number += other.number
        for place, summed in other.sums.items():
            self.sums.setdefault(place, Sum()).join(summed)


@dataclass(frozen=True, kw_only=True)
class Summary:
    """Groups of the first field, the most frequent first, of `number` records in all. When it is `capped` there are more
    records than were counted, and no figures; `left` is how many groups are not told apart because they are too many.
    """

    groups: Sequence[Gathered]
    number: int
    capped: bool
    left: int


def summary(  # noqa: PLR0913 -- what a question is made of
    object_type: ObjectType,
    by_fields: Sequence[By],
    measures: Sequence[Measure] = (),
    *,
    by: Actor,
    at: dt.datetime,
    filter: Node | None = None,
    most: int = MOST,
) -> Summary:
    """Return what `by` may see of the records that match, gathered. Raises FilterError for a field that cannot be grouped."""
    object_type = known.safe(object_type, by=by)
    asked = [object_type.field(one.name) for one in by_fields]
    figured = list(dict.fromkeys(measure.name for measure in measures))
    figures = [figure_of(object_type.field(name)) for name in figured]
    zone = by.context(at).timezone
    lookups = Lookups(by=by)
    matching = read.matching(object_type, by=by, at=at, filter=filter, lookups=lookups)
    exact = False
    if filter is not None and filter != EVERYTHING:
        ids = finding.probe(object_type, matching, lookups, filter)
        exact = len(ids) <= finding.CAP
        if exact:
            matching = reach(object_type, by=by).filter(pk__in=ids)  # spare: found within the reach
    columns = [
        *(item.column for item in asked),
        *(c for name in figured for c in object_type.field(name).columns),
    ]
    matching = annotated(object_type, matching, columns)
    keys = []
    for place, item in enumerate(asked):
        check(item)
        if item.kind == "moment":
            matching = matching.annotate(**{f"local_day{place}": LocalDay(item.column, str(zone))})
        keys.append(f"local_day{place}" if item.kind == "moment" else item.column)
    exact = exact or indexed.covers(object_type, columns, filter)
    lines = list(tallied(matching, keys, figures, cap=None if exact else tallies.CAP, extremes=bool(figures)))
    capped = not exact and sum(line.number for line in lines) > tallies.CAP
    nested = layered(gathered(lines, asked, by_fields, zone).values(), len(asked))
    kept, left = cut(nested, most)
    for outer in kept:
        outer.inside, further = cut(outer.inside, MOST_INSIDE)
        left += further
        for one in () if capped else (outer, *outer.inside):
            one.figures = [told(one, figured, measure, object_type) for measure in measures]
    number = sum(one.number for one in nested)
    return Summary(groups=kept, number=number, capped=capped, left=left)


def layered(found: Iterable[Gathered], depth: int) -> list[Gathered]:
    """Put the groups of two fields inside those of the first."""
    if depth == 1:
        return list(found)
    outer: dict[Any, Gathered] = {}
    for one in found:
        known_ = outer.setdefault(one.keys[0], Gathered(keys=one.keys[:1]))
        known_.join(one)
        known_.inside.append(one)
    return list(outer.values())


def cut(groups: Iterable[Gathered], most: int) -> tuple[list[Gathered], int]:
    """Return the most frequent groups, and how many others there are."""
    ordered = sorted(groups, key=lambda one: (-one.number, str(one.keys)))
    return ordered[:most], max(0, len(ordered) - most)


def check(item: Field) -> None:
    if item.kind not in ("stage", "choice", "boolean", "link", "date", "moment") or not item.columns:
        raise FilterError(f"{item.label}")


def figure_of(item: Field) -> Figure:
    amount, *currency = item.columns
    return Figure(column=amount, currency=currency[0] if currency else "")


def gathered(
    lines: Sequence[Line], asked: Sequence[Field], by_fields: Sequence[By], zone: dt.tzinfo
) -> dict[tuple[Any, ...], Gathered]:
    """Put lines of the same group together."""
    found: dict[tuple[Any, ...], Gathered] = {}
    for line in lines:
        keys = tuple(
            key_of(item, one, raw, zone) for item, one, raw in zip(asked, by_fields, line.keys, strict=True)
        )
        group = found.setdefault(keys, Gathered(keys=keys))
        group.number += line.number
        for place, (currency, summed) in enumerate(line.sums):
            group.sums.setdefault((place, currency), Sum()).join(summed)
    return found


def key_of(item: Field, one: By, raw: Any, zone: dt.tzinfo) -> Any:
    """Return the value that a group stands for: the first day of a period, yes or no, None for no value."""
    if item.kind in ("date", "moment"):
        day = day_of(raw, zone)
        return None if day is None else GRAINS[one.grain or "day"](day)
    if item.kind == "boolean":
        return bool(raw)
    return None if raw == "" else raw


def told(
    group: Gathered, figured: Sequence[str], measure: Measure, object_type: ObjectType
) -> list[Money | Decimal]:
    """Return a measure of a group, in each currency that there is, the largest first."""
    place = figured.index(measure.name)
    is_money = len(object_type.field(measure.name).columns) > 1
    sums = [(currency, one) for (at, currency), one in group.sums.items() if at == place and one.number]
    values = sorted(((measured(one, measure.how), currency) for currency, one in sums), reverse=True)
    return [Money(value, currency) if is_money else value for value, currency in values]


def measured(one: Sum, how: str) -> Decimal:
    if how == "avg":
        return one.total / one.number
    return {"sum": one.total, "min": one.least or Decimal(0), "max": one.most or Decimal(0)}[how]


def inside(object_type: ObjectType, by_fields: Sequence[By], keys: Sequence[Any]) -> Node:
    """Return the condition of being in a group."""
    return both(
        *(
            one_inside(object_type.field(one.name), one, key)
            for one, key in zip(by_fields, keys, strict=False)
        )
    )


def one_inside(item: Field, one: By, key: Any) -> Node:
    path = (one.name,)
    if key is None:
        return Condition(path, "empty")
    if isinstance(key, dt.date):
        return Condition(path, "between", [key.isoformat(), last_of(key, one.grain or "day").isoformat()])
    return Condition(path, "is", str(key).lower() if item.kind == "boolean" else str(key))


def last_of(first: dt.date, grain: str) -> dt.date:
    """Return the last day of the period that begins on `first`."""
    start = GRAINS[grain]
    reach_ = {"day": 0, "week": 6, "month": 27, "quarter": 88, "year": 363}[grain]
    day = first + dt.timedelta(days=reach_)
    while day < dt.date.max and start(day + dt.timedelta(days=1)) == first:
        day += dt.timedelta(days=1)
    return day
