"""When a report is due, in the zone of whoever gets it."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from odnos.analytics.mailing import slots

LJUBLJANA, NEW_YORK = ZoneInfo("Europe/Ljubljana"), ZoneInfo("America/New_York")


def at(written):
    return dt.datetime.fromisoformat(written).replace(tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("rhythm", "now", "zone", "begun"),
    [
        ("daily", "2026-03-02T06:59", LJUBLJANA, "2026-03-01T07:00"),
        ("daily", "2026-03-02T07:00", LJUBLJANA, "2026-03-02T07:00"),
        ("daily", "2026-03-02T12:59", NEW_YORK, "2026-03-01T13:00"),
        ("weekly", "2026-03-04T12:00", LJUBLJANA, "2026-03-02T07:00"),
        ("weekly", "2026-03-02T06:00", LJUBLJANA, "2026-02-23T07:00"),
        ("monthly", "2026-03-01T06:00", LJUBLJANA, "2026-02-01T07:00"),
        ("monthly", "2026-03-31T23:00", LJUBLJANA, "2026-03-01T07:00"),
        ("quarterly", "2026-03-31T12:00", LJUBLJANA, "2026-01-01T07:00"),
        ("quarterly", "2026-01-01T06:59", LJUBLJANA, "2025-10-01T06:00"),
        ("hourly", "2026-03-02T12:34", LJUBLJANA, "2026-03-02T12:00"),
    ],
)
def test_a_slot_begins_at_eight_in_the_readers_zone(rhythm, now, zone, begun):
    assert slots.slot(rhythm, 8, at=at(now), zone=zone) == at(begun)


def test_summer_time_keeps_the_hour_of_the_clock():
    winter, summer = (
        slots.slot("daily", 8, at=at(day), zone=LJUBLJANA) for day in ("2026-03-28T12:00", "2026-03-29T12:00")
    )

    assert (winter, summer) == (at("2026-03-28T07:00"), at("2026-03-29T06:00"))
