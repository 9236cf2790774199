"""The deals behind a figure of the funnel: of a stage, of one of its groups, of a reason why they were lost."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, Literal

from odnos.analytics.analyses.funnel import Asked, furthest_of, population, split_of, stages_of
from odnos.analytics.reports.asking import Asking
from odnos.analytics.store.answer import Store
from odnos.engine.access.actor import Actor

What = Literal["reached", "open", "lost", "left"]


@dataclass(frozen=True, kw_only=True)
class Figure:
    """Which deals: those that came to the stage at `place`, those that left it, or of those that came no further the open or the lost ones.

    Without a place they are those of every stage. `groups` has the value of the one group that counts, `reasons` that of the
    one reason; of none, all count.
    """

    what: What = "reached"
    place: int | None = None
    groups: tuple[Any, ...] = ()
    reasons: tuple[str, ...] = ()


def deals(
    asked: Asked, figure: Figure, *, by: Actor, at: dt.datetime, store: Store, most: int
) -> tuple[list[int], int]:
    """Return the first deals behind a figure, and how many there are. Raises ReportError, FilterError, Denied, StoreError."""
    path = stages_of(asked.pipeline, by=by, at=at)
    found = population(asked, by=by, at=at, store=store)
    _made, group = split_of(asked, found) if figure.groups else (None, "NULL")
    sql = furthest_of(asked, path, found, group)
    limits = [reached(figure, found.asking)]
    if figure.what == "left" and figure.place is not None and figure.place < len(path):
        stage = int(path[figure.place].id)
        limits.append(f'id IN (SELECT deal_id FROM "stage_change" WHERE from_stage_id = {stage})')
    limits += [same("g", value, found.asking) for value in figure.groups]
    limits += [same("lost_reason", reason or None, found.asking) for reason in figure.reasons]
    answer = found.ask(
        f"SELECT id, count(*) OVER () FROM ({sql}) AS f WHERE {' AND '.join(limits)} ORDER BY id DESC LIMIT {int(most)}"
    )
    return [row[0] for row in answer.rows], int(answer.rows[0][1]) if answer.rows else 0


def reached(figure: Figure, asking: Asking) -> str:
    """Return the condition on how far a deal came and what became of it."""
    limits = [f"status = {asking.value(figure.what)}"] if figure.what in ("open", "lost") else []
    if figure.place is not None and figure.what != "left":
        limits.append(f"rank {'>=' if figure.what == 'reached' else '='} {int(figure.place)}")
    return " AND ".join(limits) or "TRUE"


def same(column: str, value: Any, asking: Asking) -> str:
    return f"{column} IS NULL" if value is None else f"{column} = {asking.value(value)}"
