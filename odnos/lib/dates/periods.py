"""Named periods of days, half-open: this_month, last_7_days, overdue …"""

import datetime as dt
import re
from collections.abc import Callable
from zoneinfo import ZoneInfo

Days = tuple[dt.date | None, dt.date | None]
Moments = tuple[dt.datetime | None, dt.datetime | None]

_COUNTED = re.compile(r"(last|next)_(\d{1,4})_(days|weeks|months|quarters|years)")
_DAY = dt.timedelta(days=1)


class UnknownPeriod(ValueError):
    """No period has this name."""


def days(name: str, *, today: dt.date) -> Days:
    """The first day of the period and the first day after it; None is an open end.

    last_7_days ends with today; last_2_months are the two whole months before this one. Weeks start on Monday.
    """
    if named := _NAMED.get(name):
        return named(today)
    if counted := _COUNTED.fullmatch(name):
        side, count, unit = counted[1], int(counted[2]), counted[3]
        try:
            return _counted(side, count, unit, today)
        except (OverflowError, ValueError):
            raise UnknownPeriod(name) from None
    raise UnknownPeriod(name)


def moments(name: str, *, at: dt.datetime, zone: ZoneInfo | dt.tzinfo) -> Moments:
    """The same period as moments in UTC: its days begin at midnight in `zone`."""
    start, end = days(name, today=at.astimezone(zone).date())
    return _midnight(start, zone), _midnight(end, zone)


def is_period(name: str) -> bool:
    """Whether `days` knows `name`."""
    return name in _NAMED or _COUNTED.fullmatch(name) is not None


def _midnight(day: dt.date | None, zone: dt.tzinfo) -> dt.datetime | None:
    return None if day is None else dt.datetime.combine(day, dt.time(), zone).astimezone(dt.UTC)


def _counted(side: str, count: int, unit: str, today: dt.date) -> Days:
    if unit == "days":
        span = count * _DAY
        return (today + _DAY - span, today + _DAY) if side == "last" else (today, today + span)
    start_of, step = _UNITS[unit]
    start = start_of(today)
    return (step(start, -count), start) if side == "last" else (step(start, 1), step(start, count + 1))


def _week(day: dt.date) -> dt.date:
    return day - day.weekday() * _DAY


def _month(day: dt.date) -> dt.date:
    return day.replace(day=1)


def _quarter(day: dt.date) -> dt.date:
    return day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)


def _year(day: dt.date) -> dt.date:
    return day.replace(month=1, day=1)


def _add_weeks(day: dt.date, count: int) -> dt.date:
    return day + 7 * count * _DAY


def _add_months(day: dt.date, count: int) -> dt.date:
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    return dt.date(year, month + 1, 1)


def _add_quarters(day: dt.date, count: int) -> dt.date:
    return _add_months(day, 3 * count)


def _add_years(day: dt.date, count: int) -> dt.date:
    return day.replace(year=day.year + count)


_UNITS: dict[str, tuple[Callable[[dt.date], dt.date], Callable[[dt.date, int], dt.date]]] = {
    "weeks": (_week, _add_weeks),
    "months": (_month, _add_months),
    "quarters": (_quarter, _add_quarters),
    "years": (_year, _add_years),
}


def _unit(unit: str, offset: int) -> Callable[[dt.date], Days]:
    start_of, step = _UNITS[unit]

    def period(today: dt.date) -> Days:
        start = step(start_of(today), offset)
        return start, step(start, 1)

    return period


_NAMED: dict[str, Callable[[dt.date], Days]] = {
    "today": lambda today: (today, today + _DAY),
    "yesterday": lambda today: (today - _DAY, today),
    "tomorrow": lambda today: (today + _DAY, today + 2 * _DAY),
    **{f"last_{unit[:-1]}": _unit(unit, -1) for unit in _UNITS},
    **{f"this_{unit[:-1]}": _unit(unit, 0) for unit in _UNITS},
    **{f"next_{unit[:-1]}": _unit(unit, 1) for unit in _UNITS},
    "overdue": lambda today: (None, today),
    "past": lambda today: (None, today),
    "future": lambda today: (today + _DAY, None),
}
NAMES: tuple[str, ...] = (
    *_NAMED,
    "last_7_days",
    "last_30_days",
    "last_90_days",
    "next_7_days",
    "next_30_days",
)
