"""What an action may ask somebody for: not the fields of the record that they may not edit."""

from __future__ import annotations

from odnos.engine.access.actor import Actor
from odnos.engine.access.fields import safe, whole
from odnos.objects.action import Action
from odnos.objects.fields import Field
from odnos.objects.registry import ObjectType, registry


def askable(action: Action, *, by: Actor) -> tuple[Field, ...]:
    """Return the inputs that `by` may fill in."""
    return fillable(action, safe(registry.get(action.object), by=by))


def fillable(action: Action, object_type: ObjectType) -> tuple[Field, ...]:
    """Return the inputs that may be filled in by whoever knows the record as `object_type`."""
    every = whole(object_type).by_name
    return tuple(item for item in action.inputs if item.name not in every or is_free(object_type, item.name))


def is_free(object_type: ObjectType, name: str) -> bool:
    """Whether nothing keeps from editing a field but what its declaration says."""
    known = object_type.by_name.get(name)
    return known is not None and known.readonly == whole(object_type).by_name[name].readonly


def is_possible(action: Action, *, by: Actor) -> bool:
    """Whether `by` can do an action at all: all that it must be told is theirs to say."""
    asked = {item.name for item in askable(action, by=by)}
    return all(item.name in asked for item in action.inputs if item.required)
