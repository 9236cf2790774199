"""Pipelines and their stages: the one a company begins with, and changing them without losing a deal."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from odnos.domains.deals.models import Deal, Pipeline, Stage
from odnos.domains.deals.objects import DEAL, PIPELINE, STAGE
from odnos.engine.access.actor import Actor
from odnos.engine.access.tripwire import Mark
from odnos.engine.audit.models import ChangeSet
from odnos.engine.records import read, write
from odnos.engine.records.errors import Invalid
from odnos.engine.records.outcome import Change
from odnos.objects.labels import Label

Step = tuple[Label, str, int, int | None]
"""A stage to make: name, kind, probability, days after which a deal in it rots."""

BATCH = 500
FIRST_STEPS: tuple[Step, ...] = (
    (pgettext_lazy("stage", "New"), "open", 10, 7),
    (_("Qualified"), "open", 25, 14),
    (_("Proposal"), "open", 50, 14),
    (_("Negotiation"), "open", 75, 21),
    (_("Won"), "won", 100, None),
    (_("Lost"), "lost", 0, None),
)


def make_pipeline(name: Label, steps: Sequence[Step], *, by: Actor, at: dt.datetime) -> int:
    """Make a pipeline with its stages, named in the language of `by`, and return its id."""
    with transaction.atomic(), translation.override(by.locale):
        last = Pipeline.objects.count()
        pipeline = write.create(PIPELINE, {"name": str(name), "position": last}, by=by, at=at)
        stages = [
            {
                "name": str(label),
                "pipeline": pipeline.id,
                "kind": kind,
                "probability": probability,
                "position": place,
                "rots_after_days": rots,
            }
            for place, (label, kind, probability, rots) in enumerate(steps)
        ]
        for stage in stages:
            write.create(STAGE, stage, by=by, at=at)
    return pipeline.id


def ensure_pipeline(*, by: Actor, at: dt.datetime) -> None:
    """Make the pipeline a company begins with, unless it has one."""
    if not Pipeline.objects.filter(deleted_at__isnull=True).exists():
        make_pipeline(_("Sales"), FIRST_STEPS, by=by, at=at)


def save_pipeline(
    pipeline_id: int, name: str, stages: Sequence[Mapping[str, Any]], *, by: Actor, at: dt.datetime
) -> None:
    """Rename a pipeline and make its stages what `stages` say, in that order; one without an id is new.

    Raises Denied, and Invalid with the reasons by "place.field" of the stages.
    """
    errors: dict[str, Any] = {}
    with transaction.atomic():
        write.update(PIPELINE, pipeline_id, {"name": name}, version=None, by=by, at=at)
        for place, given in enumerate(stages):
            try:
                save_stage(pipeline_id, {**given, "position": place}, by=by, at=at)
            except Invalid as refusal:
                errors |= {f"{place}.{field}": reasons for field, reasons in refusal.errors.items()}
        errors |= missing_kinds(pipeline_id)
        if errors:
            raise Invalid(errors)


def save_stage(pipeline_id: int, given: Mapping[str, Any], *, by: Actor, at: dt.datetime) -> None:
    values = {key: value for key, value in given.items() if key != "id"}
    record_id = given.get("id")
    named = Stage.objects.filter(pipeline_id=pipeline_id, name=values["name"], deleted_at__isnull=True)
    if named.exclude(pk=record_id or 0).exists():
        raise Invalid({"name": [_("Another stage of this pipeline has this name.")]})
    if record_id is None:
        write.create(STAGE, values | {"pipeline": pipeline_id}, by=by, at=at)
    elif Stage.objects.filter(pk=record_id, pipeline_id=pipeline_id).exists():
        write.update(STAGE, record_id, values, version=None, by=by, at=at)


def missing_kinds(pipeline_id: int) -> dict[str, Any]:
    """Return what is wrong with a pipeline in which deals cannot begin, be won or be lost."""
    kinds = set(
        Stage.objects.filter(pipeline_id=pipeline_id, deleted_at__isnull=True).values_list("kind", flat=True)
    )
    if kinds >= {"open", "won", "lost"}:
        return {}
    return {"": [_("A pipeline needs an open stage, one for won deals and one for lost ones.")]}


def number_in(stage_id: int) -> int:
    """Return how many deals stand in a stage, whoever sees them."""
    return in_stage(stage_id).count()


def in_stage(stage_id: int) -> QuerySet[Deal]:
    everywhere = Deal._base_manager.filter(Mark(Deal._meta.db_table), deleted_at__isnull=True)
    return everywhere.filter(stage_id=stage_id)


def delete_stage(stage_id: int, *, move_to: int | None, by: Actor, at: dt.datetime) -> int:
    """Delete a stage, after its deals were moved to another one of the same pipeline; return how many were moved.

    All of it is one change set. Raises Denied, NotFound, Invalid.
    """
    stage = read.get(STAGE, stage_id, by=by)
    left = [other for other in stages_of(stage["pipeline"]) if other != stage_id]
    if move_to is not None and move_to not in left:
        raise Invalid({"move_to": [_("Choose another stage of the same pipeline.")]})
    ids = list(in_stage(stage_id).values_list("pk", flat=True))
    if ids and move_to is None:
        raise Invalid({"move_to": [_("Deals stand in this stage. Say where they go.")]})
    with transaction.atomic():
        label = f"{STAGE.label}: {stage.title}"
        made = ChangeSet.objects.create(
            kind="stage", label=label, actor_id=by.user_id, at=at, entries=len(ids) + 1
        )
        for start in range(0, len(ids), BATCH):
            changes = [
                Change(id=number, values={"stage": move_to}, version=None)
                for number in ids[start : start + BATCH]
            ]
            write.update_many(DEAL, changes, by=by, at=at, change_set=made.pk)
        write.delete(STAGE, [stage_id], by=by, at=at, change_set=made.pk)
        if errors := missing_kinds(stage["pipeline"]):
            raise Invalid(errors)
    return len(ids)


def stages_of(pipeline_id: int) -> list[int]:
    """Return the stages of a pipeline in their order."""
    found = Stage.objects.filter(pipeline_id=pipeline_id, deleted_at__isnull=True).order_by("position", "pk")
    return list(found.values_list("pk", flat=True))


def delete_pipeline(pipeline_id: int, *, by: Actor, at: dt.datetime) -> None:
    """Delete a pipeline in which no deal stands, with its stages. Raises Denied, Invalid."""
    if Deal._base_manager.filter(Mark(Deal._meta.db_table), pipeline_id=pipeline_id).exists():
        raise Invalid({"": [_("Deals stand in this pipeline. Move them to another one first.")]})
    with transaction.atomic():
        write.delete(STAGE, stages_of(pipeline_id), by=by, at=at)
        write.delete(PIPELINE, [pipeline_id], by=by, at=at)
        if not Pipeline.objects.filter(deleted_at__isnull=True).exists():
            raise Invalid({"": [_("This is the only pipeline.")]})
