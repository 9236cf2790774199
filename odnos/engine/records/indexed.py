"""What an index of an object's table can answer by itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from django.db.models import Index

from odnos.engine.filters.tree import EVERYTHING, Node, conditions
from odnos.engine.tables.record import ALIVE
from odnos.objects.registry import ObjectType


def leads(object_type: ObjectType, column: str) -> bool:
    """Whether an index leads from a value of `column` to its records."""
    return any(columns[0] == column for columns in indexes(object_type))


def covers(object_type: ObjectType, columns: Iterable[str], filter: Node | None = None) -> bool:
    """Whether one index holds all `columns`, whatever a filter compares and whose each record is."""
    wanted = {*columns, "owner_id", "team_id", "deleted_at"}
    for condition in conditions(filter or EVERYTHING):
        field = object_type.by_name.get(condition.path[0])
        if field is None or len(condition.path) > 1 or not field.columns:
            return False
        wanted |= set(field.columns)
    wanted.discard("id")
    return any(wanted <= set(held) for held in indexes(object_type))


def skips(object_type: ObjectType, keys: Sequence[str], filter: Node | None) -> bool:
    """Whether an index leads from each of the values of `keys` to the next, and a filter asks for nothing but some of them."""
    for condition in conditions(filter or EVERYTHING):
        field = object_type.by_name.get(condition.path[0])
        if field is None or len(condition.path) > 1 or not field.columns or not {*field.columns} <= {*keys}:
            return False
    return any(held[: len(keys)] == [*keys] for held in indexes(object_type))


def tells(object_type: ObjectType, column: str) -> bool:
    """Whether an index in the order of `column` says of each record by itself whose it is."""
    whose = {"owner_id", "team_id", "territory_id", "deleted_at"}
    return any(held[:2] == [column, "id"] and whose <= {*held} for held in indexes(object_type))


def has_strands(object_type: ObjectType, column: str) -> bool:
    """Whether the records of each owner, team and territory are in the order of `column` along an index."""
    if column == "updated_at":  # so it is for every object, those that administrators made included
        return True
    led = {held[0] for held in indexes(object_type) if held[1:3] == [column, "id"]}
    return led >= {"owner_id", "team_id", "territory_id"}


def indexes(object_type: ObjectType) -> Iterator[list[str]]:
    """Yield the columns of each index over records that are not in the bin."""
    meta = object_type.model._meta
    column_of = {item.name: item.attname for item in meta.concrete_fields}
    for index in meta.indexes:
        if isinstance(index, Index) and index.condition == ALIVE and index.fields:
            yield [column_of[name.removeprefix("-")] for name in index.fields]
