"""The columns that a board could have: the stages of one pipeline, or the values of a choice."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from odnos.engine.access.actor import Actor
from odnos.engine.filters.tree import Condition, Node
from odnos.engine.records import read
from odnos.engine.records.row import Row
from odnos.objects.fields import Field
from odnos.objects.labels import Label
from odnos.objects.registry import registry
from odnos.web.render import cells

MOST = 100
TONES = {"won": "good", "lost": "bad"}


@dataclass(frozen=True, kw_only=True)
class Lane:
    """One column. `kind` is open, won or lost."""

    key: Any
    label: Label
    kind: str = "open"
    tone: str = "none"
    rots_after: Decimal | None = None

    @property
    def is_closed(self) -> bool:
        return self.kind != "open"


def pipelines(field: Field, *, by: Actor, at: dt.datetime) -> Sequence[Row]:
    """Return the pipelines whose stages the board could show; none where it groups by something else."""
    if not getattr(field, "pipeline", ""):
        return ()
    return next(
        read.iterate(registry.get("pipeline"), by=by, at=at, sort="position", columns=("name",), batch=MOST),
        [],
    )


def lanes(field: Field, pipeline: int | None, *, by: Actor, at: dt.datetime) -> list[Lane]:
    """Return the columns in their order."""
    if not getattr(field, "pipeline", ""):
        choices: tuple[tuple[str, Label], ...] = getattr(field, "choices", ())
        return [Lane(key=key, label=label, tone=cells.hue_of(key)) for key, label in choices]
    stages = registry.get(field.to)  # type: ignore[attr-defined]
    mine = Condition(("pipeline",), "is", str(pipeline)) if pipeline else None
    rows = next(read.iterate(stages, by=by, at=at, sort="position", filter=mine, batch=MOST), [])
    return [of_stage(row) for row in rows]


def of_stage(row: Row) -> Lane:
    kind = row["kind"]
    return Lane(
        key=row.id,
        label=row.title,
        kind=kind,
        tone=TONES.get(kind) or cells.hue_of(row.id),
        rots_after=row["rots_after_days"],
    )


def only(field: Field, key: Any) -> Node:
    """Return the condition of standing in one column."""
    return Condition((field.name,), "is", str(key))
