"""Figures shown as a change: what each stretch of time is compared with, whole ones and those that are not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from odnos.analytics.reports.cells import Key
from odnos.analytics.reports.earlier import Compared
from odnos.analytics.reports.result import Figure
from odnos.analytics.reports.spans import Span, following

if TYPE_CHECKING:
    from odnos.analytics.reports.lines import Layout

Found = Mapping[tuple[Key, Key | None], Sequence[Any]]


@dataclass(frozen=True, kw_only=True)
class Past:
    """What was counted besides a report's own cells: the whole stretch `first`, and as much of the one before the `last` as there is of that."""

    first: dt.date | None = None
    of_first: Found = field(default_factory=dict)
    last: Compared | None = None
    of_last: Found = field(default_factory=dict)


def before_first(layout: Layout) -> Span | None:
    """Return the stretch of time that the period cuts days off, or the one before it where it cuts none, if the period says which that is."""
    plan = layout.plan
    split = plan.rows[0] if plan.rows else None
    period = plan.report.period
    if split is None or period is None or period.path != split.dimension.path or not plan.span.is_closed:
        return None
    assert plan.span.start
    first = layout.begin(plan.span.start, split)
    if first < plan.span.start:
        return Span(first, following(first, split.grain))
    earlier = following(first, split.grain, -1)
    return Span(earlier, first) if earlier < first else None


def figure_before(layout: Layout, number: int, rows: Key, across: Key | None) -> Figure:
    """Return the figure of the stretch of time before, or of the period before; None where nothing is as long."""
    if not rows or not layout.plan.rows[0].is_flow:
        return layout.before.plainly(rows, across)[number] if layout.before else None
    first, past = rows[0], layout.past
    if not isinstance(first, dt.date) or first == past.first:
        return None  # without a day, or with only some of its own
    earlier = following(first, layout.plan.rows[0].grain, -1)
    if earlier == first:
        return None  # the calendar begins here
    key = (earlier, *rows[1:])
    if past.last and past.last.now.start == first:
        return layout.figures(past.of_last.get((key, across)))[number]
    if earlier == past.first:
        return layout.figures(past.of_first.get((key, across)))[number]
    return layout.plainly(key, across)[number] if earlier in layout.firsts else None
