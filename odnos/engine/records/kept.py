"""Fields that administrators added, as the read path meets them: one column of the table in which several stand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import QuerySet

from odnos.engine.filters import tree
from odnos.engine.filters.tree import Condition, Node
from odnos.engine.tables.custom import COLUMN, Kept, unpacked
from odnos.objects.registry import ObjectType


def aliased(object_type: ObjectType, found: QuerySet[Any], columns: Iterable[str]) -> QuerySet[Any]:
    """Let conditions and orders name those of `columns` that stand within the custom column."""
    wanted = {name: Kept(name, object_type.kept[name]) for name in columns if name in object_type.kept}
    return found.alias(**wanted) if wanted else found


def annotated(object_type: ObjectType, found: QuerySet[Any], columns: Iterable[str]) -> QuerySet[Any]:
    """The same, for a query whose result those columns are a part of."""
    wanted = {name: Kept(name, object_type.kept[name]) for name in columns if name in object_type.kept}
    return found.annotate(**wanted) if wanted else found


def asked(object_type: ObjectType, node: Node | None) -> set[str]:
    """Return the columns that a filter's conditions on records of `object_type` compare."""
    names = {condition.path[0] for condition in conditions(node)} if object_type.kept and node else set()
    fields = (object_type.by_name[name] for name in names if name in object_type.by_name)
    return {column for field in fields for column in field.columns}


def conditions(node: Node | None) -> Iterator[Condition]:
    if isinstance(node, Condition):
        yield node
    elif isinstance(node, tree.Not):
        yield from conditions(node.node)
    elif node is not None:
        for inner in node.nodes:
            yield from conditions(inner)


def real(object_type: ObjectType, columns: Iterable[str]) -> list[str]:
    """Return the table's columns in which `columns` stand, each once."""
    return list(dict.fromkeys(COLUMN if name in object_type.kept else name for name in columns))


def spread(object_type: ObjectType, row: dict[str, Any]) -> dict[str, Any]:
    """Put what stands within the custom column of a row beside its other columns."""
    if object_type.kept and COLUMN in row:
        row.update(unpacked(row[COLUMN] or {}, object_type.kept.items()))
    return row
