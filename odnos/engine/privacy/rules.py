"""What must hold for a retention rule, told at the field where the mistake is."""

from __future__ import annotations

import re

from django.utils.translation import gettext_lazy as _

from odnos.engine.filters import text as filter_text
from odnos.engine.filters.tree import FilterError
from odnos.engine.privacy import subjects
from odnos.engine.privacy.models import RetentionRule
from odnos.engine.records.conditions import compiled
from odnos.engine.records.contains import Lookups
from odnos.engine.records.draft import Draft
from odnos.lib import text
from odnos.objects.access import Everyone
from odnos.objects.fields import Invalid
from odnos.objects.registry import ObjectType, UnknownField, registry

DATED = frozenset(("date", "moment"))


def kept_objects() -> list[ObjectType]:
    """Return the objects whose records can have an end: those that belong to somebody."""
    return [item for item in registry if not isinstance(item.access, Everyone)]


def rule_object(draft: Draft) -> None:
    """The rule is about an object whose records can go, and counts from a date of it."""
    if draft["object"] not in {item.key for item in kept_objects()}:
        draft.fail("object", _("Records of this kind are kept for ever."))
        return
    field = registry.get(draft["object"]).by_name.get(draft["since"] or "")
    if field is None or field.kind not in DATED:
        draft.fail("since", _("Choose a date from which the time is counted."))


def rule_outcome(draft: Draft) -> None:
    """Only persons are erased or made anonymous; anything can go to the bin."""
    subject = subjects.of(draft["object"] or "")
    if draft["outcome"] != "bin" and (subject is None or subject.remains):
        draft.fail("outcome", _("Only persons can be erased or made anonymous."))


def rule_only(draft: Draft) -> None:
    """The condition can be understood."""
    if not draft["only"] or draft["object"] not in registry:
        return
    try:
        node = filter_text.parse(draft["only"])
        compiled(
            registry.get(draft["object"]), node, by=draft.by, ctx=draft.ctx, lookups=Lookups(by=draft.by)
        )
    except (FilterError, UnknownField, Invalid) as error:
        draft.fail("only", str(error))


def rule_code(draft: Draft) -> None:
    """The name for programs is made from the name where none is given."""
    if draft.is_new and not draft["code"] and draft["name"]:
        wanted = (
            re.sub(r"[^a-z0-9]+", "_", text.transliterate(draft["name"]).lower()).strip("_")[:36] or "rule"
        )
        taken = set(RetentionRule._base_manager.all().values_list("code", flat=True))
        number, free = 1, wanted
        while free in taken:
            number += 1
            free = f"{wanted}_{number}"
        draft.set("code", free)
