"""Contains-conditions answered by the index: which records to look at, instead of folding a million texts."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db.models import Q

from odnos.engine import index
from odnos.engine.access import rights, scope
from odnos.engine.access.actor import Actor
from odnos.engine.filters.tree import All, Condition, Node
from odnos.engine.index import Scope
from odnos.engine.records import unions
from odnos.engine.records.reach import everywhere
from odnos.objects.fields import Field
from odnos.objects.registry import ObjectType

CAP, MANY = 5000, 200_000
RARE = 1500
"""So many entries of a needle are named whosever they are, before it is asked which are within somebody's reach."""
OTHERS = 20_000
"""So many records that somebody reaches in ways the index does not know are asked for the needle one by one."""


@dataclass(frozen=True, kw_only=True)
class Within:
    """What the index knows of somebody's reach, None for everything, and the conditions of what they reach `beside` it."""

    known: Scope | None
    beside: tuple[Q, ...] = ()


@dataclass(kw_only=True)
class Lookups:
    """The index's answers to one filter. `sample` are records of a frequent needle, among which enough may match.

    The bin has no entries, so nothing is looked up for it.
    """

    by: Actor
    deleted: bool = False
    sample: list[int] = field(default_factory=list)
    frequent: tuple[Condition, ObjectType, str] | None = None
    answered: list[Condition] = field(default_factory=list)
    known: dict[tuple[str, str], list[int]] = field(default_factory=dict)

    def among(self, object_type: ObjectType, asked: Field, condition: Condition) -> list[int] | None:
        """Return ids that hold all records the condition can mean; None when they are too many or unknown."""
        needle = asked.needle(condition.operator, condition.value) if asked.searchable else ""
        if self.deleted or len(needle) < 3 or not needle.isprintable():
            return None
        ids = self.known.get((object_type.key, needle))
        if ids is None:
            ids = looked_up(object_type, needle, CAP + 1, by=self.by)
            self.known[object_type.key, needle] = ids
        if len(ids) <= CAP:
            self.answered.append(condition)
            return ids
        if not self.sample:
            self.sample, self.frequent = ids, (condition, object_type, needle)
        return None

    def everywhere(self, filter: Node | None) -> list[int]:
        """Return all records with the frequent needle, where nothing without it can match; none if they are too many."""
        if self.frequent is None or filter is None:
            return []
        condition, object_type, needle = self.frequent
        if condition not in asked_for_all(filter):
            return []
        ids = looked_up(object_type, needle, MANY, by=self.by)
        return ids if len(ids) < MANY else []

    def names_all(self, filter: Node | None) -> bool:
        """Whether the index has named all records that can match: there are at most so many as it is asked for."""
        return filter is not None and any(one in self.answered for one in asked_for_all(filter))


def asked_for_all(filter: Node) -> tuple[Node, ...]:
    """Return the conditions each of which every match meets."""
    return tuple(filter.nodes) if isinstance(filter, All) else (filter,)


def looked_up(object_type: ObjectType, needle: str, most: int, *, by: Actor) -> list[int]:
    """Return at most `most` records that may have the needle: all that `by` reaches and that do, if they are fewer.

    A frequent needle is looked for among the records of the actor's teams and people, to which come those that they
    reach otherwise: by a territory, or one by one.
    """
    within = reached(object_type, by=by)
    if not within.beside:
        return index.first(object_type.key, needle, most, scope=within.known)
    enough = min(most, RARE + 1)
    everybodys = index.first(object_type.key, needle, enough)
    if len(everybodys) < enough:
        return everybodys
    living = everywhere(object_type, deleted=False).order_by().values_list("pk", flat=True)
    others = [living.filter(condition)[: OTHERS + 1] for condition in within.beside]
    if sum(unions.counts(others)) <= OTHERS:
        return index.first(object_type.key, needle, most, scope=within.known, beside=unions.one(others))
    theirs = index.first(object_type.key, needle, most, scope=within.known)
    return theirs if len(theirs) >= most else index.first(object_type.key, needle, most)


def reached(object_type: ObjectType, *, by: Actor) -> Within:
    """Return the part of the index that holds what the actor sees of an object by its owner or team, and what they see beside it."""
    may = rights.may(by, "see", object_type)  # spare: the read path asks for the reach besides
    if may == "all":
        return Within(known=None)
    held = dict(scope.held(object_type, by, may))
    territories = held.get("territory_id")
    opened = [Q(**columns) for columns in scope.published(object_type, by, "see")]
    beside = [*opened, *scope.shared(object_type, by.shared)]
    if territories:
        beside.append(scope.one_of("territory_id", territories))
    known = Scope(
        team=(object_type.key,),
        user_id=by.user_id,
        people=tuple(sorted(held.get("owner_id", frozenset()))),
        teams=tuple(sorted(held.get("team_id", frozenset()))),
    )
    return Within(known=known, beside=tuple(beside))
