"""Places in the days that a report is compared with: the same groups, as far from the beginning as in its own days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from odnos.analytics.reports.cells import Key
from odnos.analytics.reports.dimensions import Split
from odnos.analytics.reports.spans import between, following

if TYPE_CHECKING:
    from odnos.analytics.reports.lines import Layout


@dataclass(frozen=True)
class Moved:
    """Keys of the days that a report is compared with, at the places of its own."""

    now: Layout
    then: Layout

    def rows(self, key: Key) -> Key:
        return self.of(self.now.plan.rows, key)

    def columns(self, key: Key | None) -> Key | None:
        return None if key is None else self.of(self.now.plan.columns, key)

    def of(self, splits: Sequence[Split], key: Key) -> Key:
        return tuple(self.value(split, value) for split, value in zip(splits, key, strict=False))

    def value(self, split: Split, value: Any) -> Any:
        """Return the stretch that is as far from the beginning of its days as this one is from ours."""
        period = self.now.plan.report.period
        is_moved = split.is_flow and period is not None and period.path == split.dimension.path
        if not is_moved or not isinstance(value, dt.date):
            return value
        start, first = self.now.plan.span.start, self.then.plan.span.start
        assert start is not None
        assert first is not None
        place = between(self.now.begin(start, split), value, split.grain)
        return following(self.then.begin(first, split), split.grain, place)
