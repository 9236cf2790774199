"""A board's columns: the first records of each, how many there are, and what they are worth per currency."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import Count as CountOf
from django.db.models import F, FloatField, Sum
from django.db.models.functions import Cast

from odnos.engine.access.actor import Actor
from odnos.engine.filters.tree import Node
from odnos.engine.records import paging, read
from odnos.engine.records.row import Row
from odnos.lib.money import Money
from odnos.objects.registry import ObjectType


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
) -> dict[Any, Group]:
    """Return the columns `keys` of a board over the field `group_by`."""
    column = object_type.field(group_by).column
    found = {key: Group(key=key) for key in keys}
    order = paging.order_of(object_type, sort)
    names = read.column_names(object_type, columns, order.column, column)
    matching = read.matching(object_type, by=by, at=at, filter=filter)
    for key, group in found.items():
        taken = paging.take(matching.filter(**{column: key}), order, None, names, limit + 1)
        group.rows = read.rows_of(object_type, taken[:limit], columns)
        group.next = read.edge(taken[limit - 1], order, backward=False) if len(taken) > limit else None
    if amount in object_type.by_name:
        add_totals(matching.filter(**{f"{column}__in": list(found)}), column, found, amount, probability)
    return found


def add_totals(matching: Any, column: str, found: dict[Any, Group], amount: str, probability: str) -> None:
    currency = f"{amount}_currency"
    likely = Cast(F(amount), FloatField()) * Cast(F(probability), FloatField())
    rows = (
        matching.order_by()
        .values(column, currency)
        .annotate(number=CountOf("pk"), total=Sum(amount), likely=Sum(likely))
    )
    sums: dict[Any, dict[str, tuple[Decimal, float]]] = defaultdict(dict)
    for row in rows:
        found[row[column]].number += row["number"]
        if row["total"] is not None and row[currency]:
            sums[row[column]][row[currency]] = (row["total"], row["likely"] or 0.0)
    for key, by_currency in sums.items():
        largest_first = sorted(by_currency.items(), key=lambda item: -item[1][0])
        found[key].total = [Money(total, code) for code, (total, _likely) in largest_first]
        found[key].weighted = [
            Money(weigh(likely), code).rounded() for code, (_total, likely) in largest_first
        ]


def weigh(likely: float) -> Decimal:
    """Both columns are kept in ten-thousandths, and a probability is a percentage."""
    return Decimal(repr(likely)) / 10_000 / 10_000 / 100
