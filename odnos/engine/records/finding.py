"""How a page of records is found: by a probe, and then the walk that its answer makes the shortest.

What is asked again, by whoever reaches the same, finds its statements compiled (`Question.name`).
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.db.models import Q, QuerySet

from odnos.engine.access import scope
from odnos.engine.access.actor import Actor
from odnos.engine.filters.tree import Node
from odnos.engine.records import indexed, paging
from odnos.engine.records.contains import Lookups
from odnos.engine.records.owned import asks_for_own
from odnos.engine.records.paging import Order, Position
from odnos.engine.records.question import STATEMENTS, Question
from odnos.engine.records.reach import reach
from odnos.engine.records.strands import MOST, Strand, number
from odnos.engine.tables.among import Among, ids_given
from odnos.engine.tables.prepared import Prepared
from odnos.objects.registry import ObjectType

CAP = 1000
Rows = list[dict[str, Any]]


def probed(asked: Question, *, cap: int = CAP) -> list[int]:
    """Return at most `cap` ids and one of what is asked for, as `probe` does."""
    if asked.name is None:
        return probe(asked.object_type, asked.candidates, asked.lookups, asked.filter, cap=cap)
    own = asks_for_own(asked.object_type, asked.filter, by=asked.by)

    def branches() -> list[QuerySet[Any, Any]]:
        plain = asked.candidates.order_by().values_list("pk", flat=True)
        reached = branches_of(asked.object_type, asked.filter, by=asked.by)
        return [plain.filter(branch)[: cap + 1] for branch in reached]

    statements = STATEMENTS.of((asked.name, "probe", cap, own), branches)
    return met(([record_id for (record_id,) in one.tuples()] for one in statements), cap)


def probe(
    object_type: ObjectType,
    candidates: QuerySet[Any],
    lookups: Lookups,
    filter: Node | None,
    *,
    cap: int = CAP,
) -> list[int]:
    """Return at most `cap` ids and one. Each branch of the actor's reach is asked by itself, along its own index.

    Records with a frequent needle are met among the first ones that the index has of it, or, when another field has
    it more often than the one asked for, among all. Where the index has named all that can match, these are looked at once,
    and so is what the actor owns.
    """
    plain = candidates.order_by().values_list("pk", flat=True)
    if lookups.names_all(filter):
        return list(plain.filter(scope.condition(object_type, by=lookups.by))[: cap + 1])
    if lookups.sample:
        reached = scope.condition(object_type, by=lookups.by)
        ids = list(plain.filter(reached, Among(lookups.sample))[: cap + 1])
        if len(ids) > cap:
            return ids
        if everywhere := lookups.everywhere(filter):
            plain = plain.filter(Among(everywhere))
    branches = branches_of(object_type, filter, by=lookups.by)
    return met((plain.filter(branch)[: cap + 1] for branch in branches), cap)


def branches_of(object_type: ObjectType, filter: Node | None, *, by: Actor) -> list[Q]:
    """Return the conditions that are asked one after another."""
    branches = scope.branches(object_type, by=by)
    return [Q()] if branches is None or asks_for_own(object_type, filter, by=by) else branches


def met(finds: Iterable[Iterable[int]], cap: int) -> list[int]:
    """Return at most `cap` ids and one of several finds; what is not needed is not asked."""
    ids: set[int] = set()
    for found in finds:
        ids.update(found)
        if len(ids) > cap:
            break
    return list(islice(ids, cap + 1))


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """The rows of a page: so many behind a position, with some columns."""

    order: Order
    position: Position | None
    columns: list[str]
    limit: int

    @property
    def name(self) -> Hashable:
        order, position = self.order, self.position
        behind = position.kind if position else None
        return (order.column, order.descending, order.nullable), behind, tuple(self.columns), self.limit

    def walks(self, asked: Question, found: QuerySet[Any], **how: Any) -> Iterator[QuerySet[Any]]:
        return paging.walks(
            asked.object_type, found, self.order, self.position, self.columns, self.limit, **how
        )

    def taken(self, asked: Question, statements: tuple[Prepared, ...], **given: Any) -> Rows:
        return paging.take(asked.object_type, statements, self.order, self.position, self.limit, **given)


def among(asked: Question, wanted: Wanted, ids: list[int]) -> Rows:
    """Return the page out of few records, all of which were met."""
    if not ids:
        return []

    def walks() -> Iterator[QuerySet[Any]]:
        found = reach(asked.object_type, by=asked.by, deleted=asked.lookups.deleted)  # spare: met within it
        return wanted.walks(asked, found.filter(Among(ids_given("ids"))))

    return wanted.taken(asked, STATEMENTS.of((asked.place, "among", wanted.name), walks), ids=ids)


def walked(asked: Question, wanted: Wanted) -> Rows:
    """Return the page out of many records, by a walk along the order."""
    name = None if asked.name is None else (asked.name, "walk", wanted.name)
    return wanted.taken(asked, STATEMENTS.of(name, lambda: along(asked, wanted)))


def along(asked: Question, wanted: Wanted) -> Iterator[QuerySet[Any]]:
    """Yield the queries of a walk along the order, or along each way in which records are reached."""
    object_type, by = asked.object_type, asked.by
    is_named = asked.lookups.names_all(asked.filter)
    strands = [] if is_named else strands_of(asked.candidates, object_type, wanted.order, by=by)
    if strands:
        return wanted.walks(asked, asked.candidates, strands=strands)
    found = asked.candidates.filter(scope.condition(object_type, by=by))
    ids_first = not is_named and is_past_others(object_type, wanted.order, by=by)
    return wanted.walks(asked, found, ids_first=ids_first)


def strands_of(
    candidates: QuerySet[Any], object_type: ObjectType, order: Order, *, by: Actor
) -> list[Strand]:
    """Return each way in which `by` reaches records as a query of its own; none where one walk along the order does as well."""
    if scope.branches(object_type, by=by) is None or not indexed.has_strands(object_type, order.column):
        return []
    found = [
        Strand(found=candidates.filter(condition), ids=ids)
        for condition, ids in scope.strands(object_type, by=by)
    ]
    return found if number(found) <= MOST else []


def is_past_others(object_type: ObjectType, order: Order, *, by: Actor) -> bool:
    """Whether a walk in this order leads past what `by` does not reach, along an index that says whose each record is."""
    return scope.branches(object_type, by=by) is not None and indexed.tells(object_type, order.column)
