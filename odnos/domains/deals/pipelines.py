"""Pipelines and their stages: the one a company begins with, and changing them without losing a deal."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from odnos.domains.deals.models import Pipeline, Stage
from odnos.domains.deals.objects import PIPELINE, STAGE
from odnos.domains.deals.stages import missing_kinds
from odnos.engine.access.actor import Actor
from odnos.engine.audit.models import ChangeSet, Entry
from odnos.engine.records import write
from odnos.engine.records.errors import Invalid
from odnos.objects.labels import Label

Step = tuple[Label, str, int, int | None]
"""A stage to make: name, kind, probability, days after which a deal in it rots."""

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
) -> int | None:
    """Rename a pipeline and make its stages what `stages` say, in that order; one without an id is new.

    Return the change set by which all of it is undone; None when nothing was changed. Raises Denied, and Invalid with the reasons by "place.field" of the stages.
    """
    errors: dict[str, Any] = {}
    with transaction.atomic():
        made = ChangeSet.objects.create(kind="stage", label=name[:300], actor_id=by.user_id, at=at)
        values = {"name": name}
        write.update(PIPELINE, pipeline_id, values, version=None, by=by, at=at, change_set=made.pk)
        for place, given in enumerate(stages):
            try:
                save_stage(pipeline_id, {**given, "position": place}, by=by, at=at, change_set=made.pk)
            except Invalid as refusal:
                errors |= {f"{place}.{field}": reasons for field, reasons in refusal.errors.items()}
        errors |= missing_kinds(pipeline_id)
        if errors:
            raise Invalid(errors)
        return kept(made)


def kept(made: ChangeSet) -> int | None:
    """Count what a change set holds and return its id; an empty one goes again."""
    made.entries = Entry.objects.filter(change_set_id=made.pk).count()
    if not made.entries:
        made.delete()
        return None
    made.save(update_fields=["entries"])
    return made.pk


def save_stage(
    pipeline_id: int, given: Mapping[str, Any], *, by: Actor, at: dt.datetime, change_set: int | None = None
) -> None:
    values = {key: value for key, value in given.items() if key != "id"}
    record_id = given.get("id")
    named = Stage.objects.filter(pipeline_id=pipeline_id, name=values["name"], deleted_at__isnull=True)
    if named.exclude(pk=record_id or 0).exists():
        raise Invalid({"name": [_("Another stage of this pipeline has this name.")]})
    if record_id is None:
        write.create(STAGE, values | {"pipeline": pipeline_id}, by=by, at=at, change_set=change_set)
    elif Stage.objects.filter(pk=record_id, pipeline_id=pipeline_id).exists():
        write.update(STAGE, record_id, values, version=None, by=by, at=at, change_set=change_set)
