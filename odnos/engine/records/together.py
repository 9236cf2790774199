"""Values that are unique only together, such as the name of a stage within its pipeline: told before the database refuses."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from odnos.engine.access.tripwire import Mark
from odnos.engine.records.draft import Draft
from odnos.objects.fields import Field
from odnos.objects.registry import ObjectType

Values = tuple[Any, ...]


def check(object_type: ObjectType, drafts: Sequence[Draft]) -> None:
    """Refuse drafts whose values stand together in another record already, or in another draft."""
    for fields in unique_together(object_type):
        wanted: dict[Values, Draft] = {}
        for draft in drafts:
            if not draft.errors and any(draft.changed(field.name) for field in fields):
                values = tuple(draft[field.name] for field in fields)
                if values in wanted:
                    draft.fail(fields[-1].name, _("Another row of the same batch has this value."))
                wanted.setdefault(values, draft)
        taken = holders(object_type, fields, list(wanted))
        for values, draft in wanted.items():
            if taken.get(values, draft.id) != draft.id:
                draft.fail(fields[-1].name, _("Another record has this value already."))


def unique_together(object_type: ObjectType) -> Iterator[tuple[Field, ...]]:
    """Yield the fields of each uniqueness of several columns that the table declares."""
    meta = object_type.model._meta
    by_column = {column: field for field in object_type.all_fields for column in field.columns}
    for constraint in meta.constraints:
        if isinstance(constraint, models.UniqueConstraint) and len(constraint.fields) > 1:
            columns = [meta.get_field(name).attname for name in constraint.fields]  # type: ignore[union-attr]
            if all(column in by_column for column in columns):
                yield tuple(by_column[column] for column in columns)


def holders(object_type: ObjectType, fields: Sequence[Field], wanted: list[Values]) -> dict[Values, int]:
    """Return which record that is not in the bin holds each of `wanted`."""
    if not wanted:
        return {}
    first, last = fields[0].column, fields[-1].column
    found = object_type.model._base_manager.filter(
        Mark(object_type),
        deleted_at__isnull=True,
        **{
            f"{first}__in": {values[0] for values in wanted},
            f"{last}__in": {values[-1] for values in wanted},
        },
    )
    rows = found.values_list(*(field.column for field in fields), "pk")
    return {tuple(values): record_id for *values, record_id in rows}
