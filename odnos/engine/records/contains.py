"""Contains-conditions answered by the index: which records to look at, instead of folding a million texts."""

from __future__ import annotations

from dataclasses import dataclass, field

from odnos.engine import index
from odnos.engine.access import rights
from odnos.engine.access.actor import Actor
from odnos.engine.filters.tree import All, Condition, Node
from odnos.engine.index import Scope
from odnos.objects.fields import Field
from odnos.objects.registry import ObjectType

CAP, MANY = 5000, 200_000


@dataclass(kw_only=True)
class Lookups:
    """The index's answers to one filter. `sample` are records of a frequent needle, among which enough may match.

    The bin has no entries, so nothing is looked up for it.
    """

    by: Actor
    deleted: bool = False
    sample: list[int] = field(default_factory=list)
    frequent: tuple[Condition, ObjectType, str] | None = None
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
        if not self.sample:
            self.sample, self.frequent = ids, (condition, object_type, needle)
        return None

    def everywhere(self, filter: Node | None) -> list[int]:
        """Return all records with the frequent needle, where nothing without it can match; none if they are too many."""
        if self.frequent is None or filter is None:
            return []
        condition, object_type, needle = self.frequent
        if condition not in (filter.nodes if isinstance(filter, All) else (filter,)):
            return []
        ids = index.first(object_type.key, needle, MANY, scope=scope_of(object_type, by=self.by))
        return ids if len(ids) < MANY else []


def scope_of(object_type: ObjectType, *, by: Actor) -> Scope | None:
    """Return the narrowest part of the index that holds all that the actor may see of an object; None for all of it."""
    if by.shared:
        return None
    scope = rights.may(by, "see", object_type)  # spare: the read path asks for the reach besides
    key = (object_type.key,)
    if scope == "team":
        return Scope(team=key, user_id=by.user_id, team_id=by.team_id)
    return Scope(own=key, user_id=by.user_id) if scope == "own" else None
