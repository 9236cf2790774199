"""What must hold for roles: nobody can be without somebody who administers, and a right speaks of what is there."""

from __future__ import annotations

import re

from django.utils.translation import gettext_lazy as _

from odnos.engine.access.models import Role, RoleDefinition, User
from odnos.engine.access.standard import ABILITIES, ALL_OBJECTS, DEEDS
from odnos.engine.custom.rules import FIXED, code_of, numbered
from odnos.engine.records.draft import Draft
from odnos.engine.records.row import Row
from odnos.objects.action import actions
from odnos.objects.labels import Label
from odnos.objects.registry import registry

CODE = re.compile(r"[a-z][a-z0-9_]{0,19}")
LOCKED = _("Administrators may do everything, so that somebody always can.")


def role_code(draft: Draft) -> None:
    """The name for programs is like no other, those in the bin and the product's own included, and never changes."""
    if not draft.is_new:
        if draft.changed("code"):
            draft.fail("code", FIXED)
        return
    taken = {"system", *others()}
    wanted = draft["code"] or numbered(code_of(draft["name"] or "")[:18].strip("_"), taken)
    draft.set("code", wanted)
    if not CODE.fullmatch(wanted):
        draft.fail("code", _("Use small Latin letters, digits and _, beginning with a letter."))
    elif wanted in taken:
        draft.fail("code", _("Another role has this name."))


def others() -> set[str]:
    everywhere = RoleDefinition._base_manager.all()
    return set(everywhere.values_list("code", flat=True))


def role_parent(draft: Draft) -> None:
    """Nobody follows from the administrators, they follow from nobody, and no line of parents comes back to where it began."""
    if not draft.changed("parent") or draft["parent"] is None:
        return
    parents = {row["id"]: row for row in RoleDefinition._base_manager.values("id", "code", "parent_id")}
    above: int | None = draft["parent"]
    met = {draft.id}
    while above is not None:
        if above in met:
            draft.fail("parent", _("This role follows from the one you are changing."))
            return
        met.add(above)
        above = parents[above]["parent_id"] if above in parents else None
    named = parents.get(draft["parent"])
    if Role.ADMINISTRATOR in (draft["code"], named and named["code"]):
        draft.fail("parent", LOCKED)


def role_in_use(row: Row) -> Label | None:
    """A role that somebody has, or that another follows from, stays; so does that of the administrators."""
    if row["code"] == Role.ADMINISTRATOR:
        return LOCKED
    if User.objects.filter(role=row["code"], deleted_at__isnull=True).exists():
        return _("Give its people another role first.")
    if RoleDefinition.objects.filter(parent_id=row.id, deleted_at__isnull=True).exists():
        return _("Other roles follow from this one. Change those first.")
    return None


def right_of_role(draft: Draft) -> None:
    """The rights of the administrators are not for changing."""
    if is_locked(draft["role"]) or (draft.changed("role") and is_locked(draft.was("role"))):
        draft.fail("role", LOCKED)


def right_of_administrator(row: Row) -> Label | None:
    return LOCKED if is_locked(row["role"]) else None


def is_locked(role_id: int | None) -> bool:
    return RoleDefinition.objects.filter(pk=role_id or 0, code=Role.ADMINISTRATOR).exists()


def right_place(draft: Draft) -> None:
    """A right is about an object that is there, or all, and about something that can be done to it."""
    if not (draft.changed("object") or draft.changed("deed")):
        return
    key, deed = draft["object"], draft["deed"]
    if key != ALL_OBJECTS and key not in registry:
        draft.fail("object", _("There is no such kind of record."))
    elif deed not in offered(key):
        draft.fail("deed", _("This cannot be done to such records."))


def offered(key: str) -> set[str]:
    """Return what a right can speak of: the six deeds, an object's actions, and for all objects what is done to none."""
    if key == ALL_OBJECTS:
        return {*DEEDS, *ABILITIES, *(item.name for kind in registry for item in actions.of(kind.key))}
    return {*DEEDS, *(item.name for item in actions.of(key))}
