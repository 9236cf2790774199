"""Values that follow from other records, kept in the transaction that writes those: nobody's edit, so no version and no trail."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.db.models import Sum

from odnos.engine.access.tripwire import Mark, written
from odnos.engine.tables import bulk
from odnos.engine.tables.among import Among
from odnos.lib.money import Money
from odnos.objects.registry import ObjectType


def locked(object_type: ObjectType, ids: Sequence[int], columns: Sequence[str]) -> list[tuple[Any, ...]]:
    """Return (id, version, columns …) of those records that are not in the bin, which nobody else changes meanwhile."""
    found = object_type.model._base_manager.filter(Mark(object_type), Among(ids), deleted_at__isnull=True)
    if connection.features.has_select_for_update:
        found = found.select_for_update(no_key=True)
    return list(found.order_by("pk").values_list("pk", "version", *columns))


def summed(part: ObjectType, link: str, amount: str, ids: Sequence[int]) -> dict[int, Money]:
    """Return what the parts of each of `ids` come to; several currencies come to nothing that could be said."""
    whole, money = part.field(link).column, part.field(amount)
    currency = money.columns[1]
    parts = part.model._base_manager.filter(
        Mark(part), Among(ids, whole), deleted_at__isnull=True, **{f"{money.column}__isnull": False}
    )
    rows = parts.order_by().values(whole, currency).annotate(worth=Sum(money.column))
    by_whole: dict[int, list[Money]] = defaultdict(list)
    for number, code, worth in rows.values_list(whole, currency, "worth"):
        by_whole[number].append(Money(worth, code))
    return {number: found[0] for number, found in by_whole.items() if len(found) == 1}


def keep(object_type: ObjectType, columns: Sequence[str], changed: Sequence[Sequence[Any]]) -> None:
    """Write rows of (columns …, id, version) as `locked` gave them."""
    bulk.update(object_type.model, columns, changed, mark=written(object_type.table))
