"""Deleting a stage or a pipeline: what must hold, and where the deals go. The clearing does it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from odnos.domains.deals import clearing
from odnos.domains.deals.objects import PIPELINE, STAGE
from odnos.domains.deals.stages import in_stages, missing_kinds, numbers_in, other_pipelines, stages_of
from odnos.engine.access import rights
from odnos.engine.access.actor import Actor
from odnos.engine.audit.models import ChangeSet
from odnos.engine.records import read
from odnos.engine.records.errors import Invalid
from odnos.engine.records.row import Row

SOMEWHERE = _("Deals stand in this stage. Say where they go.")


def delete_stage(stage_id: int, *, move_to: int | None, by: Actor, at: dt.datetime) -> ChangeSet:
    """Begin to delete a stage, after its deals went to another one of the same pipeline; `clearing.step` does it.

    Raises Denied, NotFound, Invalid.
    """
    rights.check(by, "delete", STAGE)
    stage = read.get(STAGE, stage_id, by=by)
    left = [other for other in stages_of(stage["pipeline"]) if other != stage_id]
    if move_to is not None and move_to not in left:
        raise Invalid({"move_to": [_("Choose another stage of the same pipeline.")]})
    if move_to is None and in_stages([stage_id]).exists():
        raise Invalid({"move_to": [SOMEWHERE]})
    if errors := missing_kinds(stage["pipeline"], without=[stage_id]):
        raise Invalid(errors)
    moves = {stage_id: move_to} if move_to is not None else {}
    return clearing.begin(f"{STAGE.label}: {stage.title}", moves, [stage_id], None, by=by, at=at)


def delete_pipeline(pipeline_id: int, *, moves: Mapping[int, int], by: Actor, at: dt.datetime) -> ChangeSet:
    """Begin to delete a pipeline with its stages; `moves` says for each stage with deals where in another one they go.

    Raises Denied, NotFound, Invalid with the reasons by stage.
    """
    rights.check(by, "delete", PIPELINE)
    pipeline = read.get(PIPELINE, pipeline_id, by=by)
    stages = stages_of(pipeline_id)
    if not other_pipelines(pipeline_id):
        raise Invalid({"": [_("This is the only pipeline.")]})
    goals = read.get_many(STAGE, set(moves.values()), by=by)
    errors = {str(stage): why for stage in stages if (why := wrong(stage, moves, goals, stages))}
    errors |= {str(stage): [SOMEWHERE] for stage in numbers_in(stages) if stage not in moves}
    if errors:
        raise Invalid(errors)
    kept = {stage: goal for stage, goal in moves.items() if stage in stages}
    return clearing.begin(f"{PIPELINE.label}: {pipeline.title}", kept, stages, pipeline_id, by=by, at=at)


def wrong(stage: int, moves: Mapping[int, int], goals: Mapping[int, Row], stages: list[int]) -> list[Any]:
    goal = moves.get(stage)
    if goal is None or (goal in goals and goal not in stages):
        return []
    return [_("Choose a stage of another pipeline.")]
