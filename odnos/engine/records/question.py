"""What one asks of an object's records, and the name under which the statements that answer it are kept.

A name says everything that those statements are made of: the object, whose reach it is, and what the filter compares with
what, after “me” and “this month” became a person and days. Conditions that look something up have no name.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db.models import Q, QuerySet

from odnos.engine.access import scope
from odnos.engine.access.actor import Actor
from odnos.engine.filters.tree import Node
from odnos.engine.records.conditions import compiled
from odnos.engine.records.contains import Lookups
from odnos.engine.records.kept import aliased, asked
from odnos.engine.records.reach import everywhere
from odnos.engine.tables.prepared import Statements
from odnos.objects.registry import ObjectType

STATEMENTS = Statements()
PLAIN = frozenset((str, int, bool, float, type(None), Decimal, dt.date, dt.datetime))


@dataclass(frozen=True, kw_only=True)
class Question:
    """The records of an object that match `filter`, whosever they are: to be narrowed to what `by` reaches. Raises FilterError."""

    object_type: ObjectType
    by: Actor
    at: dt.datetime
    filter: Node | None
    lookups: Lookups

    @cached_property
    def condition(self) -> Q:
        if self.filter is None:
            return Q()
        ctx = self.by.context(self.at)
        return compiled(self.object_type, self.filter, by=self.by, ctx=ctx, lookups=self.lookups)

    @cached_property
    def candidates(self) -> QuerySet[Any]:
        found = everywhere(self.object_type, deleted=self.lookups.deleted)
        if self.filter is None:
            return found
        found = aliased(self.object_type, found, asked(self.object_type, self.filter))
        return found.filter(self.condition)

    @cached_property
    def place(self) -> Hashable:
        """Among which records one asks, and how far one reaches."""
        return self.object_type.key, self.lookups.deleted, scope.standing(self.by)

    @cached_property
    def name(self) -> Hashable | None:
        """What the statements are kept under; None where their conditions had to be looked up, or cannot be said plainly."""
        said = plainly(self.condition)
        return None if said is None or self.lookups.known else (self.place, said)


def plainly(condition: Q) -> Hashable | None:
    """Return what a condition says as words and plain values; None where it says more."""
    parts: list[Hashable] = []
    for child in condition.children:
        said = plainly(child) if isinstance(child, Q) else comparison(child)
        if said is None:
            return None
        parts.append(said)
    return condition.connector, condition.negated, tuple(parts)


def comparison(part: Any) -> Hashable | None:
    if not isinstance(part, tuple):
        return None
    name, value = part
    if isinstance(value, list | tuple):
        is_plain = all(type(item) in PLAIN for item in value)
        return (name, tuple((type(item), item) for item in value)) if is_plain else None
    return (name, type(value), value) if type(value) in PLAIN else None
