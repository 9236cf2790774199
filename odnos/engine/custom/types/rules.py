"""What must hold for the definition of a kind of record, told at the field where the mistake is."""

from __future__ import annotations

import re

from django.utils.translation import gettext_lazy as _

from odnos.engine.custom.models import CustomObject
from odnos.engine.custom.rules import FIXED, code_of, numbered, takes_fields
from odnos.engine.custom.types.built import PREFIX
from odnos.engine.index.entry import number
from odnos.engine.records.draft import Draft
from odnos.engine.records.row import Row
from odnos.objects.labels import Label
from odnos.objects.registry import registry

CODE = re.compile(r"[a-z][a-z0-9_]{0,29}")
ADDRESS = re.compile(r"[a-z][a-z0-9-]{1,49}")
RESERVED = frozenset(
    [
        "api",
        "first-steps",
        "sign-in",
        "sign-out",
        "join",
        "welcome",
        "preferences",
        "settings",
        "imports",
        "exports",
        "search",
        "combo",
        "history",
        "bin",
        "lists",
        "new",
        "static",
        "health",
        "metrics",
        "help",
        "today",
        "reports",
        "dashboards",
        "insights",
        "approvals",
        "mail",
        "calendar",
    ]
)
"""Addresses that lead elsewhere, or may one day."""


def object_code(draft: Draft) -> None:
    """The name for programs is like no other, those in the bin included, and never changes."""
    if not draft.is_new:
        if draft.changed("code"):
            draft.fail("code", FIXED)
        return
    taken = others("code")
    wanted = draft["code"] or numbered(
        code_of(draft["name"] or "").removeprefix("field_")[:26] or "thing", taken
    )
    draft.set("code", wanted)
    if not CODE.fullmatch(wanted):
        draft.fail("code", _("Use small Latin letters, digits and _, beginning with a letter."))
    elif wanted in taken or is_like_another(wanted):
        draft.fail("code", _("Another kind of record has this name."))


def is_like_another(code: str) -> bool:
    """Whether the search could not tell its entries from those of another object."""
    return number(f"{PREFIX}{code}") in {number(item.key) for item in registry}


def object_address(draft: Draft) -> None:
    """The address of its list is nobody else's, and never changes."""
    if not draft.is_new:
        if draft.changed("address"):
            draft.fail("address", FIXED)
        return
    taken = {item.plural_key for item in registry} | others("address") | RESERVED
    made = code_of(draft["name_many"] or "").removeprefix("field_").replace("_", "-")
    wanted = draft["address"] or numbered(made if ADDRESS.fullmatch(made) else "things", taken).replace(
        "_", "-"
    )
    draft.set("address", wanted)
    if not ADDRESS.fullmatch(wanted):
        draft.fail("address", _("Use small Latin letters, digits and -, beginning with a letter."))
    elif wanted in taken:
        draft.fail("address", _("Another list has this address."))


def object_access(draft: Draft) -> None:
    """A part is a part of a kind of record with which people work; whether it is one stays as it was made."""
    is_part = draft["access"] == "part"
    if not draft.is_new and draft.changed("access") and "part" in (draft["access"], draft.was("access")):
        draft.fail("access", FIXED)
    elif not draft.is_new and draft.changed("parent"):
        draft.fail("parent", FIXED)
    elif not is_part:
        draft.set("parent", None)
    elif draft["parent"] not in registry or not takes_fields(registry.get(draft["parent"])):
        draft.fail("parent", _("Choose what its records are a part of."))
    elif registry.get(draft["parent"]).parent_field is not None:
        draft.fail("parent", _("These are parts of something themselves."))


def parts_of_it(row: Row) -> Label | None:
    """What others are parts of stays."""
    key = f"{PREFIX}{row['code']}"
    parts = [item for item, _link in registry.children(key)]
    return (
        _("Archive %(objects)s first: they are parts of it.") % {"objects": parts[0].plural}
        if parts
        else None
    )


def others(column: str) -> set[str]:
    """Return what stands in a column of all definitions, those in the bin included."""
    everywhere = CustomObject._base_manager.all()
    return set(everywhere.values_list(column, flat=True))
