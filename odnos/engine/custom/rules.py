"""What must hold for the definitions of added fields, told at the field where the mistake is."""

from __future__ import annotations

import re
from typing import Any

from django.utils.translation import gettext_lazy as _

from odnos.engine.custom import beginnings
from odnos.engine.custom.kinds import KINDS, made
from odnos.engine.custom.models import CustomField, CustomOption
from odnos.engine.records.draft import Draft
from odnos.lib import text
from odnos.objects.access import Everyone
from odnos.objects.fields import Invalid
from odnos.objects.registry import ObjectType, registry

CODE = re.compile(r"[a-z][a-z0-9_]{0,39}")
RESERVED = frozenset(("id", "version", "custom", "me", "all", "any", "not", "title", "type"))
FIXED = _("This stays as it was made. Add another field instead.")


def extendable() -> list[ObjectType]:
    """Return the objects that take fields: those with which people work, not those by which Odnos is set up."""
    found = [item for item in registry if takes_fields(item)]
    return sorted(found, key=lambda item: not item.in_menu)


def takes_fields(object_type: ObjectType) -> bool:
    return object_type.in_menu or object_type.is_custom or not isinstance(object_type.access, Everyone)


def code_of(name: str) -> str:
    """Return a name for programs made from one for people: «ИНН (новый)» gives `inn_novyi`."""
    latin = text.transliterate(name) if re.search("[^\x00-\x7f]", text.fold(name)) else text.fold(name)
    written = re.sub(r"[^a-z0-9]+", "_", latin).strip("_")[:36]
    return written if CODE.fullmatch(written) else f"field_{written}".strip("_")[:36]


def field_object(draft: Draft) -> None:
    """A field is added to an object that takes fields, and stays with it."""
    if not draft.changed("object"):
        return
    if not draft.is_new:
        draft.fail("object", FIXED)
    elif draft["object"] not in {item.key for item in extendable()}:
        draft.fail("object", _("No fields can be added to this kind of record."))


def field_code(draft: Draft) -> None:
    """The name for programs is unique in its object, fields in the bin included, and never changes."""
    if draft.is_new and draft["object"] in registry:
        taken = taken_codes(draft["object"])
        wanted = draft["code"] or numbered(code_of(draft["name"] or ""), taken)
        draft.set("code", wanted)
        if not CODE.fullmatch(wanted):
            draft.fail("code", _("Use small Latin letters, digits and _, beginning with a letter."))
        elif wanted in taken:
            draft.fail("code", _("Another field of this object has this name."))
    elif not draft.is_new and draft.changed("code"):
        draft.fail("code", FIXED)


def taken_codes(object_key: str) -> set[str]:
    everywhere = CustomField._base_manager.filter(object=object_key)
    declared = {item.name for item in registry.get(object_key).all_fields}
    return declared | RESERVED | set(everywhere.values_list("code", flat=True))


def numbered(wanted: str, taken: set[str]) -> str:
    """Return `wanted`, or the first of `wanted_2`, `wanted_3` … that is free."""
    free = wanted
    number = 1
    while free in taken:
        number += 1
        free = f"{wanted}_{number}"
    return free


def field_kind(draft: Draft) -> None:
    """The kind stays; what does not fit it is refused rather than dropped."""
    kind = KINDS.get(draft["kind"] or "")
    if kind is None:
        return
    if not draft.is_new and draft.changed("kind") and not draft.by.is_system:  # custom/changing does it
        draft.fail("kind", FIXED)
    if draft["is_unique"] and not kind.can_be_unique:
        draft.fail("is_unique", _("Values of this kind cannot be unique."))
    if draft["is_searchable"] and not kind.can_be_searched:
        draft.fail("is_searchable", _("Values of this kind are found by a filter, not by the search."))
    if draft["is_fast"] and not kind.can_be_fast:
        draft.fail("is_fast", _("Values of this kind need no index of their own."))
    if "to" in kind.settings:
        field_target(draft)


def field_target(draft: Draft) -> None:
    if draft["to"] not in registry:
        draft.fail("to", _("Choose what the link leads to."))
    elif not draft.is_new and draft.changed("to") and not draft.by.is_system:
        draft.fail("to", FIXED)


def field_bounds(draft: Draft) -> None:
    """The least is not more than the most, and a number has at most four digits behind the point."""
    least, most = draft["least"], draft["most"]
    if least is not None and most is not None and least > most:
        draft.fail("most", _("The largest value is smaller than the smallest one."))


def field_default(draft: Draft) -> None:
    """What new records begin with can be read as a value of the field, and is kept in one form for readers of all languages.

    Options come after their field: `actions` looks at what a choice begins with.
    """
    written = draft["default"]
    if not written or draft.errors or draft["kind"] not in KINDS or KINDS[draft["kind"]].has_options:
        return
    field = made({**definition_of(draft), "default": ""}, ())
    try:
        if draft.changed("default"):
            draft.set("default", beginnings.kept(field, written, draft.ctx))
        else:
            beginnings.value(field, written, draft.ctx)
    except Invalid as error:
        draft.fail("default", error.message)


def definition_of(draft: Draft) -> dict[str, Any]:
    return {field.name: draft[field.name] or "" for field in draft.type.declared} | {
        "id": draft.id or 0,
        **{name: draft[name] for name in ("places", "least", "most")},
    }


def option_code(draft: Draft) -> None:
    """What is kept of an option is unique in its field and never changes."""
    if not draft.is_new:
        if draft.changed("code"):
            draft.fail("code", FIXED)
        return
    if draft["code"] is None and draft["name"]:
        others = CustomOption._base_manager.filter(field_id=draft["field"])
        taken = set(others.values_list("code", flat=True))
        draft.set("code", numbered(code_of(draft["name"]).removeprefix("field_"), taken))
