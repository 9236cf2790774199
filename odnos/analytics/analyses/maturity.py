"""Which periods do not tell the whole yet, or never will.

Records that began before the books did are missing from the first periods, most of all the slow ones: these are
left-truncated. Of the last periods some have not ended: these are right-censored (Klein and Moeschberger, Survival
Analysis, 2003, chapter 3). How long it takes is told by the 95th percentile of those that have ended.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from odnos.analytics.reports.spans import DAY


@dataclass(frozen=True, kw_only=True)
class Maturity:
    """What is missing from the figures of a period."""

    left_truncated: bool = False
    right_censored: bool = False

    @property
    def is_immature(self) -> bool:
        return self.left_truncated or self.right_censored


@dataclass(frozen=True, kw_only=True)
class Books:
    """Since when records are kept, when the first of them ended, and within how many days nearly all have ended."""

    began: dt.date | None = None
    first_end: dt.date | None = None
    lasts: int | None = None

    def of_ends(self, start: dt.date, end: dt.date, *, today: dt.date) -> Maturity:
        """Return what is missing from a period of endings, from `start` to before `end`."""
        return Maturity(
            left_truncated=self.began is not None and start < self.began + (self.lasts or 0) * DAY,
            right_censored=end > today,
        )

    def of_beginnings(self, start: dt.date, end: dt.date, *, today: dt.date) -> Maturity:
        """Return what is missing from a period of beginnings, from `start` to before `end`."""
        return Maturity(
            left_truncated=self.began is not None and start < self.began < end,
            right_censored=end + (self.lasts or 0) * DAY > today,
        )
