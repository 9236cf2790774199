"""What stands in which stage, whoever sees it: asked by those who change pipelines."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db.models import Count, QuerySet
from django.utils.translation import gettext_lazy as _

from odnos.domains.deals.models import Deal, Pipeline, Stage
from odnos.engine.access.tripwire import Mark

KINDS = frozenset(("open", "won", "lost"))


def in_stages(stage_ids: Collection[int]) -> QuerySet[Deal]:
    """Return the deals that stand in some stages."""
    everywhere = Deal._base_manager.filter(Mark(Deal._meta.db_table), deleted_at__isnull=True)
    return everywhere.filter(stage_id__in=list(stage_ids))


def numbers_in(stage_ids: Collection[int]) -> dict[int, int]:
    """Return how many deals stand in each of the stages that have any."""
    counted = in_stages(stage_ids).order_by().values_list("stage_id").annotate(number=Count("pk"))
    return dict(counted.values_list("stage_id", "number"))


def stages_of(pipeline_id: int) -> list[int]:
    """Return the stages of a pipeline in their order."""
    found = Stage.objects.filter(pipeline_id=pipeline_id, deleted_at__isnull=True).order_by("position", "pk")
    return list(found.values_list("pk", flat=True))


def other_pipelines(pipeline_id: int) -> bool:
    """Whether there is another pipeline."""
    return Pipeline.objects.filter(deleted_at__isnull=True).exclude(pk=pipeline_id).exists()


def missing_kinds(pipeline_id: int, *, without: Collection[int] = ()) -> dict[str, Any]:
    """Return what is wrong with a pipeline in which deals cannot begin, be won or be lost."""
    kept = Stage.objects.filter(pipeline_id=pipeline_id, deleted_at__isnull=True).exclude(
        pk__in=list(without)
    )
    if set(kept.values_list("kind", flat=True)) >= KINDS:
        return {}
    return {"": [_("A pipeline needs an open stage, one for won deals and one for lost ones.")]}
