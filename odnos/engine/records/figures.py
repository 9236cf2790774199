"""Figures of records, put in place quietly: like a roll-up they are nobody's edit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connection

from odnos.engine.access.tripwire import Mark, written
from odnos.engine.outbox import emit
from odnos.engine.tables import bulk
from odnos.engine.tables.custom import COLUMN, packed
from odnos.objects.fields import Field
from odnos.objects.registry import ObjectType


def put(
    object_type: ObjectType,
    ids: Sequence[int],
    fields: Sequence[Field],
    values: Mapping[int, Mapping[str, Any]],
) -> list[int]:
    """Let the figures of some records be `values` (by record and field), those not named nothing; return where one changed.

    Within the caller's transaction: no version, no trail, and an event for copies alone.
    """
    found = object_type.model._base_manager.filter(Mark(object_type), pk__in=list(ids)).order_by("pk")
    if connection.features.has_select_for_update:
        found = found.select_for_update(no_key=True)
    changed = []
    for record_id, version, held in found.values_list("pk", "version", COLUMN):
        known = values.get(record_id, {})
        columns: dict[str, Any] = {}
        for field in fields:
            columns |= field.store(known.get(field.name))
        kept = {key: value for key, value in (held or {}).items() if key not in columns}
        kept |= packed(columns, object_type.kept)
        if kept != held:
            changed.append([kept, record_id, version])
    bulk.update(object_type.model, [COLUMN], changed, mark=written(object_type.table))
    emit.renewed(object_type.key, [record_id for _kept, record_id, _version in changed])
    return [record_id for _kept, record_id, _version in changed]
