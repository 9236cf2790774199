"""The rows that a write is about: locked while it lasts, and read back when it is done."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connection, models
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from odnos.engine.access.actor import Actor
from odnos.engine.access.rights import Deed, Denied
from odnos.engine.access.tripwire import Mark
from odnos.engine.records import read
from odnos.engine.records.errors import NotFound
from odnos.engine.records.outcome import Outcome
from odnos.engine.records.reach import reach
from odnos.engine.records.row import Row
from odnos.engine.tables.among import Among
from odnos.engine.tables.prepared import Given, Prepared
from odnos.objects.fields import Links
from odnos.objects.registry import ObjectType


def marked(object_type: ObjectType) -> QuerySet[Any]:
    """Return all records of an object: for the write path itself, which has checked rights already."""
    return object_type.model._base_manager.filter(Mark(object_type))


def written_row(object_type: ObjectType, record_id: int) -> Row:
    """Return a record just written, even if writing it put it out of the writer's reach."""
    return read.rows_of(object_type, by_id(object_type).rows(id=record_id), None)[0]


def by_id(object_type: ObjectType) -> Prepared:
    """Return the query for all columns of one record."""
    known = _by_id.get(object_type.key)
    if known is None or known[0] is not object_type or known[1] != object_type.shape:
        names, given = read.column_names(object_type, None), Given("id", models.BigIntegerField())
        known = (
            object_type,
            object_type.shape,
            Prepared(lambda: marked(object_type).filter(pk=given).values(*names)),
        )
        _by_id[object_type.key] = known
    return known[2]


_by_id: dict[str, tuple[ObjectType, int, Prepared]] = {}


def locked(
    object_type: ObjectType, ids: Sequence[int], *, by: Actor, deed: Deed, deleted: bool | None = False
) -> dict[int, Row]:
    """Return the rows over which `by` may do `deed`, locked until the transaction ends."""
    found = reach(object_type, by=by, deed=deed, deleted=deleted).filter(Among(ids)).order_by("pk")
    if connection.features.has_select_for_update:
        found = found.select_for_update(no_key=True)
    rows = [Row(object_type, columns) for columns in found.values(*read.column_names(object_type, None))]
    beside = [item.name for item in object_type.all_fields if isinstance(item, Links)]
    if beside and rows:
        read.load_links(object_type, rows, beside)
    return {row.id: row for row in rows}


def unreachable(object_type: ObjectType, record_id: int, *, by: Actor, alone: bool) -> Outcome:
    """A record that can be seen but not changed is denied; one that cannot be seen does not exist."""
    if not reach(object_type, by=by).filter(pk=record_id).exists():
        if alone:
            raise NotFound(f"{object_type.key} {record_id}")
        return Outcome(errors={"": [_("There is no such record, or you may not see it.")]})
    if alone:
        raise Denied(_("You may see this record, but not change it."))
    return Outcome(errors={"": [_("You may see this record, but not change it.")]})
