"""Whether a question is about nothing but what its asker has."""

from __future__ import annotations

from odnos.engine.access import rights, scope
from odnos.engine.access.actor import Actor
from odnos.engine.filters.tree import Condition, Node
from odnos.engine.records.contains import asked_for_all
from odnos.objects.registry import ObjectType


def asks_for_own(object_type: ObjectType, filter: Node | None, *, by: Actor) -> bool:
    """Whether all that a filter asks for names the actor in a column by which they reach a record, whoever else does."""
    if filter is None:
        return False
    reached = dict(scope.held(object_type, by, rights.may(by, "see", object_type)))
    names = [
        field.name
        for field in object_type.all_fields
        if getattr(field, "to", "") == "user" and by.user_id in reached.get("".join(field.columns), ())
    ]
    return any(Condition((name,), "is", "me") in asked_for_all(filter) for name in names)
