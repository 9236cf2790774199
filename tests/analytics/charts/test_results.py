"""The answer to a report becomes a chart, with what is cut, left out and not over."""

from zoneinfo import ZoneInfo

from odnos.analytics.charts import figures
from odnos.analytics.charts.results import from_result
from odnos.analytics.reports.result import Group, Head, Line
from tests.analytics.charts.showing import crossed, result

HERE = {"title": "Deals", "locale": "en", "timezone": ZoneInfo("Europe/Ljubljana")}


def test_each_measure_is_a_series_over_the_groups():
    shown = from_result(result(), **HERE)

    assert shown.categories == ("Jan", "Feb", "Mar")
    assert [series.name for series in shown.series] == ["Deals", "Won"]
    assert shown.series[0].figures == (3, 5, 1)
    assert (shown.kind, shown.axis, shown.in_time, shown.immature) == ("bar", "Month", True, (2,))
    assert shown.words == "Deals won this year, by month"


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
        answer, **HERE, kind="stacked", link=lambda line: f"/{line.groups[0].text}/{line.groups[1].text}"
    )

    assert [(series.name, series.figures) for series in shown.series] == [
        ("Web", (1, 3)),
        ("Fair", (2, None)),
    ]
    assert shown.series[1].links == ("/Jan/Fair", "")


def test_a_number_is_the_total():
    assert from_result(result(), **HERE, kind="number").series[0].figures == (9,)


def test_the_note_tells_as_of_when_and_what_is_cut_and_left_out():
    shown = from_result(result(cut=214, unconverted=2), **HERE)

    assert shown.note == (
        "Data as of Mar 2, 2026, 1:00:00\u202fPM · 3 of 214 lines are shown; totals count all"
        " · 2 amounts have no rate and are left out · Hatched or dashed: the period is not over"
    )


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
