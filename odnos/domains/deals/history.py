"""A deal's way through the stages: each step with the time spent before it. An undone step was never taken."""

from __future__ import annotations

import datetime as dt

from odnos.domains.deals.models import StageChange
from odnos.domains.deals.telling import is_whole, told_moment
from odnos.engine.records.draft import Draft
from odnos.engine.records.row import Row


def enter_stage(draft: Draft, stage: Row) -> None:
    """Say since when the deal stands in a stage, and keep the step; an undo takes the step out again."""
    taken = last_step(draft, stage.id) if draft.undoing else None
    if taken is None:
        add_step(draft, stage)
        return
    if "stage_since" not in draft.values:
        draft.set("stage_since", taken.at - dt.timedelta(seconds=taken.seconds or 0))
    draft.then(taken.delete)


def last_step(draft: Draft, stage_id: int) -> StageChange | None:
    """Return the deal's last step if it is the one that led away from `stage_id` to where the deal is."""
    last = StageChange.objects.filter(deal_id=draft.id or 0).order_by("-pk").first()
    if last is None or (last.from_stage_id, last.to_stage_id) != (stage_id, draft.was("stage")):
        return None
    return last


def add_step(draft: Draft, stage: Row) -> None:
    """Keep a step, taken now, or when the deal's own days tell; where an undo is undone, when it was taken at first.

    The way of a deal that is brought in closed is kept with those of the others of its batch (`telling.keep_ways`).
    """
    before, again = draft.was("stage_since"), draft.values.get("stage_since")
    told = None if draft.undoing else told_moment(draft, stage["kind"])
    since = again if draft.undoing and again else told or draft.at
    draft.set("stage_since", since)
    if is_whole(draft):
        return
    draft.also(
        lambda deal_id: StageChange(
            deal_id=deal_id,
            from_stage_id=draft.was("stage"),
            to_stage_id=stage.id,
            at=since,
            by_id=draft.by.user_id,
            seconds=max(0, int((since - before).total_seconds())) if before else None,
            is_told=told is not None,
        )
    )
