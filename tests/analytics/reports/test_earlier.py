"""Like is compared with like: of a period that is not over, as much of the one before as there is of it."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest

from odnos.analytics.reports import earlier
from odnos.analytics.reports.definition import Dimension, Measure, Period, Report
from odnos.analytics.reports.spans import DAY, Span, span_of
from odnos.engine.records import write
from odnos.objects.registry import registry
from tests.people import NOON

pytest_plugins = ("tests.analytics.reports.shop", "tests.engine.custom")

DEAL = registry.get("deal")
LATER = NOON + 25 * DAY
"""Friday 27 March 2026. Of the shop's deals two were made in March, and seven in February, one of them on the 28th."""
COUNT, CHANGE = Measure(), Measure(shown="change")
MADE = Report(object_key="deal", period=Period(path=("created_at",), span="this_month"), compared="before")


def compared(period, how="before", *, today="2026-11-10"):
    day = dt.date.fromisoformat(today)
    found = earlier.compared(span_of(period, today=day), how, until=day + DAY)
    first, last = (span.end - DAY for span in (found.now, found.then))
    return f"{found.now.start} {first} {found.then.start} {last}"


@pytest.mark.parametrize(
    "period, today, said",
    [
        ("this_month", "2026-11-10", "2026-11-01 2026-11-10 2026-10-01 2026-10-10"),
        ("this_month", "2026-11-30", "2026-11-01 2026-11-30 2026-10-01 2026-10-31"),
        ("this_month", "2026-03-30", "2026-03-01 2026-03-30 2026-02-01 2026-02-28"),
        ("this_month", "2026-02-27", "2026-02-01 2026-02-27 2026-01-01 2026-01-27"),
        ("this_month", "2026-01-31", "2026-01-01 2026-01-31 2025-12-01 2025-12-31"),
        ("last_month", "2026-03-10", "2026-02-01 2026-02-28 2026-01-01 2026-01-31"),
        ("next_month", "2026-01-10", "2026-02-01 2026-02-28 2026-01-01 2026-01-31"),
        ("this_quarter", "2026-05-31", "2026-04-01 2026-05-31 2026-01-01 2026-02-28"),
        ("this_quarter", "2026-05-15", "2026-04-01 2026-05-15 2026-01-01 2026-02-15"),
        ("this_year", "2026-11-10", "2026-01-01 2026-11-10 2025-01-01 2025-11-10"),
        ("this_year", "2028-02-29", "2028-01-01 2028-02-29 2027-01-01 2027-02-28"),
        ("this_week", "2026-11-10", "2026-11-09 2026-11-10 2026-11-02 2026-11-03"),
        ("last_30_days", "2026-11-10", "2026-10-12 2026-11-10 2026-09-12 2026-10-11"),
        ("2026-11-05..2026-12-04", "2026-11-10", "2026-11-05 2026-11-10 2026-10-06 2026-10-11"),
        ("today", "2026-11-10", "2026-11-10 2026-11-10 2026-11-09 2026-11-09"),
    ],
)
def test_as_much_is_compared_as_there_is(period, today, said):
    assert compared(period, today=today) == said


@pytest.mark.parametrize(
    "period, today, said",
    [
        ("this_month", "2026-11-10", "2026-11-01 2026-11-10 2025-11-01 2025-11-10"),
        ("this_month", "2028-02-28", "2028-02-01 2028-02-28 2027-02-01 2027-02-28"),
        ("last_month", "2025-03-10", "2025-02-01 2025-02-28 2024-02-01 2024-02-29"),
        ("last_7_days", "2028-02-28", "2028-02-22 2028-02-28 2027-02-22 2027-02-28"),
    ],
)
def test_the_year_before_is_that_of_the_same_days(period, today, said):
    assert compared(period, "year_before", today=today) == said


def totals(shop, report, *, at=LATER):
    result = shop.run(report, at=at)
    return result.total.figures[-1][0], result.before.total.figures[-1][0]


def test_a_month_on_its_27th_day_is_compared_with_27_days_and_says_so(shop):
    result = shop.run(MADE, at=LATER)

    assert totals(shop, MADE) == (2, 6)
    assert result.words.endswith(
        "The period is not over: 1 Mar 2026 – 27 Mar 2026 are compared with 1 Feb 2026 – 27 Feb 2026."
    )
    assert result.before.words.endswith("of the Deals that you may see.")
    assert totals(shop, MADE, at=NOON + 29 * DAY) == (2, 7)
    whole = shop.run(MADE, at=NOON + 29 * DAY)
    assert whole.words.endswith(" 1 Mar 2026 – 31 Mar 2026 are compared with 1 Feb 2026 – 28 Feb 2026.")
    assert "not over" not in whole.words


def test_days_that_are_written_before_they_come_are_compared_over_whole_periods(shop):
    closing = replace(MADE, period=Period(path=("closes_on",), span="this_month"))

    assert totals(shop, closing, at=NOON) == (3, 1)
    assert not shop.run(closing, at=NOON).compared.is_cut


def test_an_added_date_is_taken_for_one_ahead_where_a_record_has_such_a_day(shop, add_field):
    add_field("deal", "date", "Visited", code="visited")
    visits = ("2026-02-28", "2026-02-01", "2026-03-05")
    for number, day in zip(shop.deals, visits, strict=False):
        write.update(DEAL, number, {"visited": day}, version=None, by=shop.cast.dora, at=NOON)
    shop.store.refresh()
    visited = replace(MADE, period=Period(path=("visited",), span="this_month"))

    assert totals(shop, visited, at=NOON + 8 * DAY) == (1, 1)
    ahead = {"visited": "2026-03-31"}
    write.update(DEAL, shop.deals[4], ahead, version=None, by=shop.cast.dora, at=NOON)
    shop.store.refresh()
    assert totals(shop, visited, at=NOON + 8 * DAY) == (2, 2)
    elsewhere = replace(visited, where=MADE.where, rows=(Dimension(path=("visited",), grain="month"),))
    assert [line.figures[0] for line in shop.run(elsewhere, at=NOON + 8 * DAY).lines] == [(2,)]


def test_a_change_without_time_down_is_to_the_same_days_before(shop):
    owners = (Dimension(path=("owner",)),)
    result = shop.run(replace(MADE, measures=(COUNT, CHANGE), rows=owners, compared=""), at=LATER)

    assert result.before is None
    assert {line.groups[0].text: line.figures[0] for line in result.lines} == {"Ada": (2, None)}
    assert result.total.figures[0] == (2, Decimal(2) / 6 - 1)
    assert "27 Feb 2026" in result.words


def changes(shop, span, *, at=LATER, path="created_at"):
    period = Period(path=(path,), span=span) if span else None
    rows = (Dimension(path=(path,), grain="month"),)
    result = shop.run(Report(object_key="deal", measures=(COUNT, CHANGE), rows=rows, period=period), at=at)
    return {line.groups[0].text: line.figures[0] for line in result.lines}, result


def test_the_last_month_of_some_is_compared_with_as_much_of_the_one_before(shop):
    for span in ("this_year", ""):
        found, result = changes(shop, span)
        assert found["Mar 2026"] == (2, Decimal(2) / 6 - 1), span
        assert "1 Mar 2026 – 27 Mar 2026 are compared with 1 Feb 2026 – 27 Feb 2026" in result.words
    assert changes(shop, "this_year", at=NOON + 29 * DAY)[0]["Mar 2026"] == (2, Decimal(2) / 7 - 1)


def test_a_month_that_the_period_cuts_is_compared_with_nothing_longer(shop):
    """Of February five days are in the period: it is no less than January for that, nor is March more than February."""
    found, _result = changes(shop, "2026-02-24..2026-03-28")

    assert found == {"Feb 2026": (5, None), "Mar 2026": (2, Decimal(2) / 6 - 1)}
    assert changes(shop, "2026-02-24..2026-03-31", at=NOON + 40 * DAY)[0]["Mar 2026"] == (
        2,
        Decimal(2) / 7 - 1,
    )


def test_months_that_are_planned_are_compared_whole(shop):
    found, result = changes(shop, "2026-02-01..2026-04-30", at=NOON, path="closes_on")

    assert found["Mar 2026"] == (3, Decimal(2))
    assert "compared" not in result.words


def test_where_a_period_is_not_over_the_last_of_its_months_stands_beside_as_much(shop):
    rows = (Dimension(path=("created_at",), grain="month"),)
    report = replace(MADE, rows=rows, period=Period(path=("created_at",), span="this_month"))
    result = shop.run(report, at=LATER)

    assert [line.figures[-1] for line in result.lines] == [(2,)]
    assert [line.figures[-1] for line in result.before.lines] == [(6,)]
    assert result.immature == (0,)


def test_the_days_of_a_span_have_an_end():
    assert earlier.months_of(Span(dt.date(2026, 1, 1), dt.date(2026, 4, 1))) == 3
    assert earlier.months_of(Span(dt.date(2026, 1, 2), dt.date(2026, 4, 2))) == 0
