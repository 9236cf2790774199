"""Winning, losing and reopening deals."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.translation import gettext_lazy as _

from odnos.domains.deals.objects import DEAL, LOST_REASONS
from odnos.domains.deals.steps import last_open_stage, stage_of_kind
from odnos.engine.access.actor import Actor
from odnos.engine.records import handing, read, write
from odnos.engine.records.errors import Invalid
from odnos.engine.records.row import Row
from odnos.objects import fields as f
from odnos.objects.action import Action, actions


class DealIsClosed(Invalid):
    """The deal is won or lost already; reopen it first."""

    def __init__(self) -> None:
        super().__init__({"stage": [_("This deal is closed. Reopen it first.")]})


class DealIsOpen(Invalid):
    """The deal is open anyway."""

    def __init__(self) -> None:
        super().__init__({"stage": [_("This deal is open.")]})


def win_deal(
    deal_id: int, *, closed_on: dt.date | None = None, version: int | None = None, by: Actor, at: dt.datetime
) -> Row:
    """Close a deal as won. Raises DealIsClosed, NotFound, Denied, Conflict."""
    deal = open_deal(deal_id, by=by)
    values: dict[str, Any] = {"stage": stage_of_kind("won", deal=deal, by=by, at=at)}
    if closed_on:
        values["closed_on"] = closed_on
    return write.update(DEAL, deal_id, values, version=version, by=by, at=at)


def lose_deal(
    deal_id: int,
    *,
    lost_reason: str | None = None,
    closed_on: dt.date | None = None,
    version: int | None = None,
    by: Actor,
    at: dt.datetime,
) -> Row:
    """Close a deal as lost for a reason. Raises DealIsClosed, Invalid without a reason, NotFound, Denied, Conflict."""
    deal = open_deal(deal_id, by=by)
    if not lost_reason:
        raise Invalid({"lost_reason": [_("Say why the deal was lost.")]})
    values: dict[str, Any] = {
        "stage": stage_of_kind("lost", deal=deal, by=by, at=at),
        "lost_reason": lost_reason,
    }
    if closed_on:
        values["closed_on"] = closed_on
    return write.update(DEAL, deal_id, values, version=version, by=by, at=at)


def reopen_deal(deal_id: int, *, version: int | None = None, by: Actor, at: dt.datetime) -> Row:
    """Put a closed deal back into the stage it was closed from. Raises DealIsOpen, NotFound, Denied, Conflict."""
    deal = read.get(DEAL, deal_id, by=by, as_kept=True)
    if deal["status"] == "open":
        raise DealIsOpen
    stage = last_open_stage(deal, by=by, at=at)
    return write.update(DEAL, deal_id, {"stage": stage}, version=version, by=by, at=at)


def open_deal(deal_id: int, *, by: Actor) -> Row:
    deal = read.get(DEAL, deal_id, by=by, as_kept=True)
    if deal["status"] != "open":
        raise DealIsClosed
    return deal


def is_open(deal: Row) -> bool:
    return bool(deal["status"] == "open")


CLOSED_ON = f.Date("closed_on", _("Closed on"))
actions.add(
    Action(
        name="deal.win",
        label=_("Won"),
        object="deal",
        run=win_deal,
        inputs=(CLOSED_ON,),
        icon="won",
        tone="good",
        offered=is_open,
    )
)
actions.add(
    Action(
        name="deal.lose",
        label=_("Lost…"),
        object="deal",
        run=lose_deal,
        inputs=(
            f.Choice("lost_reason", _("Lost reason"), choices=LOST_REASONS, open=True, required=True),
            CLOSED_ON,
        ),
        icon="lost",
        tone="bad",
        offered=is_open,
    )
)
actions.add(
    Action(
        name="deal.reopen",
        label=_("Reopen"),
        object="deal",
        run=reopen_deal,
        icon="undo",
        offered=lambda deal: deal["status"] != "open",
    )
)
handing.offer(DEAL)
