"""Which records an actor reaches: the condition that every query on a record table carries."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.db.models import Q

from odnos.engine.access import rights
from odnos.engine.access.actor import Actor
from odnos.engine.access.rights import Deed
from odnos.engine.tables.conditions import any_of
from odnos.objects.access import Everyone
from odnos.objects.fields import About
from odnos.objects.registry import ObjectType


def branches(object_type: ObjectType, *, by: Actor, deed: Deed = "see") -> list[Q] | None:
    """Return the alternatives by which the actor reaches a record; None means every record, [] none.

    Each alternative is answered by one index. A token's narrowing closes the shared ones too.
    """
    scope = rights.may(by, deed, object_type)
    if scope == "all":
        return None
    if isinstance(object_type.access, Everyone) or rights.is_narrowed(by, deed, object_type):
        return []
    found = list(own_and_team(by, scope))
    if rights.ROLES.get(by.role, {}).get(deed, "none") != "none":
        found += [Q(**{f"{name}_id": by.user_id}) for name in object_type.access.also]
    if deed in ("see", "export", "edit"):
        found += shared(object_type, by.editable if deed == "edit" else by.shared)
    return found


def own_and_team(by: Actor, scope: str) -> Iterator[Q]:
    if scope == "team" and by.team_id is not None:
        yield Q(team_id=by.team_id)
    if scope in ("own", "team") and by.user_id is not None:
        yield Q(owner_id=by.user_id)


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
    scope = rights.may(by, deed, object_type)
    if scope == "all":
        return True
    if isinstance(object_type.access, Everyone) or rights.is_narrowed(by, deed, object_type):
        return False
    if by.user_id is not None and scope != "none" and columns["owner_id"] == by.user_id:
        return True
    if scope == "team" and by.team_id is not None and columns["team_id"] == by.team_id:
        return True
    own_role = rights.ROLES.get(by.role, {}).get(deed, "none") != "none"
    if own_role and by.user_id in [columns.get(f"{name}_id") for name in object_type.access.also]:
        return True
    opened = by.editable if deed == "edit" else by.shared
    return deed in ("see", "export", "edit") and is_opened(object_type, columns, opened)


def is_opened(
    object_type: ObjectType, columns: Mapping[str, Any], opened: Mapping[str, frozenset[int]]
) -> bool:
    """Whether a record, or the whole that it is a part of, was opened to the actor by itself."""
    if columns["id"] in opened.get(object_type.key, ()):
        return True
    parent = object_type.parent_field
    named = parent.references(parent.value(columns)) if parent else ()
    return any(record_id in opened.get(key, ()) for key, record_id in named)
