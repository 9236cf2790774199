"""One filter for a whole dashboard: it narrows each report in which its fields mean the same."""

from __future__ import annotations

from odnos.engine.filters.tree import Condition, Node, conditions
from odnos.objects.fields import Field
from odnos.objects.registry import ObjectType, registry

Path = tuple[str, ...]


def missing(node: Node, about: ObjectType, kind: ObjectType) -> tuple[Condition, ...]:
    """Return the conditions of a filter for records of `about` that say nothing, or something else, of those of `kind`."""
    if about.key == kind.key:
        return ()
    return tuple(item for item in conditions(node) if not is_alike(item.path, about, kind))


def is_alike(path: Path, about: ObjectType, kind: ObjectType) -> bool:
    """Whether a path leads through the same fields from both kinds of record."""
    ours, theirs = fields_of(path, about), fields_of(path, kind)
    return bool(ours) and [nature(field) for field in ours] == [nature(field) for field in theirs]


def fields_of(path: Path, kind: ObjectType) -> list[Field]:
    """Return the fields of a path, without the part of the last one that it may end with; none where one is not there."""
    found: list[Field] = []
    current: ObjectType | None = kind
    for name in path:
        if current is None:
            return found
        field = current.by_name.get(name)
        if field is None:
            return []
        found.append(field)
        key = str(getattr(field, "to", ""))
        current = registry.get(key) if key in registry else None
    return found


def nature(field: Field) -> tuple[str, str, str, tuple[str, ...]]:
    """Return what makes two fields comparable: name, kind, what they lead to, what can be chosen."""
    choices = tuple(str(key) for key, _label in getattr(field, "choices", ()))
    return field.name, field.kind, str(getattr(field, "to", "")), choices
