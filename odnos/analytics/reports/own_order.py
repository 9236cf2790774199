"""The order that values have of their own: choices as they are offered, stages as they follow one another."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from decimal import Decimal
from typing import Any

from odnos.analytics.reports.dimensions import Split
from odnos.analytics.reports.plan import Plan
from odnos.analytics.reports.result import Figure
from odnos.engine.access.actor import Actor
from odnos.engine.records import read
from odnos.engine.records.row import Row
from odnos.objects.access import Everyone
from odnos.objects.registry import ObjectType, registry


def of(plan: Plan, values: Callable[[int], Collection[Any]]) -> list[Mapping[Any, int]]:
    """Return for each dimension of a report the places of its values."""
    return [places(split, values(number), by=plan.by) for number, split in enumerate(plan.splits)]


def holds(plan: Plan, number: int, places: Sequence[Mapping[Any, int]]) -> bool:
    """Whether groups stand as they follow one another: times and bins; stages, unless the largest are asked for, and choices that are across or told apart by colour."""
    is_first = number == 0 and bool(plan.rows)
    if plan.splits[number].is_ordered:
        return True
    if is_first and (plan.report.top or not is_in_steps(plan.splits[number])):
        return False
    return bool(places[number])


def size_of(figure: Figure, sign: int) -> tuple[bool, Decimal | int]:
    """What puts groups in order by a figure: those without one come last."""
    return (True, 0) if figure is None else (False, sign * figure)


def places(split: Split, values: Collection[Any], *, by: Actor) -> Mapping[Any, int]:
    """Return the place of each value among the others; nothing where they have no order of their own."""
    if split.place.part or split.is_ordered:
        return {}
    if is_in_steps(split):
        return among(registry.get(split.place.end.to), {value for value in values if value}, by=by)
    field = split.place.field
    if getattr(field, "open", False):
        return {}
    return {key: place for place, (key, *_label) in enumerate(getattr(field, "choices", ()))}


def is_in_steps(split: Split) -> bool:
    """Whether the groups are records that everybody has put in one order, such as stages."""
    to = split.place.end.to
    return to in registry and is_placed(registry.get(to))


def is_placed(kind: ObjectType) -> bool:
    position = kind.by_name.get("position")
    return position is not None and position.kind == "number" and isinstance(kind.access, Everyone)


def among(kind: ObjectType, ids: Collection[int], *, by: Actor) -> dict[int, int]:
    """Return the place of each record: those of the first pipeline come first."""
    belongs = next((field for field in kind.fields if field.required and field.kind == "link"), None)
    columns = ("position", *((belongs.name,) if belongs else ()))
    rows = read.get_many(kind, ids, by=by, deleted=None, columns=columns).values()
    to = registry.get(str(getattr(belongs, "to", ""))) if belongs else None
    above = (
        among(to, {row[belongs.name] for row in rows if row[belongs.name]}, by=by)
        if belongs and to and is_placed(to)
        else {}
    )

    def key(row: Row) -> tuple[int, Any, int]:
        return above.get(row[belongs.name], 0) if belongs else 0, row["position"] or 0, row.id

    return {row.id: place for place, row in enumerate(sorted(rows, key=key))}
