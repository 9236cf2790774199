"""A lead becomes a contact, a company and a deal. Nothing of it is lost, and it is one change set that can be undone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from odnos.domains.deals.objects import DEAL, PIPELINE, STAGE
from odnos.domains.people.actions import LeadIsConverted
from odnos.domains.people.objects import COMPANY, CONTACT, LEAD
from odnos.engine.access.actor import Actor
from odnos.engine.access.askable import is_free
from odnos.engine.access.fields import safe
from odnos.engine.audit.models import ChangeSet, Entry
from odnos.engine.filters.tree import All, Condition
from odnos.engine.records import duplicates, read, references, write
from odnos.engine.records.errors import Invalid
from odnos.engine.records.row import Row
from odnos.objects import fields as f
from odnos.objects.action import Action, actions
from odnos.objects.fields import About
from odnos.objects.registry import ObjectType

TO_CONTACT = ("name", "job_title", "email", "phone", "source", "tags", "description", "owner")
TO_DEAL = ("source", "tags", "description", "owner")


def convert_lead(
    lead_id: int,
    *,
    company: int | None = None,
    contact: int | None = None,
    deal: str | None = None,
    version: int | None = None,
    by: Actor,
    at: dt.datetime,
) -> Row:
    """Make of a lead a contact, its company if it names one, and with a name in `deal` a deal; return the last made.

    `company` and `contact` take records that are there already. What is written and planned about the lead moves along.
    Raises LeadIsConverted, NotFound, Denied, Invalid, Conflict; then nothing has changed.
    """
    with transaction.atomic():
        lead = read.get(LEAD, lead_id, by=by)
        if lead["converted_at"]:
            raise LeadIsConverted
        made = ChangeSet.objects.create(kind="convert", label=lead.title, actor_id=by.user_id, at=at)
        stamp: dict[str, Any] = {"by": by, "at": at, "change_set": made.pk}
        firm = company or found_or_made_company(lead, **stamp)
        person = (
            contact
            or write.create(
                CONTACT, {**taken(lead, TO_CONTACT, CONTACT, by=by), **linked(firm, by=by)}, **stamp
            ).id
        )
        target = read.get(CONTACT, person, by=by)
        if deal:
            target = make_deal(lead, deal, firm, person, **stamp)
        settled = {"status": "converted", "converted_at": at, "company": firm, "contact": person}
        write.update(LEAD, lead_id, settled, version=version, action="converted", trusted=True, **stamp)
        move_story(lead, target, **stamp)
        ChangeSet.objects.filter(pk=made.pk).update(
            entries=Entry.objects.filter(change_set_id=made.pk).count()
        )
    return target


def taken(lead: Row, names: tuple[str, ...], into: ObjectType, *, by: Actor) -> dict[str, Any]:
    """Return what goes from a lead into what it becomes: what `by` sees of the one and may write in the other."""
    return {
        name: lead[name] for name in names if name in lead.type.by_name and is_free(safe(into, by=by), name)
    }


def linked(company: int | None, *, by: Actor) -> dict[str, Any]:
    return {"company": company} if is_free(safe(CONTACT, by=by), "company") else {}


def found_or_made_company(lead: Row, *, by: Actor, at: dt.datetime, change_set: int) -> int | None:
    """Return the company of exactly the name that the lead gives, made if there is none; None if it gives none."""
    name = lead.get("company_name")
    if not name:
        return None
    for double in duplicates.find(COMPANY, {"name": name}, by=by, ctx=by.context(at)):
        if double.row is not None and double.certainty == 100:
            return double.id
    values = {"name": name, **taken(lead, ("owner",), COMPANY, by=by)}
    return write.create(COMPANY, values, by=by, at=at, change_set=change_set).id


def make_deal(
    lead: Row, name: str, company: int | None, contact: int, *, by: Actor, at: dt.datetime, change_set: int
) -> Row:
    """Make a deal in the first stage of the first pipeline."""
    values: Mapping[str, Any] = {
        **taken(lead, TO_DEAL, DEAL, by=by),
        "name": name,
        "company": company,
        "amount": lead.get("value"),
        "contacts": [{"id": contact}],
        **first_stage(by=by, at=at),
    }
    values = {name: value for name, value in values.items() if is_free(safe(DEAL, by=by), name)}
    return write.create(DEAL, values, by=by, at=at, change_set=change_set)


def first_stage(*, by: Actor, at: dt.datetime) -> dict[str, int]:
    pipelines = read.query(PIPELINE, by=by, at=at, sort="position", limit=1).rows
    for pipeline in pipelines:
        asked = All((Condition(("pipeline",), "is", pipeline.id), Condition(("kind",), "is", "open")))
        for stage in read.query(STAGE, by=by, at=at, filter=asked, sort="position", limit=1).rows:
            return {"pipeline": pipeline.id, "stage": stage.id}
    raise Invalid({"deal": [_("There is no pipeline with an open stage yet.")]})


def move_story(lead: Row, target: Row, *, by: Actor, at: dt.datetime, change_set: int) -> None:
    """Let notes and tasks about the lead be about what it became."""
    for naming in references.namings(LEAD.key):
        if isinstance(naming.field, About):
            ids = references.ids(naming, lead.reference, by=by)
            changes = references.redirected(naming, ids, lead.reference, target.reference, by=by)
            write.update_many(naming.type, changes, by=by, at=at, change_set=change_set, action="relinked")


actions.add(
    Action(
        name="lead.convert",
        label=_("Convert…"),
        object="lead",
        run=convert_lead,
        inputs=(
            f.Link("company", _("Company"), to="company", help=_("Empty: found or made by its name.")),
            f.Link("contact", _("Contact"), to="contact", help=_("Empty: made from the lead.")),
            f.Text("deal", _("New deal"), help=_("Its name; empty: no deal.")),
        ),
        icon="convert",
        tone="good",
        offered=lambda lead: not lead["converted_at"],
    )
)
