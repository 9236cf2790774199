"""Which records an actor reaches: the condition that every query on a record table carries."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping
from typing import Any

from django.db.models import BigIntegerField, Q

from odnos.engine.access import fields, rights
from odnos.engine.access.actor import Actor
from odnos.engine.access.rights import Deed
from odnos.engine.tables.among import Among
from odnos.engine.tables.conditions import any_of
from odnos.engine.tables.prepared import Given
from odnos.objects.access import Everyone, Published, Scope, reaches
from odnos.objects.fields import About
from odnos.objects.registry import ObjectType, registry

ONE = Given("one", BigIntegerField())
OPENED = frozenset(("see", "export", "edit"))
"""What a record that was opened to somebody is opened for."""


def branches(object_type: ObjectType, *, by: Actor, deed: Deed = "see") -> list[Q] | None:
    """Return the alternatives by which the actor reaches a record; None means every record, [] none.

    Each alternative is answered by one index. A token's narrowing and a forbid close the shared ones too.
    """
    scope = rights.may(by, deed, object_type)
    if scope == "all":
        return None
    if isinstance(object_type.access, Everyone) or rights.is_closed(by, deed, object_type):
        return []
    found = [one_of(column, ids) for column, ids in held(object_type, by, scope)]
    found += [Q(**columns) for columns in published(object_type, by, deed)]
    if deed in OPENED:
        found += shared(object_type, by.editable if deed == "edit" else by.shared)
    return found


def held(object_type: ObjectType, by: Actor, scope: Scope) -> Iterator[tuple[str, frozenset[int]]]:
    """Yield the columns, with the values, by which records lie within a scope: each takes in those before it."""
    if scope == "none":
        return
    mine = frozenset() if by.user_id is None else frozenset((by.user_id,))
    teams = frozenset() if by.team_id is None else frozenset((by.team_id,))
    reached = {
        "team_id": (teams if reaches(scope, "team") else frozenset())
        | (by.teams if reaches(scope, "subtree") else frozenset()),
        "owner_id": mine | (by.people if reaches(scope, "subtree") else frozenset()),
        "territory_id": by.territories if reaches(scope, "territory") else frozenset(),
        **{f"{name}_id": mine for name in getattr(object_type.access, "also", ())},
    }
    yield from ((column, ids) for column, ids in reached.items() if ids)


def strands(object_type: ObjectType, *, by: Actor) -> list[tuple[Q, tuple[int, ...]]]:
    """Return the alternatives of `branches` as conditions that each run along one index, in the order of that index.

    A condition with ids stands for as many: it asks for what is given as `ONE`.
    """
    scope = rights.may(by, "see", object_type)
    found: list[tuple[Q, tuple[int, ...]]] = [
        (Q(**{column: ONE}), tuple(sorted(ids))) for column, ids in held(object_type, by, scope)
    ]
    opened = [Q(**columns) for columns in published(object_type, by, "see")]
    return [*found, *((condition, ()) for condition in (*opened, *shared(object_type, by.shared)))]


def published(object_type: ObjectType, by: Actor, deed: Deed) -> list[dict[str, Any]]:
    """Return the columns, with their values, by which records that others published are reached."""
    if not isinstance(object_type.access, Published) or by.user_id is None or deed not in OPENED:
        return []
    editors = {"editors": "audience"} if deed == "edit" else {}
    team = [{"audience": "team", "team_id": by.team_id, **editors}] if by.team_id is not None else []
    return [{"audience": "everyone", **editors}, *team]


def standing(by: Actor) -> Hashable:
    """Return all that an actor's reach is made of, roles and objects as they are now among it: who stands the same reads the same."""
    return (
        registry.shape,
        fields.stamp(),
        by.role,
        by.user_id,
        by.team_id,
        by.narrow,
        by.people,
        by.teams,
        by.territories,
        frozenset(by.floor.items()),
        frozenset(by.shared.items()),
    )


def one_of(column: str, ids: frozenset[int]) -> Q:
    return Q(**{column: next(iter(ids))}) if len(ids) == 1 else Q(Among(sorted(ids), column))


def shared(object_type: ObjectType, opened: Mapping[str, frozenset[int]]) -> list[Q]:
    """Return the alternatives of records opened one by one, and of the parts of such records."""
    found = [Q(pk__in=opened[object_type.key])] if opened.get(object_type.key) else []
    parent = object_type.parent_field
    if isinstance(parent, About):
        key, number = parent.columns
        found += [Q(**{key: opened_key, f"{number}__in": ids}) for opened_key, ids in opened.items() if ids]
    elif parent is not None and opened.get(getattr(parent, "to", "")):
        found.append(Q(**{f"{parent.column}__in": opened[getattr(parent, "to", "")]}))
    return found


def condition(object_type: ObjectType, *, by: Actor, deed: Deed = "see") -> Q:
    """Return the condition that keeps a query within the actor's reach."""
    alternatives = branches(object_type, by=by, deed=deed)
    if alternatives is None:
        return Q()
    return any_of(alternatives)


def covers(object_type: ObjectType, columns: Mapping[str, Any], *, by: Actor, deed: Deed) -> bool:
    """Whether a record with these columns lies within the actor's reach for `deed`; says without a query what `branches` asks for."""
    return covering(object_type, by=by, deed=deed)(columns)


def covering(object_type: ObjectType, *, by: Actor, deed: Deed) -> Callable[[Mapping[str, Any]], bool]:
    """Return the same question about any record: what the role says is looked up once."""
    scope = rights.may(by, deed, object_type)
    if scope == "all":
        return lambda _columns: True
    if isinstance(object_type.access, Everyone) or rights.is_closed(by, deed, object_type):
        return lambda _columns: False
    reached = list(held(object_type, by, scope))
    opened_to = published(object_type, by, deed)
    opened = (by.editable if deed == "edit" else by.shared) if deed in OPENED else {}

    def covered(columns: Mapping[str, Any]) -> bool:
        if any(columns.get(column) in ids for column, ids in reached):
            return True
        if any(columns.items() >= some.items() for some in opened_to):
            return True
        return bool(opened) and is_opened(object_type, columns, opened)

    return covered


def is_opened(
    object_type: ObjectType, columns: Mapping[str, Any], opened: Mapping[str, frozenset[int]]
) -> bool:
    """Whether a record, or the whole that it is a part of, was opened to the actor by itself."""
    if columns["id"] in opened.get(object_type.key, ()):
        return True
    parent = object_type.parent_field
    named = parent.references(parent.value(columns)) if parent else ()
    return any(record_id in opened.get(key, ()) for key, record_id in named)
