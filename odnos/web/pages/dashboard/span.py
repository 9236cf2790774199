"""Which days and whose records the dashboard is about."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from babel.dates import format_skeleton
from django.utils.translation import gettext_lazy as _

from odnos.analytics.reports import spans
from odnos.analytics.reports.earlier import compared
from odnos.analytics.reports.spans import closed
from odnos.domains.deals.figures import Pair
from odnos.domains.deals.objects import DEAL
from odnos.engine.access import rights
from odnos.engine.access.actor import Actor
from odnos.engine.filters import text
from odnos.engine.filters.tree import Condition, Node, both
from odnos.lib import dates
from odnos.objects.labels import Label
from odnos.web.given import whole

PERIODS: dict[str, Label] = {
    "this_month": _("This month"),
    "this_quarter": _("This quarter"),
    "this_year": _("This year"),
    "last_30_days": _("Last 30 days"),
    "last_90_days": _("Last 90 days"),
}
QUARTER = re.compile(r"((?:19|20)\d\d)-Q([1-4])", re.ASCII)
SCOPES: dict[str, tuple[Label, Node | None]] = {
    "mine": (_("Mine"), Condition(("owner",), "is", "me")),
    "team": (_("Team"), Condition(("team",), "is", "mine")),
    "all": (_("All"), None),
}


@dataclass(frozen=True, kw_only=True)
class Span:
    """What was asked for. `days` are the period's, up to its end; `before` as many days of the one before.

    `period` is one of PERIODS or a quarter of the past, such as 2017-Q4.
    """

    period: str
    scope: str
    pipeline: str
    days: Pair
    before: Pair
    scopes: tuple[str, ...]
    today: dt.date

    @property
    def last_day(self) -> dt.date:
        """The last day that the period shows: today, unless it is over."""
        return min(self.today, self.days[1] - dt.timedelta(days=1))

    @property
    def node(self) -> Node | None:
        return SCOPES[self.scope][1]

    def address(self, **changed: str) -> str:
        """Return the dashboard's address with some of its choices changed."""
        chosen = {"period": self.period, "scope": self.scope, "pipeline": self.pipeline} | changed
        return f"/?{urlencode({name: value for name, value in chosen.items() if value})}"

    def deals(self, asked: Node, sort: str = "") -> str:
        """Return the address of the list of deals that match, within the same scope: exactly those that were counted."""
        return list_of("deals", both(asked, self.node), sort)


def list_of(plural: str, asked: Node, sort: str = "") -> str:
    """Return the address of a list."""
    parameters = {"view": "all", "filter": text.dump(asked)} | ({"sort": sort} if sort else {})
    return f"/{plural}?{urlencode(parameters, safe=':,()[]')}"


def span_of(given: Any, *, by: Actor, at: dt.datetime) -> Span:
    """Return what the parameters `given` ask for; what they leave out or get wrong is the usual."""
    scopes = offered(by)
    period = given.get("period", "")
    if period not in PERIODS and not QUARTER.fullmatch(period):
        period = "this_quarter"
    scope = given.get("scope") if given.get("scope") in scopes else scopes[-1]
    today = by.context(at).today
    days = bounds(period, today=today)
    pipeline = given.get("pipeline", "")
    return Span(
        period=period,
        scope=scope,
        pipeline=str(whole(pipeline) or ""),
        days=days,
        before=earlier(days, today=today),
        scopes=scopes,
        today=today,
    )


def offered(by: Actor) -> tuple[str, ...]:
    """Return the scopes that differ for this person, the widest last."""
    widest = "all" if rights.may(by, "see", DEAL) == "all" else "team"
    found = ["mine", *(["team"] if by.team_id else []), *(["all"] if widest == "all" else [])]
    return tuple(found)


def bounds(period: str, *, today: dt.date) -> Pair:
    if quarter := QUARTER.fullmatch(period):
        return quarter_from(int(quarter[1]), int(quarter[2])), quarter_from(
            int(quarter[1]), int(quarter[2]) + 1
        )
    start, end = dates.days(period, today=today)
    assert start is not None
    assert end is not None
    return start, end


def quarter_from(year: int, quarter: int) -> dt.date:
    """Return the first day of a quarter; the fifth of a year is the first of the next."""
    return dt.date(year + (quarter - 1) // 4, (quarter - 1) % 4 * 3 + 1, 1)


def quarter_of(day: dt.date) -> str:
    return f"{day.year}-Q{(day.month + 2) // 3}"


def label_of(period: str, *, locale: str) -> Label:
    """Return how a period is called: “This month”, “Q4 2017”."""
    quarter = QUARTER.fullmatch(period)
    if not quarter:
        return PERIODS[period]
    day = quarter_from(int(quarter[1]), int(quarter[2]))
    return str(format_skeleton("yQQQ", day, locale=locale))


def earlier(days: Pair, *, today: dt.date) -> Pair:
    """Return the same stretch of the period before: as much of it as has passed of this one."""
    return closed(compared(spans.Span(*days), "before", until=today + spans.DAY).then)
