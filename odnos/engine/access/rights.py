"""Who may do what: a role's scope for each deed and object. Default deny; a token only takes away."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, cast

from django.utils.translation import gettext_lazy as _

from odnos.engine.access.actor import Actor
from odnos.objects.access import Everyone, OwnTeamAll, ParentDecides, Scope, widest
from odnos.objects.labels import Label
from odnos.objects.registry import ObjectType, registry

Deed = Literal["see", "create", "edit", "delete", "export", "import"]
READING: frozenset[str] = frozenset(("see", "export"))


class Denied(PermissionError):
    """The actor may not do this. Nothing was changed."""

    def __init__(self, message: Label) -> None:
        super().__init__(message)
        self.message = message


ROLES: Mapping[str, Mapping[str, Scope]] = {
    "administrator": {
        "see": "all",
        "create": "all",
        "edit": "all",
        "delete": "all",
        "export": "all",
        "import": "all",
    },
    "manager": {
        "see": "all",
        "create": "all",
        "edit": "team",
        "delete": "team",
        "export": "all",
        "import": "all",
    },
    "representative": {
        "see": "team",
        "create": "own",
        "edit": "team",
        "delete": "own",
        "export": "team",
        "import": "own",
    },
    "analyst": {
        "see": "all",
        "create": "none",
        "edit": "none",
        "delete": "none",
        "export": "all",
        "import": "none",
    },
}
"""Scopes over objects with an owner. `create` and `import` say for whom: oneself, one's team, anybody."""


def may(by: Actor, deed: Deed, object_type: ObjectType) -> Scope:
    """Return over which records of `object_type` the actor may do `deed`."""
    if by.is_system:
        return "all"
    if by.narrow and is_narrowed(by, deed, object_type):
        return "none"
    access = object_type.access
    if isinstance(access, Everyone):
        return "all" if deed in READING or by.role in access.editors else "none"
    scope = ROLES.get(by.role, {}).get(deed, "none")
    if deed == "see":
        return widest(scope, cast(Scope, by.floor.get(guarded_key(object_type), "none")))
    return scope


def guarded_key(object_type: ObjectType) -> str:
    """Return the key under which the organisation default of an object is kept."""
    return object_type.key


def is_narrowed(by: Actor, deed: str, object_type: ObjectType) -> bool:
    if by.narrow is None:
        return False
    if by.narrow.read_only and deed not in READING:
        return True
    return bool(by.narrow.objects) and object_type.key not in by.narrow.objects


def check(by: Actor, deed: Deed, object_type: ObjectType) -> Scope:
    """Return the actor's scope for `deed`. Raises Denied when there is none."""
    scope = may(by, deed, object_type)
    if scope == "none" and not (deed in ("see", "edit") and by.shared):
        raise Denied(REFUSALS[deed] % {"objects": object_type.plural})
    return scope


REFUSALS: Mapping[str, Label] = {
    "see": _("You may not see %(objects)s. Ask an administrator for the right."),
    "create": _("You may not create %(objects)s. Ask an administrator for the right."),
    "edit": _("You may not change %(objects)s. Ask an administrator for the right."),
    "delete": _("You may not delete %(objects)s. Ask an administrator for the right."),
    "export": _("You may not export %(objects)s. Ask an administrator for the right."),
    "import": _("You may not import %(objects)s. Ask an administrator for the right."),
}

__all__ = ["Deed", "Denied", "OwnTeamAll", "ParentDecides", "check", "may", "registry"]
