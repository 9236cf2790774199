"""Writing days and moments for a reader: patterns come from CLDR once per locale, then plain formatting."""

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

# British English: the day before the month and 24 hours, as the rest of the world reads them.
_STANDS_FOR = {"en": "en_GB"}
_Unit = Literal["second", "minute", "hour", "day"]
_AGO_STEPS: tuple[tuple[_Unit, int], ...] = (("second", 60), ("minute", 60), ("hour", 24), ("day", 30))


@dataclass(frozen=True, slots=True)
class _Patterns:
    """%-patterns of one locale, keyed by CLDR letters."""

    day_month: str
    day_month_year: str
    months: dict[int, str]


def written_locale(locale: str) -> str:
    """The locale by which days are written for readers of `locale`."""
    return _STANDS_FOR.get(locale, locale)


def show_date(day: dt.date, *, locale: str, today: dt.date | None = None) -> str:
    """«12 Mar 2026»; without the year when it is the year of `today`."""
    return _shown(day, locale, has_year=not today or today.year != day.year)


@lru_cache(maxsize=4096)
def _shown(day: dt.date, locale: str, *, has_year: bool) -> str:
    known = _patterns(locale)
    pattern = known.day_month_year if has_year else known.day_month
    return pattern % {
        "d": day.day,
        "dd": f"{day.day:02}",
        "MMM": known.months[day.month],
        "M": day.month,
        "MM": f"{day.month:02}",
        "y": day.year,
        "yy": day.year % 100,
    }


def show_time(moment: dt.datetime, *, zone: dt.tzinfo) -> str:
    """The time of day in `zone`: «09:05»."""
    return f"{moment.astimezone(zone):%H:%M}"


def show_moment(moment: dt.datetime, *, locale: str, zone: dt.tzinfo, today: dt.date | None = None) -> str:
    """«12 Mar 2026, 09:05» in `zone`."""
    local = moment.astimezone(zone)
    day = show_date(local.date(), locale=locale, today=today)
    return f"{day}, {local.hour:02}:{local.minute:02}"


def ago(moment: dt.datetime, *, at: dt.datetime, locale: str, zone: dt.tzinfo = dt.UTC) -> str:
    """«5 min ago», «in 2 days»; a date once it is more than thirty days off."""
    seconds = (moment - at).total_seconds()
    amount = abs(seconds)
    for unit, size in _AGO_STEPS:
        if amount < size:
            return _relative(locale, unit, max(1, int(amount)), is_ahead=seconds >= 1)  # never “in 0 sec”
        amount /= size
    local_today = at.astimezone(zone).date()
    return show_date(moment.astimezone(zone).date(), locale=locale, today=local_today)


@lru_cache(maxsize=4096)
def _relative(locale: str, unit: _Unit, amount: int, *, is_ahead: bool) -> str:
    from babel.dates import format_timedelta

    delta = dt.timedelta(**{f"{unit}s": amount if is_ahead else -amount})
    return format_timedelta(
        delta,
        granularity=unit,
        threshold=1e9,  # the unit is chosen already
        add_direction=True,
        format="short",
        locale=_cldr(locale),
    )


def _cldr(locale: str) -> str:
    return _STANDS_FOR.get(locale, locale.replace("-", "_"))


@lru_cache(maxsize=32)
def _patterns(locale: str) -> _Patterns:
    from babel import Locale

    found: Any = Locale.parse(_cldr(locale))
    months = found.months["format"]["abbreviated"]
    return _Patterns(
        day_month=_percent(found.datetime_skeletons["MMMd"].format),
        day_month_year=_percent(found.datetime_skeletons["yMMMd"].format),
        months={number: months[number] for number in range(1, 13)},
    )


def _percent(pattern: str) -> str:
    """Babel's own patterns are %-patterns already; LLL is MMM standing alone."""
    return pattern.replace("%(LLL)s", "%(MMM)s")
