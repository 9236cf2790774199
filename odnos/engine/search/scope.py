"""Where a search looks for an actor, in the terms of the index."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from odnos.engine.access import rights
from odnos.engine.access import scope as access_scope
from odnos.engine.access.actor import Actor
from odnos.engine.index import Scope
from odnos.engine.index.entry import entry_id
from odnos.engine.records import indexing
from odnos.engine.records.reach import reach
from odnos.objects.registry import ObjectType, registry

MOST_SHARED = 1000
NARROWED: Mapping[str, str] = {"subtree": "all", "territory": "all"}
"""The index knows an entry's owner and team; what lies in a wider scope is sorted out by the read path."""


def searched(objects: Collection[str] | None) -> list[ObjectType]:
    """Return the objects that a search covers: those asked for, or all."""
    return [
        item for item in registry if indexing.is_searched(item) and (objects is None or item.key in objects)
    ]


def scope_of(by: Actor, objects: Collection[str] | None = None) -> Scope:
    """Return the part of the index that holds the actor's own, team's and all records."""
    kinds: dict[str, list[str]] = {name: [] for name in ("all", "team", "own", "none")}
    for item in searched(objects):
        kinds[NARROWED.get(reached := rights.may(by, "see", item), reached)].append(item.key)
    return Scope(
        every=tuple(kinds["all"]),
        team=tuple(kinds["team"]),
        own=tuple(kinds["own"]),
        user_id=by.user_id,
        team_id=by.team_id,
        is_everything=objects is None and not (kinds["team"] or kinds["own"] or kinds["none"]),
    )


def shared_ids(by: Actor, objects: Collection[str] | None = None) -> list[int]:
    """Return the entries of records opened to the actor one by one, and of the parts of such records."""
    if not by.shared:
        return []
    found = []
    for item in searched(objects):
        for condition in access_scope.shared(item, by.shared):
            reached = reach(item, by=by).filter(condition)  # spare: what is found is read within the reach
            ids = reached.values_list("pk", flat=True)[:MOST_SHARED]
            found += [entry_id(item.key, record_id) for record_id in ids]
    return found
