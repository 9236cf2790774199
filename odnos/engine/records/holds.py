"""Whether a filter holds for records in the making.

Fields say each condition once, as the database's (`Field.condition`); here the same condition is worked out over the
columns that the draft's values would be kept in. So nothing about an operator is said twice, and what holds here is found
there. Conditions on linked records are put to the database itself, one question for all drafts.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from odnos.engine.access.actor import Actor
from odnos.engine.filters import tree
from odnos.engine.filters.tree import Condition, Node
from odnos.engine.records import conditions
from odnos.engine.tables.among import Among
from odnos.engine.views import segments
from odnos.lib import text
from odnos.objects.context import Context
from odnos.objects.fields import Field, SideCondition
from odnos.objects.fields.naming import id_of
from odnos.objects.registry import ObjectType

ID = ("id",)
SIDE_VALUE = 200
"""How much of a value the side table holds."""
COMPARE: Mapping[str, Callable[[Any, Any], bool]] = {
    "exact": lambda held, asked: bool(held == asked),
    "in": lambda held, asked: held in asked,
    "gt": lambda held, asked: bool(held > asked),
    "gte": lambda held, asked: bool(held >= asked),
    "lt": lambda held, asked: bool(held < asked),
    "lte": lambda held, asked: bool(held <= asked),
    "folded_contains": lambda held, asked: asked in text.fold(held),
    "folded_starts": lambda held, asked: text.fold(held).startswith(asked),
}


@dataclass(frozen=True)
class Subject:
    """A record as it was or is to be: its id unless it is new, its values by field, and for whom its days are counted."""

    id: int | None
    value: Callable[[str], Any]
    ctx: Context


def holding(object_type: ObjectType, node: Node, subjects: Sequence[Subject], *, by: Actor) -> list[bool]:
    """Return of each subject whether `node` holds, as far as `by` sees the records it names. Raises FilterError."""
    if isinstance(node, tree.Not):
        return [not held for held in holding(object_type, node.node, subjects, by=by)]
    if isinstance(node, tree.All | tree.Any):
        every = [holding(object_type, inner, subjects, by=by) for inner in node.nodes]
        meet = all if isinstance(node, tree.All) else any
        return [meet(held[place] for held in every) for place in range(len(subjects))]
    if len(node.path) > 1:
        return through(object_type, node, subjects, by=by)
    if node.path == ID and node.operator == segments.OPERATOR:
        return of_segment(object_type, node, subjects)
    return [one(object_type, node, subject) for subject in subjects]


def of_segment(object_type: ObjectType, condition: Condition, subjects: Sequence[Subject]) -> list[bool]:
    """Return of each subject whether it is in a segment: asked once for all."""
    ids = {subject.id for subject in subjects if subject.id is not None}
    members = conditions.segment_of(object_type, condition).members.filter(Among(sorted(ids), "record_id"))
    inside = set(members.values_list("record_id", flat=True))
    return [subject.id in inside for subject in subjects]


def one(object_type: ObjectType, condition: Condition, subject: Subject) -> bool:
    """Whether a condition on a field of the record itself holds."""
    if condition.path == ID:
        given = condition.value if isinstance(condition.value, list | tuple) else [condition.value]
        return subject.id is not None and subject.id in [id_of(item) for item in given if item != ""]
    field = conditions.field_of(object_type, condition)
    asked = conditions.asked_of(field, condition, subject.ctx)
    value = subject.value(field.name)
    return beside(asked, value) if isinstance(asked, SideCondition) else met(asked, field.store(value))


def met(asked: Q, columns: Mapping[str, Any]) -> bool:
    """Whether a record with `columns` is among those that a field's condition means; what is unknown is not."""
    parts = (met(part, columns) if isinstance(part, Q) else leaf(part, columns) for part in asked.children)
    held = any(parts) if asked.connector == Q.OR and asked.children else all(parts)
    return held != asked.negated


def leaf(part: Any, columns: Mapping[str, Any]) -> bool:
    name, operand = part
    column, _mark, lookup = (name, "", "exact") if name in columns else name.rpartition("__")
    held = columns[column]
    if lookup == "isnull" or (lookup == "exact" and operand is None):
        return (held is None) == (operand is None or operand)
    return held is not None and COMPARE[lookup](held, operand)


def beside(asked: SideCondition, value: Any) -> bool:
    """Whether the rows that a value has in its side table are met."""
    field: Any = asked.field
    if field.columns:
        rows = {item[:SIDE_VALUE] for item in field.side_values(value)}
    else:
        rows = {number for _key, number in field.references(value)}
    found = bool(rows) if asked.values is None else not rows.isdisjoint(asked.values)
    return found != asked.negate


def through(
    object_type: ObjectType, condition: Condition, subjects: Sequence[Subject], *, by: Actor
) -> list[bool]:
    """Whether a condition holds for a record that a field names: asked once for all who count their days alike."""
    name, *rest = condition.path
    field = conditions.field_of(object_type, Condition((name,), "", None))
    linked = conditions.linked_by(field)
    asked = Condition(tuple(rest), condition.operator, condition.value)
    named = [named_by(field, subject) for subject in subjects]
    by_day: dict[dt.date, list[int]] = defaultdict(list)
    for place, subject in enumerate(subjects):
        by_day[subject.ctx.today].append(place)
    held = [False] * len(subjects)
    for places in by_day.values():
        ids = set().union(*(named[place] for place in places))
        those = conditions.those(linked, asked, by=by, ctx=subjects[places[0]].ctx)
        found = set(those.filter(Among(ids)).values_list("pk", flat=True)) if ids else set()
        for place in places:
            held[place] = not found.isdisjoint(named[place])
    return held


def named_by(field: Field, subject: Subject) -> set[int]:
    return {number for _key, number in field.references(subject.value(field.name))}
