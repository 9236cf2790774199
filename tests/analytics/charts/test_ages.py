"""The grid of cohorts: a row for when they began, and across how long after that they did it."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from odnos.analytics.charts import ages, draw
from odnos.analytics.charts.results import from_result
from odnos.analytics.reports.definition import Dimension, Measure, Report
from odnos.analytics.reports.result import Group, Head, Line, Result
from tests.analytics.charts.showing import DEALS, result

JANUARY, FEBRUARY, MARCH = (dt.date(2026, month, 1) for month in (1, 2, 3))
MONTHS = (JANUARY, FEBRUARY, MARCH)


def crossed(figures: Any = ((5, 3, 1), (0, 4, 2), (0, 0, 6)), **more: Any) -> Result:
    """Deals by the month in which they were made, and the one in which they were closed; March is not over."""
    groups = [Group(day, f"{day:%b}") for day in MONTHS]
    dated = {name: Dimension(path=(name,), grain="month") for name in ("made_on", "closed_on")}
    said: dict[str, Any] = {
        "report": Report(
            object_key="deal",
            measures=(Measure(),),
            rows=(dated["made_on"],),
            columns=(dated["closed_on"],),
            chart="cohort",
        ),
        "dimensions": (Head("Made"), Head("Closed")),
        "measures": (DEALS,),
        "across": (*((group,) for group in groups), ()),
        "lines": tuple(
            Line((group,), (*((one,) for one in some), (sum(some),)))
            for group, some in zip(groups, figures, strict=True)
        ),
        "total": Line((), ((5,), (7,), (9,), (21,))),
        "immature": (2,),
        "immature_across": (2,),
    }
    return result(**{**said, **more})


def test_figures_stand_by_how_many_months_after_the_first_they_are():
    shown = from_result(
        crossed(), title="Closed", link=lambda line, place, _number: f"{line.groups[0].text}:{place}"
    )

    assert (shown.axis, shown.categories) == ("Months after Made", ("0", "1", "2"))
    assert {row.name: row.figures for row in shown.series} == {
        "Jan": (5, 3, 1),
        "Feb": (4, 2, None),
        "Mar": (6, None, None),
    }
    assert [row.links for row in shown.series] == [
        ("Jan:0", "Jan:1", "Jan:2"),
        ("Feb:1", "Feb:2", ""),
        ("Mar:2", "", ""),
    ]
    assert [(row.open, row.is_open) for row in shown.series] == [((2,), False), ((1,), False), ((0,), True)]
    assert shown.immature == ()
    assert "Months after" in str(draw.picture(shown, locale="en"))


def test_what_came_before_the_beginning_is_shown_where_there_is_something():
    shown = from_result(crossed(figures=((5, 3, 1), (7, 4, 2), (0, 0, 6))), title="Closed")

    assert shown.categories == ("-1", "0", "1", "2")
    assert [row.figures for row in shown.series] == [(None, 5, 3, 1), (7, 4, 2, None), (0, 6, None, None)]


@pytest.mark.parametrize(
    "first, later, grain, number",
    [
        ("2026-02-01", "2026-01-01", "quarter", 0),
        ("2026-02-01", "2026-07-01", "quarter", 2),
        ("2025-11-30", "2026-01-01", "year", 1),
        ("2026-03-16", "2026-03-16", "week", 0),
        ("2026-03-01", "2026-02-23", "week", 0),
        ("2026-03-01", "2026-03-02", "week", 1),
        ("2026-03-01", "2026-03-10", "day", 9),
    ],
)
def test_an_age_is_counted_in_whole_stretches(first, later, grain, number):
    days = (dt.date.fromisoformat(day) for day in (first, later))

    assert ages.age(*days, grain) == number


def test_without_two_dates_that_go_on_the_columns_stay_as_they_are():
    answer = crossed()
    weekdays = replace(answer.report, columns=(Dimension(path=("closed_on",), grain="weekday"),))

    assert from_result(replace(answer, report=weekdays), title="Closed").categories == ("Jan", "Feb", "Mar")
    assert from_result(answer, title="Closed", kind="heat").categories == ("Jan", "Feb", "Mar")
