import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from odnos.lib import dates

LJUBLJANA = ZoneInfo("Europe/Ljubljana")
AT = dt.datetime(2026, 5, 14, 9, 5, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2026-03-12", "2026-03-12"),
        ("12.03.2026", "2026-03-12"),
        ("1. 3. 2026", "2026-03-01"),
        ("3/4/2026", "2026-04-03"),
        ("2026/3/4", "2026-03-04"),
        ("20260312", "2026-03-12"),
        ("12 Mar 2026", "2026-03-12"),
        ("March 12, 2026", "2026-03-12"),
        ("12 марта 2026 г.", "2026-03-12"),
        ("12. marec 2026", "2026-03-12"),
        ("45000", "2023-03-15"),
        ("2026-03-12 10:00", "2026-03-12"),
        ("12.03.99", "1999-03-12"),
    ],
)
def test_parse_date_reads_what_people_write(written, day):
    assert dates.parse_date(written) == dt.date.fromisoformat(day)


@pytest.mark.parametrize(
    "written", ["", "foo", "2026-02-30", "31.04.2026", "13/13/2026", "12/31/2026", "1", "99999999"]
)
def test_parse_date_refuses_days_that_do_not_exist(written):
    with pytest.raises(dates.NotADate):
        dates.parse_date(written)


def test_the_order_is_decided_by_the_whole_column():
    assert dates.order_of_column(["3/4/2026", "13/4/2026"]) == "dmy"
    assert dates.order_of_column(["3/4/2026", "3/14/2026"]) == "mdy"
    assert dates.order_of_column(["3/4/2026"]) is None
    assert dates.order_of_column(["13/4/2026", "4/13/2026"]) is None
    assert dates.parse_date("3/4/2026", order="mdy") == dt.date(2026, 3, 4)


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("2026-03-12", "2026-03-11T23:00:00+00:00"),
        ("2026-03-12T10:00:00+02:00", "2026-03-12T08:00:00+00:00"),
        ("2026-03-12T10:00:00Z", "2026-03-12T10:00:00+00:00"),
        ("12.03.2026 10:00:05 UTC", "2026-03-12T10:00:05+00:00"),
        ("12.03.2026, 2:30 PM", "2026-03-12T13:30:00+00:00"),
        ("45000.5", "2023-03-15T11:00:00+00:00"),
    ],
)
def test_parse_moment_reads_in_the_zone_of_the_reader(written, moment):
    assert dates.parse_moment(written, zone=LJUBLJANA) == dt.datetime.fromisoformat(moment)


@pytest.mark.parametrize(
    ("name", "start", "end"),
    [
        ("today", "2026-05-14", "2026-05-15"),
        ("yesterday", "2026-05-13", "2026-05-14"),
        ("this_week", "2026-05-11", "2026-05-18"),
        ("last_month", "2026-04-01", "2026-05-01"),
        ("this_quarter", "2026-04-01", "2026-07-01"),
        ("next_year", "2027-01-01", "2028-01-01"),
        ("last_7_days", "2026-05-08", "2026-05-15"),
        ("next_2_weeks", "2026-05-18", "2026-06-01"),
        ("last_5_months", "2025-12-01", "2026-05-01"),
        ("overdue", None, "2026-05-14"),
        ("future", "2026-05-15", None),
    ],
)
def test_periods_are_half_open(name, start, end):
    expected = tuple(day and dt.date.fromisoformat(day) for day in (start, end))

    assert dates.days(name, today=AT.date()) == expected


def test_a_day_begins_at_midnight_of_the_zone_even_when_clocks_change():
    start, end = dates.moments("today", at=dt.datetime(2026, 3, 29, 12, tzinfo=dt.UTC), zone=LJUBLJANA)

    assert (start, end) == (
        dt.datetime(2026, 3, 28, 23, tzinfo=dt.UTC),
        dt.datetime(2026, 3, 29, 22, tzinfo=dt.UTC),
    )


@pytest.mark.parametrize("name", ["", "someday", "last_x_days", "last_9999_years"])
def test_an_unknown_period_is_refused(name):
    with pytest.raises(dates.UnknownPeriod):
        dates.days(name, today=AT.date())


def test_show_date_leaves_out_the_current_year():
    assert dates.show_date(dt.date(2026, 3, 12), locale="en") == "12 Mar 2026"
    assert dates.show_date(dt.date(2026, 3, 12), locale="en", today=AT.date()) == "12 Mar"
    assert dates.show_date(dt.date(2026, 3, 12), locale="ru").replace("\u202f", " ") == "12 мар. 2026 г."
    assert dates.show_date(dt.date(2026, 3, 12), locale="sl") == "12. mar. 2026"
    assert dates.show_moment(AT, locale="en", zone=LJUBLJANA) == "14 May 2026, 11:05"


@pytest.mark.parametrize(
    ("seconds", "locale", "shown"),
    [
        (-5, "en", "5 sec ago"),
        (-7300, "en", "2 hr ago"),
        (-7300, "ru", "2 ч назад"),
        (-7300, "sl", "pred 2 urama"),
        (172900, "en", "in 2 days"),
        (-86400 * 40, "en", "4 Apr"),
    ],
)
def test_ago_speaks_the_language_of_the_reader(seconds, locale, shown):
    assert dates.ago(AT + dt.timedelta(seconds=seconds), at=AT, locale=locale).replace("\u00a0", " ") == shown
