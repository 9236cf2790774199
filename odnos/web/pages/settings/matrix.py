"""What a role may, as a matrix of kinds of record and deeds: what it says itself, and what follows where it says nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from odnos.domains.organisation.role_actions import FORBID
from odnos.domains.organisation.role_objects import SCOPES
from odnos.engine.access import rights, roles
from odnos.engine.access.standard import ABILITIES, ALL_OBJECTS
from odnos.engine.records.row import Row
from odnos.objects.access import Everyone, Published
from odnos.objects.action import actions as every_action
from odnos.objects.labels import Label
from odnos.objects.registry import ObjectType, registry

Place = tuple[str, str]
DEEDS: tuple[tuple[str, Label], ...] = (
    ("see", gettext_lazy("See")),
    ("create", gettext_lazy("Create")),
    ("edit", gettext_lazy("Edit")),
    ("delete", gettext_lazy("Delete")),
    ("export", gettext_lazy("Export")),
    ("import", gettext_lazy("Import")),
)
LABELS: Mapping[str, Label] = {**dict(SCOPES), FORBID: gettext_lazy("Forbidden")}
MAY: Mapping[str, Label] = {
    "all": gettext_lazy("Allowed"),
    "none": gettext_lazy("Not allowed"),
    FORBID: gettext_lazy("Forbidden"),
}
ABLE: Mapping[str, Label] = {
    "view.publish": gettext_lazy("Save views for everybody"),
    "team.access": gettext_lazy("See who of the team can sign in"),
}


def place_of(name: str) -> Place | None:
    """Return the object and the deed of a cell, named `right:company:see` in the form."""
    prefix, _colon, rest = name.partition(":")
    key, _colon, deed = rest.partition(":")
    return (key, deed) if prefix == "right" and key and deed else None


def said_by(found: Iterable[Row]) -> dict[Place, str]:
    """Return what a role says itself, as the cells have it."""
    return {(row["object"], row["deed"]): FORBID if row["forbid"] else row["scope"] for row in found}


def rows(code: str, said: Mapping[Place, str]) -> list[dict[str, Any]]:
    """Return a row for all kinds of record, and one for each whose records are somebody's."""
    kinds = [item for item in registry if not isinstance(item.access, Everyone)]
    kinds.sort(key=lambda item: not item.in_menu)
    every: list[tuple[str, Label]] = [(ALL_OBJECTS, _("All kinds of record"))]
    every += [(item.key, item.plural) for item in kinds]
    return [
        {
            "label": label,
            "cells": [cell(code, key, deed, said, name, LABELS) for deed, name in DEEDS],
        }
        for key, label in every
    ]


def kept(code: str, said: Mapping[Place, str]) -> list[dict[str, Any]]:
    """Return a row for each kind of record that everybody sees and that others than administrators keep."""
    kinds = [item for item in registry if is_shared(item)]
    deeds = [item for item in DEEDS if item[0] != "see"]
    return [
        {
            "label": item.plural,
            "cells": [cell(code, item.key, deed, said, name, MAY) for deed, name in deeds],
        }
        for item in kinds
    ]


def is_shared(item: ObjectType) -> bool:
    return isinstance(item.access, Everyone) and item.access.editors != rights.ADMINISTRATOR


def actions(code: str, said: Mapping[Place, str]) -> list[dict[str, Any]]:
    """Return a cell for each action of each kind of record, and for what is done to none."""
    able = [(ALL_OBJECTS, name, ABLE[name], "") for name in ABILITIES]
    done = [
        (item.key, action.name, action.label, item.label)
        for item in registry
        for action in every_action.of(item.key)
    ]
    return [
        {"label": label, "kind": kind, "cell": cell(code, key, name, said, label, MAY)}
        for key, name, label, kind in (*able, *done)
    ]


def cell(
    code: str, key: str, deed: str, said: Mapping[Place, str], label: Label, labels: Mapping[str, Label]
) -> dict[str, Any]:
    """Return a select: what the role says, and as its first option what follows if it says nothing."""
    follows = f"({labels.get(inherited(code, key, deed, labels), '—')})"
    return {
        "name": f"right:{key}:{deed}",
        "label": label,
        "value": said.get((key, deed), ""),
        "options": [("", follows), *labels.items()],
    }


def inherited(code: str, key: str, deed: str, labels: Mapping[str, Label]) -> str:
    """Return what holds where the role says nothing of this object: its own word about all, or its parent's."""
    line = roles.chain(code)
    above = line[1] if len(line) > 1 else ""
    if (above and roles.forbids(above, key, deed)) or (
        key != ALL_OBJECTS and (ALL_OBJECTS, deed) in roles.get(code).forbidden
    ):
        return FORBID
    if labels is MAY:
        return allowed(above, key, deed)
    if key in registry and isinstance(registry.get(key).access, Published):
        return roles.says_itself(above, key, deed) or "own"
    own = roles.get(code).said.get((ALL_OBJECTS, deed)) if key != ALL_OBJECTS else None
    return own or roles.says(above, key, deed) or "none"


def allowed(above: str, key: str, deed: str) -> str:
    """Return whether the parent may do an action, has an ability or keeps records that everybody sees."""
    item = registry.get(key) if key in registry else None
    if item is not None and is_shared(item) and "." not in deed:
        assert isinstance(item.access, Everyone)
        said = roles.says_itself(above, key, deed)
        return said or (
            "all" if deed == "export" or set(item.access.editors) & set(roles.chain(above)) else "none"
        )
    return roles.says(above, key, deed) or ("none" if deed in ABILITIES else "all")
