"""Contains-conditions answered by the index: which records to look at, instead of folding a million texts."""

from __future__ import annotations

from dataclasses import dataclass, field

from odnos.engine import index
from odnos.engine.access import rights
from odnos.engine.access.actor import Actor
from odnos.engine.filters.tree import Condition
from odnos.engine.index import Scope
from odnos.objects.fields import Field
from odnos.objects.registry import ObjectType

CAP = 5000


@dataclass(kw_only=True)
class Lookups:
    """The index's answers to one filter. `sample` are records of a frequent needle, among which enough may match.

    The bin has no entries, so nothing is looked up for it.
    """

    by: Actor
    deleted: bool = False
    sample: list[int] = field(default_factory=list)
    known: dict[tuple[str, str], list[int]] = field(default_factory=dict)

    def among(self, object_type: ObjectType, asked: Field, condition: Condition) -> list[int] | None:
        """Return ids that hold all records the condition can mean; None when they are too many or unknown."""
        needle = asked.needle(condition.operator, condition.value) if asked.searchable else ""
        if self.deleted or len(needle) < 3 or not needle.isprintable():
            return None
        ids = self.known.get((object_type.key, needle))
        if ids is None:
            ids = index.first(object_type.key, needle, CAP + 1, scope=scope_of(object_type, by=self.by))
            self.known[object_type.key, needle] = ids
        if len(ids) <= CAP:
            return ids
        self.sample = self.sample or ids
        return None


def scope_of(object_type: ObjectType, *, by: Actor) -> Scope | None:
    """Return the narrowest part of the index that holds all that the actor may see of an object; None for all of it."""
    if by.shared:
        return None
    scope = rights.may(by, "see", object_type)
    key = (object_type.key,)
    if scope == "team":
        return Scope(team=key, user_id=by.user_id, team_id=by.team_id)
    return Scope(own=key, user_id=by.user_id) if scope == "own" else None
