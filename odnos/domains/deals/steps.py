"""Which stage a deal goes to next, or goes back to."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext_lazy as _

from odnos.domains.deals.models import StageChange
from odnos.domains.deals.objects import STAGE
from odnos.engine.access.actor import Actor
from odnos.engine.filters.tree import All, Condition
from odnos.engine.records import read
from odnos.engine.records.errors import Invalid
from odnos.engine.records.row import Row


def stage_of_kind(kind: str, *, deal: Row, by: Actor, at: dt.datetime) -> int:
    """Return the first stage of this kind in the deal's pipeline. Raises Invalid when it has none."""
    pipeline = Condition(("pipeline",), "is", deal["pipeline"])
    asked = All((pipeline, Condition(("kind",), "is", kind)))
    found = read.query(STAGE, by=by, at=at, filter=asked, sort="position", limit=1).rows
    if not found:
        raise Invalid({"stage": [_("The pipeline of this deal has no such stage.")]})
    return found[0].id


def last_open_stage(deal: Row, *, by: Actor, at: dt.datetime) -> int:
    """Return the open stage that the deal was in last, or else the first one of its pipeline."""
    steps = StageChange.objects.filter(deal_id=deal.id).order_by("-pk")[:50]
    been = [number for step in steps for number in (step.to_stage_id, step.from_stage_id) if number]
    stages = read.get_many(STAGE, been, by=by)
    for number in been:
        stage = stages.get(number)
        if stage and stage["kind"] == "open" and stage["pipeline"] == deal["pipeline"]:
            return number
    return stage_of_kind("open", deal=deal, by=by, at=at)
