"""How an object's records are guarded."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Scope = Literal["none", "own", "team", "subtree", "territory", "all"]
ORDER: tuple[Scope, ...] = ("none", "own", "team", "subtree", "territory", "all")
"""Each takes in those before it: whoever reaches a territory reaches the own, the team's and the subtree's records as well."""


@dataclass(frozen=True, kw_only=True)
class OwnTeamAll:
    """Every record has an owner and through the owner a team; roles see their own, their team's or all.

    `also` names links to a user who sees the record besides (the assignee of a task).
    """

    also: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Published(OwnTeamAll):
    """What people make for themselves and open to others, such as reports: whatever their role, they see and change their own.

    The field `audience` says who sees a record besides its owner (`private`, `team`, `everyone`), `editors` who changes
    it (`owner`, or `audience`: whoever sees it).
    """


@dataclass(frozen=True, kw_only=True)
class ParentDecides:
    """A record is seen and changed by whoever may see and change the record that its `parent` field names."""

    parent: str
    also: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Everyone:
    """All signed-in people see the records; `editors` are the roles that change them, with the roles that follow those.

    What administrators alone edit is a matter of setting up: no right of another role opens it.
    """

    editors: tuple[str, ...] = ("administrator",)


Access = OwnTeamAll | ParentDecides | Everyone


def widest(*scopes: Scope) -> Scope:
    """Return the widest of some scopes."""
    return max(scopes, key=ORDER.index)


def narrowest(*scopes: Scope) -> Scope:
    """Return the narrowest of some scopes."""
    return min(scopes, key=ORDER.index)


def reaches(scope: Scope, least: Scope) -> bool:
    """Whether a scope takes in all that `least` does."""
    return ORDER.index(scope) >= ORDER.index(least)
