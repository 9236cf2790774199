"""Where the deals of a stage may go when it is deleted, and which of that is likely meant."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from odnos.domains.deals.objects import PIPELINE, STAGE
from odnos.domains.deals.stages import numbers_in
from odnos.engine.filters.tree import Condition
from odnos.engine.records import read
from odnos.engine.records.row import Row

Goals = list[tuple[Row, str]]
"""Stages to which deals may go, under the names by which they are chosen."""


def questions(
    request: HttpRequest, leaving: dict[str, Row], goals: Goals, errors: Any
) -> list[dict[str, Any]]:
    """Return the questions of the form: how many deals stand in each stage, and where they may go."""
    deals = numbers_in([stage.id for stage in leaving.values()])
    return [
        {
            "name": name,
            "stage": stage.title,
            "deals": deals[stage.id],
            "goals": [(goal.id, title) for goal, title in goals],
            "value": request.POST.get(name) or likely(stage, goals),
            "errors": errors.get(name if name in errors else str(stage.id), ()),
        }
        for name, stage in leaving.items()
        if stage.id in deals
    ]


def likely(stage: Row, goals: Goals) -> int | None:
    """Return the goal to begin with: of the same kind, so that nothing won is lost by a click, and the nearest of those."""
    alike = [goal for goal, _title in goals if goal["kind"] == stage["kind"]]
    nearest = min(alike, key=lambda goal: abs(goal["position"] - stage["position"]), default=None)
    return nearest.id if nearest else None


def goals_of(request: HttpRequest, pipeline: int) -> Goals:
    """Return the stages of all other pipelines, under the names of both."""
    by, at = request.visit.by, request.visit.at  # type: ignore[attr-defined]
    rows = read.query(PIPELINE, by=by, at=at, sort="position", columns=("name",), limit=100).rows
    return [
        (stage, f"{row.title}: {stage.title}")
        for row in rows
        if row.id != pipeline
        for stage in stages(request, row.id)
    ]


def stages(request: HttpRequest, pipeline: int) -> list[Row]:
    """Return the stages of a pipeline in their order."""
    by, at = request.visit.by, request.visit.at  # type: ignore[attr-defined]
    wanted = Condition(("pipeline",), "is", pipeline)
    return list(read.query(STAGE, by=by, at=at, filter=wanted, sort="position", limit=100).rows)
