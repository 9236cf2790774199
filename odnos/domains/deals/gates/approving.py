"""Asking for an approval, answering it, and taking the question back."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any

from django.utils.translation import gettext_lazy as _

from odnos.domains.deals.gates.declared import APPROVAL
from odnos.engine.access.actor import Actor
from odnos.engine.access.rights import Denied
from odnos.engine.filters.tree import All, Condition
from odnos.engine.records import read, write
from odnos.engine.records.errors import Invalid
from odnos.engine.records.row import Row
from odnos.objects import fields as f
from odnos.objects.action import Action, actions

ANSWER = f.LongText("answer", _("Answer"), max_length=4000)


def ask_approval(deal_id: int, stage_id: int, *, comment: str = "", by: Actor, at: dt.datetime) -> Row:
    """Ask that a deal may enter a stage. Raises Invalid, Denied."""
    values = {"deal": deal_id, "stage": stage_id, "comment": comment}
    return write.create(APPROVAL, values, by=by, at=at, action="asked")


def approve_approval(
    approval_id: int, *, answer: str = "", by: Actor, at: dt.datetime, version: int | None = None
) -> Row:
    """Let the deal pass. Raises Denied for anybody but those who may, Invalid for what is answered already."""
    row = waiting(approval_id, by=by)
    if not may_decide(row, by=by):
        raise Denied(_("Somebody else decides on this approval."))
    return answered(row, "approved", answer, version=version, by=by, at=at)


def refuse_approval(
    approval_id: int, *, answer: str = "", by: Actor, at: dt.datetime, version: int | None = None
) -> Row:
    """Say no, and why. Raises Denied for anybody but those who may, Invalid without a reason."""
    row = waiting(approval_id, by=by)
    if not may_decide(row, by=by):
        raise Denied(_("Somebody else decides on this approval."))
    if not (answer or "").strip():
        raise Invalid({"answer": [_("Say why, so that it can be put right.")]})
    return answered(row, "refused", answer, version=version, by=by, at=at)


def withdraw_approval(approval_id: int, *, by: Actor, at: dt.datetime, version: int | None = None) -> Row:
    """Take the question back. Raises Denied for anybody but who asked it."""
    row = waiting(approval_id, by=by)
    if row["asked_by"] != by.user_id and not by.is_administrator:
        raise Denied(_("Only who asked for it takes it back."))
    return answered(row, "withdrawn", "", version=version, by=by, at=at)


def waiting(approval_id: int, *, by: Actor) -> Row:
    row = read.get(APPROVAL, approval_id, by=by, as_kept=True)
    if row["status"] != "asked":
        raise Invalid({"status": [_("This approval is answered already.")]})
    return row


def may_decide(row: Row, *, by: Actor) -> bool:
    """Whether somebody answers an approval: the person or the role that the gate names, or an administrator; nobody their own."""
    if by.is_administrator:
        return True
    if row["asked_by"] == by.user_id:
        return False
    if row["approver"] is not None:
        return bool(row["approver"] == by.user_id)
    return bool(row["approver_role"]) and row["approver_role"] == by.role


def answered(row: Row, status: str, answer: str, *, version: int | None, by: Actor, at: dt.datetime) -> Row:
    values: dict[str, Any] = {"status": status, "answer": answer, "decided_by": by.user_id, "decided_at": at}
    steward = dataclasses.replace(
        by, role="system", narrow=None
    )  # who decides need not be able to change the deal
    return write.update(
        APPROVAL, row.id, values, version=version, by=steward, at=at, action=status, trusted=True
    )


def of_deal(deal_id: int, *, by: Actor, at: dt.datetime) -> list[Row]:
    """Return the approvals of a deal, the newest first."""
    asked = Condition(("deal",), "is", deal_id)
    return list(read.query(APPROVAL, by=by, at=at, filter=asked, sort="-created_at", limit=50).rows)


def for_me(*, by: Actor, at: dt.datetime) -> list[Row]:
    """Return the approvals that wait for an answer of `by`, the oldest first."""
    asked = All((Condition(("status",), "is", "asked"),))
    rows = read.query(APPROVAL, by=by, at=at, filter=asked, sort="created_at", limit=200).rows
    return [row for row in rows if may_decide(row, by=by)]


def is_waiting(row: Row) -> bool:
    return bool(row["status"] == "asked")


actions.add(
    Action(
        name="approval.approve", label=_("Approve"), object="approval", run=approve_approval,
        right="see", inputs=(ANSWER,), icon="check", tone="good", offered=is_waiting,
    )
)  # fmt: skip
actions.add(
    Action(
        name="approval.refuse", label=_("Refuse…"), object="approval", run=refuse_approval,
        right="see", inputs=(dataclasses.replace(ANSWER, required=True),), icon="x", tone="bad", offered=is_waiting,
    )
)  # fmt: skip
actions.add(
    Action(
        name="approval.withdraw", label=_("Withdraw"), object="approval", run=withdraw_approval,
        right="see", icon="undo", offered=is_waiting,
    )
)  # fmt: skip
