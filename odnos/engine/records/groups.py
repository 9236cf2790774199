"""A board's columns: the first records of each, how many there are, and what they are worth per currency."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
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


def groups(  # noqa: PLR0913 -- what a board asks
    object_type: ObjectType,
    *,
    by: Actor,
    at: dt.datetime,
    group_by: str,
    keys: Iterable[Any],
    filter: Node | None = None,
    sort: str = "-updated_at",
    columns: Iterable[str] | None = None,
    limit: int = 25,
    amount: str = "amount",
    probability: str = "probability",
    narrow: bool = True,
) -> dict[Any, Group]:
    """Return the columns `keys` of a board over the field `group_by`.

    Unless `narrow` is false it is looked first whether the filter leaves few; for one that leaves many that is a waste.
    """
    column = object_type.field(group_by).column
    found = {key: Group(key=key) for key in keys}
    if not found:
        return found
    order = paging.order_of(object_type, sort)
    names = read.column_names(object_type, columns, order.column, column)
    lookups = Lookups(by=by)
    matching = read.matching(object_type, by=by, at=at, filter=filter, lookups=lookups)
    matching = annotated(object_type, matching, [column, order.column]).filter(**{f"{column}__in": list(found)})
    if narrow and filter is not None and filter != EVERYTHING:
        matching = narrowed(object_type, matching, lookups, filter)
    ids = first_ids(matching, column, list(found), order, limit + 1)
    shown = reach(object_type, by=by).filter(pk__in=ids)
    tops = sorted_out(object_type, shown, column, list(found), order, names, limit + 1)
    for key, group in found.items():
        taken = tops[key]
        group.rows = read.rows_of(object_type, taken[:limit], columns)
        group.next = read.edge(taken[limit - 1], order, backward=False) if len(taken) > limit else None
    if amount in object_type.by_name:
        add_totals(matching, column, found, amount, probability)
    return found


def narrowed(
    object_type: ObjectType, matching: QuerySet[Any], lookups: Lookups, filter: Node
) -> QuerySet[Any]:
    """Few matches are found once and then named; many are met soon enough along the index of each column."""
    ids = read.probe(object_type, matching, lookups, filter)
    if len(ids) > read.CAP:
        return matching
    return annotated(object_type, reach(object_type, by=lookups.by), object_type.kept).filter(pk__in=ids)


def sorted_out(  # noqa: PLR0913 -- a board, row by row
    object_type: ObjectType,
    found: QuerySet[Any],
    column: str,
    keys: Sequence[Any],
    order: paging.Order,
    names: list[str],
    limit: int,
) -> dict[Any, list[dict[str, Any]]]:
    """Return rows by the column of the board they stand in, in its order."""
    rows: dict[Any, list[dict[str, Any]]] = {key: [] for key in keys}
    for row in found.values(*names):
        rows[spread(object_type, row)[column]].append(row)
    return {key: in_order(some, order)[:limit] for key, some in rows.items()}


def in_order(rows: list[dict[str, Any]], order: paging.Order) -> list[dict[str, Any]]:
    """Sort as the pages do: rows without a value come last, the older first, in either direction."""
    filled = [row for row in rows if row[order.column] is not None]
    blank = [row for row in rows if row[order.column] is None]
    filled.sort(key=lambda row: (row[order.column], row["id"]), reverse=order.descending)
    return [*filled, *sorted(blank, key=lambda row: row["id"])]


def first_ids(
    matching: QuerySet[Any], column: str, keys: Sequence[Any], order: paging.Order, limit: int
) -> list[int]:
    """Return the ids of the first rows of each key: parts of a union, each of which walks along an index.

    Django refuses limits inside a union on SQLite, which takes them as subqueries.
    """
    parts = []
    for key in keys:
        among = matching.filter(**{column: key})
        for stretch, inside in paging.stretches(among, order, None, backward=False):
            down = order.descending and inside
            first = paging.ordered(stretch, order, descending=down, inside=inside).values("pk")[:limit]
            with suppress(EmptyResultSet):  # a condition that nothing can meet has no SQL
                parts.append(first.query.sql_with_params())
    if not parts:
        return []
    union = " UNION ALL ".join(
        f"SELECT * FROM ({sql}) AS part{place}" for place, (sql, _) in enumerate(parts)
    )
    with connection.cursor() as cursor:
        cursor.execute(union, [value for _sql, values in parts for value in values])
        return [number for (number,) in cursor.fetchall()]


def add_totals(matching: Any, column: str, found: dict[Any, Group], amount: str, probability: str) -> None:
    """Add counts and sums. Grouped by probability too, the weighted sum is exact, and an index has them in that order."""
    currency = f"{amount}_currency"
    rows = (
        matching.order_by()
        .values(column, currency, probability)
        .annotate(number=CountOf("pk"), total=Sum(amount))
        .values_list(column, currency, probability, "number", "total")
    )
    sums: dict[Any, dict[str, list[Decimal]]] = defaultdict(lambda: defaultdict(lambda: [NOTHING, NOTHING]))
    for key, code, likely, number, total in rows:
        found[key].number += number
        if total is not None and code:
            both = sums[key][code]
            both[0] += total
            both[1] += total * (likely or 0) / 100
    for key, by_currency in sums.items():
        largest_first = sorted(by_currency.items(), key=lambda item: -item[1][0])
        found[key].total = [Money(total, code) for code, (total, _weighted) in largest_first]
        found[key].weighted = [Money(weighted, code).rounded() for code, (_total, weighted) in largest_first]


def weigh(likely: float) -> Decimal:
    """Both columns are kept in ten-thousandths, and a probability is a percentage."""
    return Decimal(repr(likely)) / 10_000 / 10_000 / 100
