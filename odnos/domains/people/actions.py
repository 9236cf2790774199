"""Qualifying leads; companies, contacts and leads handed on and shared."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext_lazy as _

from odnos.domains.people.objects import COMPANY, CONTACT, LEAD
from odnos.engine.access.actor import Actor
from odnos.engine.records import handing, read, write
from odnos.engine.records.errors import Invalid
from odnos.engine.records.row import Row
from odnos.objects.action import Action, actions


class LeadIsConverted(Invalid):
    """The lead has become a contact already."""

    def __init__(self) -> None:
        super().__init__({"status": [_("This lead has been converted already.")]})


def qualify_lead(lead_id: int, *, version: int | None = None, by: Actor, at: dt.datetime) -> Row:
    """Mark a lead as one that sales will work on. Raises LeadIsConverted, NotFound, Denied, Conflict."""
    if read.get(LEAD, lead_id, by=by, as_kept=True)["converted_at"]:
        raise LeadIsConverted
    return write.update(LEAD, lead_id, {"status": "sql"}, version=version, by=by, at=at)


actions.add(
    Action(
        name="lead.qualify",
        label=_("Qualify"),
        object="lead",
        run=qualify_lead,
        icon="check-check",
        offered=lambda lead: lead["status"] in ("new", "working", "mql"),
    )
)
for kind in (COMPANY, CONTACT, LEAD):
    handing.offer(kind)
