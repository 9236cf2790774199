"""What must hold for territories and their rules, told at the field where the mistake is."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from odnos.engine.access.models import Territory
from odnos.engine.custom.rules import CODE, FIXED, code_of, numbered
from odnos.engine.records import territories
from odnos.engine.records.draft import Draft


def territory_code(draft: Draft) -> None:
    """The name for programs is like no other, those in the bin included, and never changes."""
    if not draft.is_new:
        if draft.changed("code"):
            draft.fail("code", FIXED)
        return
    everywhere = Territory._base_manager.all()
    taken = set(everywhere.values_list("code", flat=True))
    wanted = draft["code"] or numbered(code_of(draft["name"] or ""), taken)
    draft.set("code", wanted)
    if not CODE.fullmatch(wanted):
        draft.fail("code", _("Use small Latin letters, digits and _, beginning with a letter."))
    elif wanted in taken:
        draft.fail("code", _("Another territory has this name."))


def rule_place(draft: Draft) -> None:
    """Rules are about records with an owner: parts of a record are where their whole is."""
    if draft.changed("object") and draft["object"] not in {kind.key for kind in territories.placed()}:
        draft.fail("object", _("Such records are in no territory."))


def rule_filter(draft: Draft) -> None:
    """A rule's condition is one that can be asked."""
    if draft.errors or not (draft.changed("filter") or draft.changed("object")):
        return
    if reason := territories.refusal(draft["object"], draft["filter"] or "", ctx=draft.ctx):
        draft.fail("filter", reason)
