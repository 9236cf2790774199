"""A board's columns: the first records of each, how many there are, and what they are worth per currency."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Count as CountOf
from django.db.models import QuerySet, Sum

from odnos.engine.access.actor import Actor
from odnos.engine.filters.tree import EVERYTHING, Node
from odnos.engine.records import paging, read
from odnos.engine.records.contains import Lookups
from odnos.engine.records.kept import annotated, spread
from odnos.engine.records.reach import reach
from odnos.engine.records.row import Row
from odnos.lib.money import Money
from odnos.objects.registry import ObjectType

NOTHING = Decimal(0)


@dataclass(kw_only=True)
class Group:
    """One column. `total` and `weighted` (by probability) hold one amount per currency, never a mixed sum."""

    key: Any
    rows: Sequence[Row] = ()
    number: int = 0
    total: list[Money] = field(default_factory=list)
    weighted: list[Money] = field(default_factory=list)
    next: str | None = None


@dataclass(frozen=True, kw_only=True)
class Part:
    """Columns that have a condition in common. `along` are those of an index of the table, in its order: sums that
    follow it need no sorting. They include what is grouped by and the currency; without the probability nothing is weighted.
    """

    keys: Sequence[Any]
    filter: Node | None = None
    sort: str = "-updated_at"
    along: tuple[str, ...] = ()


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
    """Return the columns of a board over the field `group_by`, those of all `parts`.

    Unless `narrow` is false it is looked first whether the filter leaves few; for one that leaves many that is a waste.
    """
    column = object_type.field(group_by).column
    asked = [
        (part, asked_for(object_type, part, column, by=by, at=at, narrow=narrow))
        for part in parts
        if part.keys
    ]
    orders = {
        key: paging.order_of(object_type, part.sort, part.filter)
        for part, _matching in asked
        for key in part.keys
    }
    found = {key: Group(key=key) for key in orders}
    ids = first_ids(asked, column, orders, limit + 1)
    names = read.column_names(object_type, columns, *{order.column for order in orders.values()}, column)
    tops = sorted_out(object_type, reach(object_type, by=by).filter(pk__in=ids), column, orders, names)
    shown = read.rows_of(object_type, [row for rows in tops.values() for row in rows[:limit]], columns)
    for key, rows in tops.items():
        found[key].rows = [row for row in shown if row.columns[column] == key]
        if len(rows) > limit:
            found[key].next = read.edge(rows[limit - 1], orders[key], backward=False)
    if amount in object_type.by_name:
        for part, matching in asked:
            along = part.along or (column, f"{amount}_currency", probability)
            if (
                along[0] == column
            ):  # where another column leads the index, its condition alone is to be followed
                matching = matching.filter(**{f"{column}__in": list(part.keys)})  # noqa: PLW2901
            add_totals(matching, column, found, amount, along)
    return found


def asked_for(
    object_type: ObjectType, part: Part, column: str, *, by: Actor, at: dt.datetime, narrow: bool
) -> QuerySet[Any]:
    """Return what matches a part's filter. Few matches are named; many are met soon enough along each column's index."""
    lookups = Lookups(by=by)
    matching = read.matching(object_type, by=by, at=at, filter=part.filter, lookups=lookups)
    if narrow and part.filter is not None and part.filter != EVERYTHING:
        ids = read.probe(object_type, matching, lookups, part.filter)
        if len(ids) <= read.CAP:
            matching = reach(object_type, by=by).filter(pk__in=ids)
    return annotated(object_type, matching, (column, paging.order_of(object_type, part.sort).column))


def sorted_out(
    object_type: ObjectType,
    found: QuerySet[Any],
    column: str,
    orders: Mapping[Any, paging.Order],
    names: list[str],
) -> dict[Any, list[dict[str, Any]]]:
    """Return rows by the column of the board they stand in, in its order."""
    rows: dict[Any, list[dict[str, Any]]] = {key: [] for key in orders}
    for row in found.values(*names):
        rows[spread(object_type, row)[column]].append(row)
    return {key: in_order(some, orders[key]) for key, some in rows.items()}


def in_order(rows: list[dict[str, Any]], order: paging.Order) -> list[dict[str, Any]]:
    """Sort as the pages do: rows without a value come last, the older first, in either direction."""
    filled = [row for row in rows if row[order.column] is not None]
    blank = [row for row in rows if row[order.column] is None]
    filled.sort(key=lambda row: (row[order.column], row["id"]), reverse=order.descending)
    return [*filled, *sorted(blank, key=lambda row: row["id"])]


def first_ids(
    asked: Iterable[tuple[Part, QuerySet[Any]]], column: str, orders: Mapping[Any, paging.Order], limit: int
) -> list[int]:
    """Return the ids of the first rows of each key: parts of a union, each of which walks along an index.

    Django refuses limits inside a union on SQLite, which takes them as subqueries.
    """
    parts = [
        walk
        for part, matching in asked
        for walk in walks(part, matching, column, orders[part.keys[0]], limit)
    ]
    if not parts:
        return []
    union = " UNION ALL ".join(
        f"SELECT * FROM ({sql}) AS part{place}" for place, (sql, _) in enumerate(parts)
    )
    with connection.cursor() as cursor:
        cursor.execute(union, [value for _sql, values in parts for value in values])
        return [number for (number,) in cursor.fetchall()]


def walks(
    part: Part, matching: QuerySet[Any], column: str, order: paging.Order, limit: int
) -> Iterator[tuple[str, tuple[Any, ...]]]:
    """Yield the walk to the first rows of each key. They differ in the key alone, the last of their values."""
    among = matching.filter(**{column: part.keys[0]})
    for stretch, inside in paging.stretches(among, order, None, backward=False):
        down = order.descending and inside
        first = paging.ordered(stretch, order, descending=down, inside=inside).values("pk")[:limit]
        with suppress(EmptyResultSet):  # a condition that nothing can meet has no SQL
            sql, values = first.query.sql_with_params()
            assert values[-1] == part.keys[0]
            yield from ((sql, (*values[:-1], key)) for key in part.keys)


def add_totals(
    matching: QuerySet[Any], column: str, found: dict[Any, Group], amount: str, along: Sequence[str]
) -> None:
    """Add counts and sums. Grouped by probability too, the weighted sum is exact."""
    key, code = along.index(column), along.index(f"{amount}_currency")
    likely = along.index("probability") if "probability" in along else None
    rows = (
        matching.order_by()
        .values(*along)
        .annotate(number=CountOf("*"), total=Sum(amount))
        .values_list(*along, "number", "total")
    )
    sums: dict[Any, dict[str, list[Decimal]]] = defaultdict(lambda: defaultdict(lambda: [NOTHING, NOTHING]))
    for *group, number, total in rows:
        if group[key] not in found:
            continue
        found[group[key]].number += number
        if total is not None and group[code]:
            both = sums[group[key]][group[code]]
            both[0] += total
            both[1] += total * (group[likely] or 0) / 100 if likely is not None else 0
    for one, by_currency in sums.items():
        largest_first = sorted(by_currency.items(), key=lambda item: -item[1][0])
        found[one].total = [Money(total, code) for code, (total, _weighted) in largest_first]
        if likely is not None:
            found[one].weighted = [
                Money(weighted, code).rounded() for code, (_total, weighted) in largest_first
            ]
