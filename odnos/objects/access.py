"""How an object's records are guarded."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Scope = Literal["none", "own", "team", "all"]
ORDER: tuple[Scope, ...] = ("none", "own", "team", "all")


@dataclass(frozen=True, kw_only=True)
class OwnTeamAll:
    """Every record has an owner and through the owner a team; roles see their own, their team's or all.

    `also` names links to a user who sees the record besides (the assignee of a task).
    """

    also: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ParentDecides:
    """A record is seen and changed by whoever may see and change the record that its `parent` field names."""

    parent: str
    also: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Everyone:
    """All signed-in people see the records; `editors` are the roles that change them."""

    editors: tuple[str, ...] = ("administrator",)


Access = OwnTeamAll | ParentDecides | Everyone


def widest(*scopes: Scope) -> Scope:
    """Return the widest of some scopes."""
    return max(scopes, key=ORDER.index)
