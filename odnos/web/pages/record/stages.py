"""The path of stages on top of a record."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.utils.translation import ngettext

from odnos.engine.access.actor import Actor
from odnos.engine.filters.tree import Condition
from odnos.engine.records import read
from odnos.engine.records.row import Row
from odnos.objects.registry import registry


def stages_of(row: Row, *, by: Actor, at: dt.datetime) -> list[Row]:
    """Return the stages that the record can stand in, in their order; none when its object has no path."""
    name = row.type.path
    if not name:
        return []
    field = row.type.field(name)
    through = str(getattr(field, "pipeline", ""))
    asked = Condition((through,), "is", row[through])
    kind = registry.get(str(getattr(field, "to", "")))
    return [
        stage for batch in read.iterate(kind, by=by, at=at, filter=asked, sort="position") for stage in batch
    ]


def path(row: Row, stages: list[Row], needs: Mapping[int, str], *, at: dt.datetime) -> list[dict[str, Any]]:
    """Return the steps of the path: those behind, the one the record is in, those ahead, and the ends; each with what it `needs`."""
    here = next((place for place, stage in enumerate(stages) if stage.id == row[row.type.path]), -1)
    closed = here >= 0 and stages[here]["kind"] == "lost"
    return [
        {
            "key": stage.id,
            "label": stage["name"],
            "kind": stage["kind"],
            "state": state(place, here, stage, closed=closed),
            "days": days(row, at=at) if place == here else "",
            "needs": needs.get(stage.id, ""),
        }
        for place, stage in enumerate(stages)
    ]


def state(place: int, here: int, stage: Row, *, closed: bool) -> str:
    if place == here:
        return "current"
    return "done" if place < here and stage["kind"] == "open" and not closed else ""


def days(row: Row, *, at: dt.datetime) -> str:
    since = row.columns.get("stage_since")
    number = (at - since).days if since else 0
    return ngettext("%(num)s day", "%(num)s days", number) % {"num": number} if number else ""
