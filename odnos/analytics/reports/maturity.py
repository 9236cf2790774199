"""Stretches of time that are not over: in them, or in what follows from them, more may happen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from odnos.analytics.reports.cells import Key
from odnos.analytics.reports.counted import Counted
from odnos.analytics.reports.definition import Grain
from odnos.analytics.reports.dimensions import Split
from odnos.analytics.reports.fitting import of_measure, of_node
from odnos.analytics.reports.plan import Plan
from odnos.analytics.reports.spans import DAY, following

if TYPE_CHECKING:
    from odnos.analytics.reports.lines import Layout


def open_places(layout: Layout, splits: Sequence[Split], keys: Iterable[Key | None]) -> tuple[int, ...]:
    """Return the places of groups that lie in a stretch of time which is not over, whichever of their fields bears the date."""
    waits = waited_for(layout.plan)
    return tuple(
        place
        for place, key in enumerate(keys)
        if any(is_open(layout, *pair, waits) for pair in zip(splits, key or (), strict=False))
    )


def is_open(layout: Layout, split: Split, value: Any, waits: Sequence[Grain]) -> bool:
    """Whether more may happen to what lies in a stretch of time, or to what is asked of it."""
    if not split.is_flow or not isinstance(value, dt.date):
        return False
    end = following(value, split.grain)
    if split.dimension.path == (layout.plan.object_type.title,):
        last = end - DAY
        ends = [following(layout.first_of(last, grain), grain, 2) for grain in waits]
        end = max([end, *ends])
    return end > layout.plan.ctx.today


def waited_for(plan: Plan) -> tuple[Grain, ...]:
    """Return the stretches of time that have to follow until what is asked is known: the next quarter, for whether somebody bought again in it."""
    kind = plan.object_type
    if not isinstance(kind, Counted):
        return ()
    paths = [
        *of_node(plan.report.where),
        *(path for item in plan.report.measures for path in of_measure(item)),
    ]
    return tuple({kind.known_after[path[0]] for path in paths if path and path[0] in kind.known_after})
