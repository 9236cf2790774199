"""A board's lanes: the first records of each, how many there are, and what they are worth per currency."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db.models import Q, QuerySet

from odnos.engine.access import fields as known
from odnos.engine.access import scope
from odnos.engine.access.actor import Actor
from odnos.engine.filters.tree import EVERYTHING, Node
from odnos.engine.records import finding, indexed, lane_sums, paging, read, tallies, unions
from odnos.engine.records.contains import Lookups
from odnos.engine.records.kept import annotated, spread
from odnos.engine.records.lane import OTHERS, Asked, Group, Part, is_odd, lane_of
from odnos.engine.records.reach import reach
from odnos.engine.records.tallies import tallied
from odnos.objects.registry import ObjectType

FIRST = 5_000
"""Where no index leads to a lane's records, its first ones are looked for among so many of all."""

__all__ = ["OTHERS", "Group", "Part", "frequent", "groups"]


def groups(  # noqa: PLR0913 -- what a board asks
    object_type: ObjectType,
    *,
    by: Actor,
    at: dt.datetime,
    group_by: str,
    parts: Iterable[Part],
    columns: Iterable[str] | None = None,
    limit: int = 25,
    amount: str = "amount",
    probability: str = "probability",
    narrow: bool = True,
) -> dict[Any, Group]:
    """Return the lanes of a board over the field `group_by`, those of all `parts`, by the value of its column.

    Unless `narrow` is false it is looked first whether the filter leaves few; for one that leaves many that is a waste.
    """
    object_type = known.safe(object_type, by=by)
    column = object_type.field(group_by).column
    asked = [asked_for(object_type, part, column, by=by, at=at, narrow=narrow) for part in parts if part.keys]
    found = {key: Group(key=key) for one in asked for key in one.part.keys}
    tops = first_rows(object_type, asked, column, found, columns, limit, by=by)
    names = None if columns is None else list(columns)
    for key, (rows, order) in tops.items():
        found[key].rows = read.rows_of(object_type, rows[:limit], names)
        if len(rows) > limit:
            found[key].next = read.edge(rows[limit - 1], order, backward=False)
    for one in asked:
        lane_sums.add_totals(object_type, one, column, found, amount, probability)
    return found


def asked_for(
    object_type: ObjectType, part: Part, column: str, *, by: Actor, at: dt.datetime, narrow: bool
) -> Asked:
    """Return what matches a part's filter. Few matches are named; many are met soon enough along each lane's index."""
    lookups = Lookups(by=by)
    matching = read.matching(object_type, by=by, at=at, filter=part.filter, lookups=lookups)
    order = paging.order_of(object_type, part.sort, part.filter)
    few = False
    if narrow and part.filter is not None and part.filter != EVERYTHING:
        ids = finding.probe(object_type, matching, lookups, part.filter)
        few = len(ids) <= finding.CAP
        if few:
            matching = reach(object_type, by=by).filter(pk__in=ids)  # spare: found within the reach
    return Asked(
        part=part,
        matching=annotated(object_type, matching, (column, order.column)),
        order=order,
        few=few,
        whole=scope.branches(object_type, by=by) is None,
    )


Tops = dict[Any, tuple[list[dict[str, Any]], paging.Order]]


def first_rows(  # noqa: PLR0913 -- what a board asks
    object_type: ObjectType,
    asked: Sequence[Asked],
    column: str,
    found: Mapping[Any, Group],
    columns: Iterable[str] | None,
    limit: int,
    *,
    by: Actor,
) -> Tops:
    """Return the first rows of each lane, one more than `limit` where there are more, and the order they stand in."""
    is_led = indexed.leads(object_type, column)
    walked = [one for one in asked if one.few or (is_led and not any(is_odd(key) for key in one.part.keys))]
    ids = first_ids(walked, column, limit + 1)
    for one in asked:
        if one not in walked:
            ids += met_first(one, column, found, limit + 1)
    orders = {key: one.order for one in asked for key in one.part.keys}
    names = read.column_names(object_type, columns, *{order.column for order in orders.values()}, column)
    rows: dict[Any, list[dict[str, Any]]] = {key: [] for key in orders}
    for row in reach(object_type, by=by).filter(pk__in=ids).values(*names):  # spare: found within the reach
        spread(object_type, row)
        rows[lane_of(row[column], orders)].append(row)
    return {key: (in_order(some, orders[key]), orders[key]) for key, some in rows.items()}


def in_order(rows: list[dict[str, Any]], order: paging.Order) -> list[dict[str, Any]]:
    """Sort as the pages do: rows without a value come last, the older first, in either direction."""
    filled = [row for row in rows if row[order.column] is not None]
    blank = [row for row in rows if row[order.column] is None]
    filled.sort(key=lambda row: (row[order.column], row["id"]), reverse=order.descending)
    return [*filled, *sorted(blank, key=lambda row: row["id"])]


def met_first(one: Asked, column: str, found: Mapping[Any, Group], limit: int) -> list[int]:
    """Return ids of the first rows of each lane among the first of all. Lanes that are not full by then are partial."""
    met: dict[Any, list[int]] = {key: [] for key in one.part.keys}
    left = FIRST
    for stretch, inside in paging.stretches(one.matching, one.order, None, backward=False):
        if not left:
            break
        down = one.order.descending and inside
        walk = paging.ordered(stretch, one.order, descending=down, inside=inside)
        rows = list(walk.values_list("pk", column)[:left])
        left -= len(rows)
        for number, value in rows:
            key = lane_of(value, met)
            if len(met.get(key, ())) < limit and key in met:
                met[key].append(number)
    if not left:
        for key, ids in met.items():
            found[key].partial = len(ids) < limit
    return [number for ids in met.values() for number in ids]


def first_ids(asked: Iterable[Asked], column: str, limit: int) -> list[int]:
    """Return the ids of the first rows of each lane: parts of a union, each of which walks along an index."""
    return unions.united([walk for one in asked for walk in walks(one, column, limit)])


def walks(one: Asked, column: str, limit: int) -> Iterator[tuple[str, tuple[Any, ...]]]:
    """Yield the walk to the first rows of each lane. Those of plain values differ in the value alone, the last one."""
    plain = [key for key in one.part.keys if not is_odd(key)]
    if plain and isinstance(plain[0], bool):  # SQL says yes and no by itself, without a value
        yield from (part for key in plain for part in walk(one, one.matching.filter(**{column: key}), limit))
    elif plain:
        for sql, values in walk(one, one.matching.filter(**{column: plain[0]}), limit):
            assert values[-1] == plain[0]
            yield from ((sql, (*values[:-1], key)) for key in plain)
    if None in one.part.keys:
        yield from walk(one, one.matching.filter(**{f"{column}__isnull": True}), limit)
    if OTHERS in one.part.keys:
        elsewhere = Q(**{f"{column}__in": plain}) | Q(**{f"{column}__isnull": True})
        yield from walk(one, one.matching.exclude(elsewhere), limit)


def walk(one: Asked, among: QuerySet[Any], limit: int) -> Iterator[tuple[str, tuple[Any, ...]]]:
    for stretch, inside in paging.stretches(among, one.order, None, backward=False):
        down = one.order.descending and inside
        first = paging.ordered(stretch, one.order, descending=down, inside=inside).values("pk")[:limit]
        with suppress(EmptyResultSet):  # a condition that nothing can meet has no SQL
            yield first.query.sql_with_params()


def frequent(
    object_type: ObjectType,
    name: str,
    *,
    by: Actor,
    at: dt.datetime,
    filter: Node | None = None,
    limit: int,
) -> list[Any]:
    """Return the most frequent values of a field among what matches, the most frequent first; of many records, among some."""
    object_type = known.safe(object_type, by=by)
    column = object_type.field(name).column
    matching = annotated(object_type, read.matching(object_type, by=by, at=at, filter=filter), (column,))
    exact = indexed.covers(object_type, (column,), filter)
    lines = tallied(matching, [column], (), cap=None if exact else tallies.CAP)
    counted = sorted((-line.number, str(line.keys[0]), line.keys[0]) for line in lines if line.keys[0])
    return [key for _number, _written, key in counted[:limit]]
