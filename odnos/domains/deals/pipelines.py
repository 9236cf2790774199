"""Pipelines and their stages: the one a company begins with, and changing them without losing a deal."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from odnos.domains.deals.models import Pipeline
from odnos.domains.deals.objects import PIPELINE, STAGE
from odnos.engine.access.actor import Actor
from odnos.engine.records import write
from odnos.objects.labels import Label

Step = tuple[Label, str, int, int | None]
"""A stage to make: name, kind, probability, days after which a deal in it rots."""

FIRST_STEPS: tuple[Step, ...] = (
    (_("New"), "open", 10, 7),
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
