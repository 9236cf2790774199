"""The tables of the analytical store: one for each object and each fact, with a column for each column of their fields.

A field that an administrator added is a column like any other. Names are those of the operational base, so that a
condition that a field type makes holds in both.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from odnos.objects.fields import Field
from odnos.objects.fields.base import Keeps
from odnos.objects.registry import ObjectType, registry

LEFT_OUT = frozenset(("file",))
"""Kinds of field that nothing is counted by."""


@dataclass(frozen=True)
class Column:
    """A column of the store. `field` is the name of the field that it belongs to; technical ones have none."""

    name: str
    keeps: Keeps
    field: str = ""


@dataclass(frozen=True)
class Table:
    """A table of the store: the records of one object."""

    name: str
    columns: tuple[Column, ...]

    def column(self, name: str) -> Column:
        """Return the column `name`. Raises LookupError."""
        for item in self.columns:
            if item.name == name:
                return item
        raise LookupError(f"{self.name} has no column {name!r}")


TECHNICAL = (Column("id", "whole"), Column("deleted_at", "moment"))


def table(object_type: ObjectType) -> Table:
    """Return the table of an object as it is now; its name is the object's key."""
    columns = {item.name: item for item in TECHNICAL}
    for field in object_type.all_fields:
        for item in columns_of(field):
            columns.setdefault(item.name, item)
    return Table(object_type.key, tuple(columns.values()))


def columns_of(field: Field) -> Iterator[Column]:
    """Yield the columns of a field; those that stand in tables of their own, such as tags, have none here."""
    if field.kind not in LEFT_OUT:
        for name, keeps in zip(field.columns, field.keeps, strict=False):
            yield Column(name, keeps, field.name)


def tables() -> list[Table]:
    """Return the table of every object that there is."""
    return [table(object_type) for object_type in registry]
