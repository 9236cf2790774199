"""Roll-ups: what the records that name one come to, gathered quietly whenever one of them has changed."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db import connection
from django.db.models import Avg, Count, Max, Min, Sum

from odnos.engine.access.actor import Actor
from odnos.engine.access.tripwire import Mark, written
from odnos.engine.filters import text
from odnos.engine.outbox import emit
from odnos.engine.records import read
from odnos.engine.records.kept import annotated
from odnos.engine.tables import bulk
from odnos.engine.tables.custom import COLUMN, packed
from odnos.lib.money import Money, from_units
from odnos.objects import fields as f
from odnos.objects.fields import Field
from odnos.objects.fields.follows import Rolls
from odnos.objects.registry import ObjectType, registry

WORK: Mapping[str, Any] = {"sum": Sum, "min": Min, "max": Max, "average": Avg}
STEP = Decimal("0.0001")


def roll(object_type: ObjectType, ids: Sequence[int], *, by: Actor, at: dt.datetime) -> list[int]:
    """Gather the roll-ups of some records anew, within the caller's transaction; return those in which one changed.

    It is nobody's edit, like a formula worked out anew: no version, no trail, and an event for copies alone.
    """
    gathering = [field for field in object_type.added if field.rolls]
    found = object_type.model._base_manager.filter(Mark(object_type), pk__in=list(ids)).order_by("pk")
    if connection.features.has_select_for_update:
        found = found.select_for_update(no_key=True)
    rows = list(found.values_list("pk", "version", COLUMN))
    gathered = {field.name: values(field, [row[0] for row in rows], by=by, at=at) for field in gathering}
    changed = []
    for record_id, version, held in rows:
        columns: dict[str, Any] = {}
        for field in gathering:
            columns |= field.store(gathered[field.name].get(record_id, nothing(field)))
        kept = {key: value for key, value in (held or {}).items() if key not in columns}
        kept |= packed(columns, object_type.kept)
        if kept != held:
            changed.append([kept, record_id, version])
    bulk.update(object_type.model, [COLUMN], changed, mark=written(object_type.table))
    emit.renewed(object_type.key, [record_id for _kept, record_id, _version in changed])
    return [record_id for _kept, record_id, _version in changed]


def nothing(field: Field) -> Decimal | None:
    """Return what a roll-up of no records is."""
    assert field.rolls
    return Decimal(0) if field.rolls.measure == "count" else None


def values(field: Field, ids: Sequence[int], *, by: Actor, at: dt.datetime) -> dict[int, Any]:
    """Return what the records naming each of `ids` come to."""
    rolls = field.rolls
    assert rolls
    child = registry.get(rolls.object)
    link = child.field(rolls.link).column
    among = read.matching(child, by=by, at=at, filter=text.parse(rolls.only) if rolls.only else None)
    among = annotated(child, among, [link]).filter(**{f"{link}__in": list(ids)}).order_by()
    if rolls.measure == "count":
        counted = among.values(link).annotate(number=Count("pk")).values_list(link, "number")
        return {parent: Decimal(number) for parent, number in counted}
    return measured(child, rolls, among, link)


def measured(child: ObjectType, rolls: Rolls, among: Any, link: str) -> dict[int, Any]:
    item = child.field(rolls.measured)
    among = annotated(child, among, item.columns)
    work = WORK[rolls.measure](item.column)
    if not isinstance(item, f.Money):
        rows = among.values(link).annotate(worth=work).values_list(link, "worth")
        return {parent: fitted(worth) for parent, worth in rows if worth is not None}
    by_currency: dict[int, list[Money]] = defaultdict(list)
    rows = among.values(link, item.currency_column).annotate(worth=work)
    for parent, currency, worth in rows.values_list(link, item.currency_column, "worth"):
        if worth is not None:
            by_currency[parent].append(Money(fitted(worth), currency))
    return {parent: found[0] for parent, found in by_currency.items() if len(found) == 1}


def fitted(worth: Any) -> Any:
    """Return a number as its field keeps it; an average comes from the database in ten-thousandths."""
    if isinstance(worth, float):
        worth = from_units(round(worth))
    return worth.quantize(STEP, ROUND_HALF_UP) if isinstance(worth, Decimal) else worth


__all__ = ["roll"]
