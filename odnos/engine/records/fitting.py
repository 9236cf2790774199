"""A kept filter as somebody may ask it: without the conditions on fields that are hidden from them or archived since."""

from __future__ import annotations

from odnos.engine.access.actor import Actor
from odnos.engine.access.fields import known_to, safe
from odnos.engine.filters import tree
from odnos.engine.filters.tree import All, Any, Condition, Node, Not
from odnos.objects.registry import ObjectType, registry


def fitted(node: Node, object_type: ObjectType, *, by: Actor) -> Node:
    """Return the tree without conditions that `by` may not ask; the same one if there is none.

    It is for filters that somebody keeps under a name. One that is asked as it stands is refused by the read path.
    """
    if isinstance(node, Condition):
        return node if may_ask(node.path, object_type, by=by) else tree.EVERYTHING
    if isinstance(node, Not):
        inner = fitted(node.node, object_type, by=by)
        return node if inner == node.node else tree.EVERYTHING
    kept = tuple(fitted(inner, object_type, by=by) for inner in node.nodes)
    if kept == node.nodes:
        return node
    if isinstance(node, Any):
        return tree.EVERYTHING if tree.EVERYTHING in kept else Any(kept)
    return All(tuple(inner for inner in kept if inner != tree.EVERYTHING))


def may_ask(path: tuple[str, ...], object_type: ObjectType, *, by: Actor) -> bool:
    """Whether every field that a path goes through is there for `by`."""
    kind: ObjectType | None = safe(object_type, by=by)
    for name in path:
        if kind is None:
            return True  # what follows is no field: the read path says so
        if name != "id" and name not in kind.by_name:
            return False
        key = str(getattr(kind.by_name.get(name), "to", ""))
        kind = known_to(key, by=by) if key in registry else None
    return True
