"""The answer to a report becomes a chart, the same one for a page, a mail and paper."""

import datetime as dt
from dataclasses import replace

import pytest

from odnos.analytics.charts import draw, figures
from odnos.analytics.charts.results import from_result
from odnos.analytics.reports.definition import Dimension
from odnos.analytics.reports.result import Group, Head, Line
from tests.analytics.charts.showing import DEALS, WON, crossed, result

HERE = {"title": "Deals"}
JANUARY, MARCH = dt.date(2026, 1, 1), dt.date(2026, 3, 1)


def test_measures_are_series_over_the_groups():
    lines = tuple(
        Line(line.groups, ((line.figures[0][0], 7, line.figures[0][1]),)) for line in result().lines
    )
    shown = from_result(result(lines=lines, measures=(DEALS, Head("Lost"), WON)), **HERE)

    assert shown.categories == ("Jan", "Feb", "Mar")
    assert [series.name for series in shown.series] == ["Deals", "Lost", "Won"]
    assert shown.series[0].figures == (3, 5, 1)
    assert (shown.kind, shown.axis, shown.in_time, shown.immature) == ("bar", "Month", True, (2,))
    assert shown.words == "Deals won this year, by month"


def test_what_is_stacked_has_one_unit():
    assert [series.name for series in from_result(result(), **HERE, kind="stacked").series] == ["Deals"]
    assert [series.name for series in from_result(result(), **HERE, kind="line").series] == ["Deals", "Won"]


def test_subtotals_and_the_total_are_not_drawn():
    lines = (*result().lines, Line((), ((9, 61100),)))

    assert from_result(result(lines=lines), **HERE).series[0].figures == (3, 5, 1)


def test_each_group_across_is_a_series():
    shown = from_result(crossed(), **HERE)

    assert [(series.name, series.figures) for series in shown.series] == [
        ("Web", (1, 3)),
        ("Fair", (2, None)),
    ]


def test_in_squares_each_line_is_a_row():
    shown = from_result(crossed(), **HERE, kind="heat")

    assert shown.categories == ("Web", "Fair")
    assert [(series.name, series.figures) for series in shown.series] == [("Jan", (1, 2)), ("Feb", (3, None))]


@pytest.mark.parametrize("kind", ["stacked", "heat"])
def test_days_that_tell_apart_follow_one_another_though_the_first_group_has_not_all(kind):
    lines = tuple(
        Line((Group(owner, owner), Group(day, f"{day:%b}" if day else "(empty)")), ((1,),))
        for owner, day in (("Ada", None), ("Ada", MARCH), ("Ben", JANUARY), ("Ben", MARCH))
    )
    asked = replace(result().report, rows=(Dimension(path=("owner",)), *result().report.rows))
    two = result(report=asked, dimensions=(Head("Owner"), Head("Month")), lines=lines, immature=())

    shown = from_result(two, **HERE, kind=kind)

    names = shown.categories if kind == "heat" else tuple(series.name for series in shown.series)
    assert names == ("Jan", "Mar", "(empty)")
    assert [series.figures for series in shown.series] == (
        [(None, 1, 1), (1, 1, None)] if kind == "heat" else [(None, 1), (1, 1), (1, None)]
    )


def test_a_second_dimension_makes_the_series():
    lines = tuple(
        Line((Group(month, month), Group(channel, channel)), ((count,),))
        for month, channel, count in (("Jan", "Web", 1), ("Jan", "Fair", 2), ("Feb", "Web", 3))
    )
    two = crossed()
    asked = two.report.__class__(object_key="deal", rows=two.report.rows * 2)
    answer = result(
        report=asked,
        dimensions=(Head("Month"), Head("Channel")),
        measures=(Head("Deals"),),
        lines=lines,
        immature=(),
    )

    shown = from_result(
        answer,
        **HERE,
        kind="stacked",
        link=lambda line, _place, _number: f"/{line.groups[0].text}/{line.groups[1].text}",
    )

    assert [(series.name, series.figures) for series in shown.series] == [
        ("Web", (1, 3)),
        ("Fair", (2, None)),
    ]
    assert shown.series[1].links == ("/Jan/Fair", "")


def test_a_number_is_the_total():
    assert from_result(result(), **HERE, kind="number").series[0].figures == (9,)


def test_each_figure_leads_to_its_own_records():
    shown = from_result(crossed(), **HERE, link=lambda line, place, number: f"/{place}/{number}")

    assert [series.links for series in shown.series] == [("/0/0", "/0/0"), ("/1/0", "/1/0")]


def test_the_days_compared_with_are_drawn_dashed_beside():
    earlier = tuple(Line(line.groups, ((1, 1),)) for line in result().lines)
    both = result(before=result(lines=earlier))

    assert [
        (series.name, series.figures, series.is_dashed) for series in from_result(both, **HERE).series
    ] == [
        ("Deals", (3, 5, 1), False),
        ("Deals, the period before", (1, 1, 1), True),
        ("Won", (12000, 48200, 900), False),
    ]


def test_series_past_the_eighth_stand_for_one_where_they_add_up():
    across = (*((Group(n, f"G{n}"),) for n in range(10)), ())
    line = Line((Group("Jan", "Jan"),), (*((n,) for n in range(10)), (45,)))
    wide = replace(crossed(), across=across, lines=(line,))
    shown = from_result(wide, **HERE)

    assert [series.name for series in shown.series][-2:] == ["G6", "Other"]
    assert shown.series[-1].figures == (7 + 8 + 9,)


def test_figures_are_written_as_the_reader_does():
    money, rate = Head("Won", "money", "EUR"), Head("Rate", "percent")

    assert [figures.full(1234567, money, locale=code) for code in ("en", "ru", "sl")] == [
        "€1,234,567",
        "1\xa0234\xa0567\xa0€",
        "1.234.567\xa0€",
    ]
    assert [figures.short(1234567, money, locale=code) for code in ("en", "ru", "sl")] == [
        "€1.2M",
        "1,2\xa0млн\xa0€",
        "1,2\xa0mio.\xa0€",
    ]
    assert [figures.full(0.631501, rate, locale=code) for code in ("en", "ru", "sl")] == [
        "63.2%",
        "63,2\xa0%",
        "63,2\xa0%",
    ]
    assert figures.full(None, money, locale="en") == "–"


def test_what_has_no_time_stands_apart_from_a_line_over_time():
    empty = Line((Group(None, "(empty)"),), ((4, 5),))
    answer = result(lines=(*result().lines, empty))

    shown = from_result(answer, **HERE, kind="line")
    joined = from_result(result(), **HERE, kind="line")

    assert (shown.apart, joined.apart) == ((3,), ())
    one = replace(shown, series=shown.series[:1], immature=())
    svg = str(draw.picture(one, locale="en"))
    whole = str(draw.picture(replace(one, apart=()), locale="en"))
    assert [svg.count("L"), whole.count("L")] == [whole.count("L") - 1, whole.count("L")]


def test_a_picture_knows_what_gathers_the_others_and_where_all_records_are():
    other = Group(None, "Other", is_other=True)
    lines = (Line((Group(1, "A"),), ((3, 5),)), Line((other,), ((9, 20),)))

    shown = from_result(
        result(lines=lines, immature=()), **HERE, kind="pie", link=lambda line, *_more: f"/{len(line.groups)}"
    )

    assert shown.rest == (1,)
    assert shown.whole == "/0"
