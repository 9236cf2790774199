"""What stands between a deal and a stage, before it is moved."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from odnos.domains.deals.gates.current import Gate, gates
from odnos.domains.deals.gates.declared import STAGE_TICK
from odnos.domains.deals.gates.entering import entering
from odnos.domains.deals.gates.missing import Missing, missing, ticked
from odnos.domains.deals.objects import DEAL
from odnos.engine.access.actor import Actor
from odnos.engine.records import read, trying, write
from odnos.engine.records.draft import Draft
from odnos.engine.records.ruled import subject_of


def gate_of(object_key: str, stage_id: int | None) -> Gate | None:
    """Return the gate of a stage, if records of this object go through stages."""
    return gates.by_stage.get(stage_id or 0) if object_key == DEAL.key else None


def trial(deal_id: int, stage_id: int, values: Mapping[str, Any], *, by: Actor, at: dt.datetime) -> Draft:
    """Return the deal as the move would make it."""
    row = read.get(DEAL, deal_id, by=by, as_kept=True)
    return trying.draft_of(DEAL, {**values, "stage": stage_id}, row=row, by=by, at=at)


def needs(gate: Gate, draft: Draft, *, by: Actor) -> Missing:
    """Return what a move still needs; nothing on the way back."""
    if not entering([draft], by=by):
        return Missing()
    return missing(gate, [subject_of(draft)], by=by, changed=[frozenset(draft.changes())])[0]


def tick(deal_id: int, gate: Gate, items: Sequence[str], *, by: Actor, at: dt.datetime) -> None:
    """Tick items of a gate's checklist for a deal; what is ticked already stays so."""
    done = ticked(gate, [deal_id])[deal_id] if gate.checklist else set()
    for item in items:
        if item in gate.checklist and item not in done:
            write.create(STAGE_TICK, {"deal": deal_id, "stage": gate.stage, "name": item}, by=by, at=at)


def ahead(deal_id: int, stages: Sequence[int], *, by: Actor, at: dt.datetime) -> dict[int, Missing]:
    """Return what a deal needs to enter each of some stages that have a gate."""
    gated = [gates.by_stage[number] for number in stages if number in gates.by_stage]
    if not gated:
        return {}
    row = read.get(DEAL, deal_id, by=by, deleted=None, as_kept=True)
    subject = trying.subject_of_row(row, by=by, at=at)
    found = {gate.stage: missing(gate, [subject], by=by)[0] for gate in gated if gate.stage != row["stage"]}
    return {stage: item for stage, item in found.items() if item}
