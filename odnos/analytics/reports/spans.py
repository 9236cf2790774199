"""Stretches of time: the days that a report is about, those it is compared with, and what a grain makes of a moment."""

from __future__ import annotations

import datetime as dt
import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from odnos.analytics.reports.definition import Grain
from odnos.analytics.reports.refusals import ReportError
from odnos.lib import dates

DAY = dt.timedelta(days=1)
WRITTEN = re.compile(r"(\d{4}-\d{2}-\d{2})\.\.(\d{4}-\d{2}-\d{2})")
MONTHS = {"month": 1, "quarter": 3, "year": 12}
EARLIEST, LATEST = 1970, 2050
"""Years whose changes of the clock are told; before and behind them it is as at their edges."""


@dataclass(frozen=True)
class Span:
    """Days from `start` to before `end`; None is open."""

    start: dt.date | None
    end: dt.date | None

    @property
    def is_closed(self) -> bool:
        return self.start is not None and self.end is not None


OPEN = Span(None, None)


def span_of(written: str, *, today: dt.date) -> Span:
    """Return the days that a period's words mean. Raises ReportError."""
    try:
        if found := WRITTEN.fullmatch(written):
            first, last = (dt.date.fromisoformat(day) for day in found.groups())
            return Span(first, last + DAY)
        return Span(*dates.days(written, today=today))
    except (ValueError, OverflowError) as error:
        raise ReportError(
            _("“%(period)s” is not a period Odnos knows.") % {"period": written[:40]}, place="period"
        ) from error


def nothing_before() -> ReportError:
    return ReportError(_("There are no days before these to compare with."), place="compared")


def closed(span: Span) -> tuple[dt.date, dt.date]:
    if span.start is None or span.end is None:
        raise ReportError(_("A period with an open end cannot be compared."), place="period")
    return span.start, span.end


def add_months(day: dt.date, months: int) -> dt.date:
    """Return the day so many months on; the last day of a month that is too short for it. Raises ValueError past the calendar's ends."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not dt.MINYEAR <= year <= dt.MAXYEAR:
        raise ValueError(year)
    return dt.date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def begin(day: dt.date, grain: Grain, *, first_weekday: int) -> dt.date:
    """Return the first day of the stretch in which `day` lies."""
    if grain == "week":
        back = (day.weekday() - first_weekday) % 7
        return dt.date.fromordinal(max(day.toordinal() - back, 1))
    if grain in MONTHS:
        size = MONTHS[grain]
        return dt.date(day.year, (day.month - 1) // size * size + 1, 1)
    return day


def following(first: dt.date, grain: Grain, count: int = 1) -> dt.date:
    """Return the first day of the stretch `count` behind the one that begins on `first`; past the calendar's ends, its last or first day."""
    try:
        if grain in MONTHS:
            return add_months(first, MONTHS[grain] * count)
        return first + (7 if grain == "week" else 1) * count * DAY
    except (ValueError, OverflowError):
        return dt.date.max if count > 0 else dt.date.min


def last_day(first: dt.date, grain: Grain) -> dt.date:
    """Return the last day of the stretch that begins on `first`."""
    after = following(first, grain)
    return first if grain == "day" else after if after == dt.date.max else after - DAY


def between(first: dt.date, later: dt.date, grain: Grain) -> int:
    """Return how many stretches the one that begins on `later` is behind that which begins on `first`."""
    if grain in MONTHS:
        return ((later.year - first.year) * 12 + later.month - first.month) // MONTHS[grain]
    return (later - first).days // (7 if grain == "week" else 1)


def stretches(first: dt.date, last: dt.date, grain: Grain) -> Iterator[dt.date]:
    """Yield the first days of all stretches from the one that begins on `first` to the one that begins on `last`."""
    while first <= last:
        yield first
        after = following(first, grain)
        if after == first:
            return  # the calendar ends here
        first = after


def local(column: str, zone: ZoneInfo, *, within: Span) -> str:
    """Return the SQL of the clock in `zone` at a moment that is kept in UTC and lies `within` a span, if it is told.

    The changes of the clock are written out, nested so that few are looked at for each row: every store says the same,
    and DuckDB six times sooner than by its own tables of zones.
    """
    known = changes(zone)
    if within.end is not None:
        latest = dt.datetime.combine(following(within.end, "day"), dt.time())
        known = [item for item in known if item[0] <= latest] or known[:1]
    if within.start is not None:
        earliest = dt.datetime.combine(following(within.start, "day", -1), dt.time())
        known = [item for item in known if item[0] > earliest and item is not known[0]]
        known = [last_before(changes(zone), earliest), *known]
    return clock(column, known)


def last_before(known: list[tuple[dt.datetime, int]], moment: dt.datetime) -> tuple[dt.datetime, int]:
    return [item for item in known if item[0] <= moment][-1] if known[0][0] <= moment else known[0]


def clock(column: str, known: list[tuple[dt.datetime, int]]) -> str:
    if len(known) == 1:
        seconds = known[0][1]
        return f"({column} + INTERVAL '{seconds}' SECOND)" if seconds else column
    middle = len(known) // 2
    at = known[middle][0].isoformat(sep=" ")
    earlier, later = clock(column, known[:middle]), clock(column, known[middle:])
    return f"CASE WHEN {column} < TIMESTAMP '{at}' THEN {earlier} ELSE {later} END"


@cache
def changes(zone: ZoneInfo) -> list[tuple[dt.datetime, int]]:
    """Return from when on, in UTC, the clock of a zone is how many seconds ahead."""
    at, last = dt.datetime(EARLIEST, 1, 1, tzinfo=dt.UTC), dt.datetime(LATEST, 1, 1, tzinfo=dt.UTC)
    found = [(at, ahead(at, zone))]
    while at < last:
        later = min(at + 7 * DAY, last)
        if ahead(later, zone) != found[-1][1]:
            at = turning(at, later, zone)
            found.append((at, ahead(at, zone)))
        else:
            at = later
    return [(moment.replace(tzinfo=None), seconds) for moment, seconds in found]


def turning(before: dt.datetime, after: dt.datetime, zone: ZoneInfo) -> dt.datetime:
    """Return the first second at which the clock differs from that at `before`."""
    while after - before > dt.timedelta(seconds=1):
        middle = before + (after - before) // 2
        middle = middle.replace(microsecond=0)
        if ahead(middle, zone) == ahead(before, zone):
            before = middle
        else:
            after = middle
    return after


def ahead(moment: dt.datetime, zone: ZoneInfo) -> int:
    return int((moment.astimezone(zone).utcoffset() or dt.timedelta()).total_seconds())
