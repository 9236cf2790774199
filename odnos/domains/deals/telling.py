"""When deals that are brought in with days of their own went through their stages: as those days tell.

A day has no hour: it counts as its noon in UTC, which is the same day at nearly every clock, and whole days from any other.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from odnos.domains.deals.models import Stage, StageChange
from odnos.engine.records.draft import Draft
from odnos.engine.tables import bulk

CLOSED = ("won", "lost")
NOON = dt.time(12, tzinfo=dt.UTC)
COLUMNS = ("deal_id", "from_stage_id", "to_stage_id", "at", "by_id", "seconds", "is_told")


def told_moment(draft: Draft, kind: str) -> dt.datetime | None:
    """Return when the deal came into a stage of a kind, as its own days tell; None where they tell nothing of the past."""
    if kind not in CLOSED:
        return opened(draft)
    closed = past(draft, "closed_on") if "closed_on" in draft.values else None
    since = opened(draft) if draft.is_new else draft.was("stage_since")
    return max(closed, since) if closed and since else closed


def opened(draft: Draft) -> dt.datetime | None:
    """Return when a new deal began, by the day that it is told with."""
    return past(draft, "started_on") if draft.is_new else None


def past(draft: Draft, name: str) -> dt.datetime | None:
    day: dt.date | None = draft[name]
    if day is None or day >= draft.ctx.today:
        return None
    return min(dt.datetime.combine(day, NOON), draft.at)


def is_whole(draft: Draft) -> bool:
    """Whether a deal is brought in with its beginning and its end."""
    return draft.is_new and draft["status"] in CLOSED and opened(draft) is not None


def keep_ways(drafts: Sequence[Draft]) -> None:
    """Keep the way of deals that are brought in closed: into the first stage of their pipeline when they began, out of it when they were closed."""
    whole = [draft for draft in drafts if is_whole(draft)]
    if not whole:
        return
    firsts = first_stages({draft["pipeline"] for draft in whole})
    rows = [row for draft in whole for row in way(draft, firsts.get(draft["pipeline"]))]
    bulk.insert(StageChange, dict(zip(COLUMNS, zip(*rows, strict=True), strict=True)))


def first_stages(pipelines: set[int]) -> dict[int, int]:
    """Return the first open stage of each pipeline that has one."""
    found = Stage.objects.filter(
        pipeline_id__in=pipelines, kind=Stage.Kind.OPEN, deleted_at__isnull=True
    ).order_by("-position", "-pk")
    return dict(found.values_list("pipeline_id", "pk"))


def way(draft: Draft, first: int | None) -> Iterator[tuple[object, ...]]:
    """Yield the steps of a deal that is brought in closed."""
    began, ended = opened(draft), draft["stage_since"]
    is_told = past(draft, "closed_on") is not None
    seconds = None
    if first is not None and began is not None:
        seconds = int((ended - began).total_seconds())
        yield (draft.id, None, first, began, draft.by.user_id, None, True)
    yield (draft.id, first, draft["stage"], ended, draft.by.user_id, seconds, is_told)
