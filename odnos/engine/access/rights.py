"""Who may do what: a role's scope for each deed and object. Default deny; a token only takes away; what is forbidden stays so."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, cast

from django.utils.translation import gettext_lazy as _

from odnos.engine.access import roles, standard
from odnos.engine.access.actor import Actor
from odnos.objects.access import Everyone, OwnTeamAll, ParentDecides, Published, Scope, narrowest, widest
from odnos.objects.labels import Label
from odnos.objects.registry import ObjectType, registry

Deed = Literal["see", "create", "edit", "delete", "export", "import"]
READING: frozenset[str] = frozenset(("see", "export"))
ON_SEEN: frozenset[str] = frozenset(("edit", "delete", "export"))
"""What is done to no more records than are seen."""
ADMINISTRATOR = ("administrator",)


class Denied(PermissionError):
    """The actor may not do this. Nothing was changed."""

    def __init__(self, message: Label) -> None:
        super().__init__(message)
        self.message = message


def may(by: Actor, deed: Deed, object_type: ObjectType) -> Scope:
    """Return over which records of `object_type` the actor may do `deed`. `create` and `import` say for whom."""
    object_type = object_type.guard
    if is_closed(by, deed, object_type):
        return "none"
    if isinstance(object_type.access, Everyone):
        return "all" if may_keep(by, deed, object_type, object_type.access) else "none"
    if by.is_administrator:
        return "all"
    scope = said(by, deed, object_type)
    if deed == "see":
        return widest(scope, floor(by, object_type))
    if deed in ON_SEEN:
        seen = said(by, "see", object_type)
        return narrowest(scope, widest(seen, floor(by, object_type)))
    return scope


def said(by: Actor, deed: Deed, object_type: ObjectType) -> Scope:
    """Return what the role says. What it says of all objects is not meant for what people make for themselves, but for files of it."""
    if isinstance(object_type.access, Published) and deed != "import":
        return roles.says_itself(by.role, object_type.key, deed) or "own"
    return roles.says(by.role, object_type.key, deed) or "none"


def may_keep(by: Actor, deed: Deed, object_type: ObjectType, access: Everyone) -> bool:
    """Whether the actor may do `deed` to records that everybody sees: as a row about that very object says, or as an editor."""
    if deed == "see" or by.is_administrator:
        return True
    said = roles.says_itself(by.role, object_type.key, deed)
    if deed in READING:
        return said != "none"
    if access.editors == ADMINISTRATOR:
        return False
    return said != "none" if said else bool(set(access.editors) & set(roles.chain(by.role)))


def floor(by: Actor, object_type: ObjectType) -> Scope:
    """Return how much of an object everybody sees at least."""
    return cast(Scope, by.floor.get(guarded_key(object_type), "none"))


def guarded_key(object_type: ObjectType) -> str:
    """Return the key under which the organisation default of an object is kept."""
    return object_type.key


def is_closed(by: Actor, deed: str, object_type: ObjectType) -> bool:
    """Whether a token or a forbid keeps the actor from `deed`, whatever was shared with them."""
    return is_narrowed(by, deed, object_type) or is_forbidden(by, deed, object_type)


def is_narrowed(by: Actor, deed: str, object_type: ObjectType) -> bool:
    if by.narrow is None:
        return False
    if by.narrow.read_only and deed not in READING:
        return True
    return bool(by.narrow.objects) and object_type.key not in by.narrow.objects


def is_forbidden(by: Actor, deed: str, object_type: ObjectType) -> bool:
    """Whether the role forbids `deed`; what must not be seen can be neither changed, deleted nor exported."""
    if by.is_administrator or (deed == "see" and isinstance(object_type.access, Everyone)):
        return False
    asked = (deed, "see") if deed in ON_SEEN else (deed,)
    return any(roles.forbids(by.role, object_type.key, each) for each in asked)


def allows(by: Actor, name: str, object_key: str = standard.ALL_OBJECTS) -> bool:
    """Whether the role lets the actor do the action `name` at all, or has an ability such as "view.publish".

    Actions are open until a role closes them; abilities are closed until one opens them.
    """
    if by.is_administrator:
        return True
    if roles.forbids(by.role, object_key, name):
        return False
    said = roles.says(by.role, object_key, name)
    return said != "none" if said else name not in standard.ABILITIES


def check_action(by: Actor, name: str, object_key: str) -> None:
    """Raise Denied where the actor's role closes the action `name`."""
    if not allows(by, name, object_key):
        raise Denied(_("Your role does not allow this. Ask an administrator for the right."))


def check(by: Actor, deed: Deed, object_type: ObjectType) -> Scope:
    """Return the actor's scope for `deed`. Raises Denied when there is none."""
    object_type = object_type.guard
    scope = may(by, deed, object_type)
    is_opened = deed in ("see", "edit") and by.shared and not is_forbidden(by, deed, object_type)
    if scope == "none" and not is_opened:
        raise Denied(REFUSALS[deed] % {"objects": object_type.plural})
    return scope


def sees_some(by: Actor, object_type: ObjectType) -> bool:
    """Whether there may be records of an object that the actor sees: within a scope, or opened one by one."""
    object_type = object_type.guard
    is_opened = bool(by.shared.get(object_type.key)) and not is_closed(by, "see", object_type)
    return is_opened or may(by, "see", object_type) != "none"


REFUSALS: Mapping[str, Label] = {
    "see": _("You may not see %(objects)s. Ask an administrator for the right."),
    "create": _("You may not create %(objects)s. Ask an administrator for the right."),
    "edit": _("You may not change %(objects)s. Ask an administrator for the right."),
    "delete": _("You may not delete %(objects)s. Ask an administrator for the right."),
    "export": _("You may not export %(objects)s. Ask an administrator for the right."),
    "import": _("You may not import %(objects)s. Ask an administrator for the right."),
}

__all__ = ["Deed", "Denied", "OwnTeamAll", "ParentDecides", "allows", "check", "may", "registry"]
