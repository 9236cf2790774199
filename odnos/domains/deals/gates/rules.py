"""What must hold for gates, ticks and approvals themselves."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from odnos.domains.deals.gates.current import gates
from odnos.domains.deals.objects import DEAL
from odnos.engine.access import roles
from odnos.engine.custom.ruling.declared import mistake, unfit
from odnos.engine.records.draft import Draft

FIXED = _("This stays as it was made.")


def gate_stage(draft: Draft) -> None:
    """A gate belongs to one stage for good, and is called like it."""
    if not draft.is_new and draft.changed("stage"):
        draft.fail("stage", FIXED)
    stage = draft.linked("stage")
    draft.set("name", stage.title if stage else draft["name"])


def gate_fields(draft: Draft) -> None:
    """A gate asks for fields that there are and that people fill in."""
    for name in draft["needed"] or ():
        if reason := unfit(DEAL.by_name.get(name), "required"):
            label = DEAL.by_name[name].label if name in DEAL.by_name else name
            draft.fail("needed", reason % {"field": label})
    for name in draft["void_on"] or ():
        if name not in DEAL.by_name:
            draft.fail("void_on", _("There is no field “%(field)s”.") % {"field": name})


def gate_condition(draft: Draft) -> None:
    if (
        draft["condition"]
        and draft.changed("condition")
        and (reason := mistake(DEAL, draft["condition"], draft))
    ):
        draft.fail("condition", reason)


def gate_approver(draft: Draft) -> None:
    """An approval is given by one person or by the people of a role."""
    role = draft["approver_role"]
    if role and role not in roles.known():
        draft.fail("approver_role", _("There is no such role."))
    if role and draft["approver"]:
        draft.fail("approver", _("Choose a person or a role, not both."))


def tick_item(draft: Draft) -> None:
    """What is ticked stands on the checklist of the stage."""
    gate = gates.by_stage.get(draft["stage"] or 0)
    if draft.is_new and (gate is None or draft["name"] not in gate.checklist):
        draft.fail("name", _("This is not on the checklist of the stage."))
    for name in ("deal", "stage", "name"):
        if not draft.is_new and draft.changed(name) and not draft.by.is_system:
            draft.fail(name, FIXED)


def approval_asked(draft: Draft) -> None:
    """An approval is asked for where a stage needs one; who answers is who the gate says. The last one counts."""
    if not draft.is_new:
        return
    gate = gates.by_stage.get(draft["stage"] or 0)
    if gate is None or not gate.needs_approval:
        draft.fail("stage", _("This stage needs no approval."))
        return
    deal, stage = draft.linked("deal"), draft.linked("stage")
    draft.set("name", " → ".join(row.title for row in (deal, stage) if row)[:200])
    draft.set("status", "asked")
    draft.set("asked_by", draft.by.user_id)
    draft.set("approver", gate.approver)
    draft.set("approver_role", gate.approver_role or None)


def approval_answered(draft: Draft) -> None:
    """An answer is given by the actions, never put back by an undo; one that comes to another deal is void."""
    if draft.is_new:
        return
    if not draft.by.is_system and any(draft.changed(name) for name in ("status", "deal", "stage", "comment")):
        draft.fail("status", _("An approval is asked for and answered anew, not changed."))
    elif draft.changed("deal"):
        draft.set("status", "void")
