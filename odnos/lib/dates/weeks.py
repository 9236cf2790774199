"""Weeks as a country counts them, and the weeks that a month touches."""

import datetime as dt
from functools import cache

from babel import Locale
from babel.core import UnknownLocaleError

_DAY = dt.timedelta(days=1)
WEEK = 7


@cache
def first_weekday(country: str) -> int:
    """The day a week begins with: 0 is Monday, 6 is Sunday, as in the United States."""
    try:
        return Locale("en", country.upper()).first_week_day if country else 0
    except (UnknownLocaleError, ValueError):
        return 0


def week_of(day: dt.date, *, first: int) -> tuple[dt.date, dt.date]:
    """The first and the last day of the week in which `day` lies, where weeks begin with the weekday `first`."""
    start = day - ((day.weekday() - first) % WEEK) * _DAY
    return start, start + (WEEK - 1) * _DAY


def weeks_of_month(day: dt.date, *, first: int) -> tuple[dt.date, dt.date]:
    """The first and the last day of the weeks that the month of `day` touches."""
    return week_of(day.replace(day=1), first=first)[0], week_of(last_of_month(day), first=first)[1]


def last_of_month(day: dt.date) -> dt.date:
    return next_month(day) - _DAY


def next_month(day: dt.date, step: int = 1) -> dt.date:
    """The first day of the month `step` months behind that of `day`. Raises ValueError past the calendar's ends."""
    months = day.year * 12 + day.month - 1 + step
    return dt.date(months // 12, months % 12 + 1, 1)
