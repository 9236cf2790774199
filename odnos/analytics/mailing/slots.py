"""When a report is due: slots of time in the zone of whoever gets it."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

HOUR = dt.timedelta(hours=1)


def slot(rhythm: str, hour: int, *, at: dt.datetime, zone: ZoneInfo) -> dt.datetime:
    """Return when the slot began in which `at` lies: the last time that the report was due."""
    local = at.astimezone(zone)
    if rhythm == "hourly":
        return at.replace(minute=0, second=0, microsecond=0)
    day = first_day(rhythm, local.date())
    due = moment(day, hour, zone)
    return due if due <= at else moment(first_day(rhythm, day - dt.timedelta(days=1)), hour, zone)


def first_day(rhythm: str, day: dt.date) -> dt.date:
    """Return the day of the stretch around `day` on which the report is sent."""
    if rhythm == "weekly":
        return day - dt.timedelta(days=day.weekday())
    if rhythm == "monthly":
        return day.replace(day=1)
    if rhythm == "quarterly":
        return day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)
    return day


def moment(day: dt.date, hour: int, zone: ZoneInfo) -> dt.datetime:
    """Return the moment of a local hour; one that the clock skips is the next that there is."""
    return dt.datetime.combine(day, dt.time(hour), tzinfo=zone).astimezone(dt.UTC)


def name(begun: dt.datetime) -> str:
    return begun.strftime("%Y-%m-%dT%H:%MZ")
