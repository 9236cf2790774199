"""Answers as files: figures are figures, texts no formulas, words can be searched, and the trail knows who took them."""

import csv
import datetime as dt
import io
import re
import zipfile
from dataclasses import replace
from decimal import Decimal

import openpyxl
import pypdf
import pytest

from odnos.analytics.export import files, grid, paper, rows
from odnos.analytics.reports.definition import Dimension, Measure
from odnos.analytics.reports.result import Group, Line
from odnos.engine.access.actor import Narrow
from odnos.engine.access.rights import Denied
from odnos.engine.audit.models import Entry
from tests.analytics.charts.showing import DEALS, crossed, result

NOON = dt.datetime(2026, 3, 2, 12, 0, tzinfo=dt.UTC)
TITLE = "Продажи, Ljubljana čšž"


def taken(shown, format, by, **more):
    return files.export(shown, format=format, title=TITLE, by=by, at=NOON, within="see", **more)


def sheet_of(file):
    return openpyxl.load_workbook(io.BytesIO(file.body)).active


def test_a_workbook_has_numbers_with_their_formats_and_a_total(cast):
    sheet = sheet_of(taken(result(cut=214), "xlsx", cast.dora))

    found = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert found[0][0] == TITLE
    assert found[1][0] == "Deals won this year, by month"
    assert "3 of 214 lines are shown; totals count all" in [row[0] for row in found]
    assert found[-5:] == [
        ["Month", "Deals", "Won"],
        ["Jan", 3, 12000],
        ["Feb", 5, 48200],
        ["Mar", 1, 900],
        ["Total", 9, 61100],
    ]
    assert sheet.cell(sheet.max_row, 3).number_format == "#,##0.00 [$€]"
    assert sheet.freeze_panes == f"B{sheet.max_row - 3}"
    assert len(sheet._charts) == 1


def test_a_pivot_stands_across_with_its_sums():
    table = grid.of(crossed())

    assert (table.names, [head.label for head in table.heads]) == (("Month",), ["Web", "Fair", "Total"])
    assert [row.figures for row in table.rows] == [(1, 2, 3), (3, None, 3)]
    assert table.total.figures == (4, 2, 6)


def test_subtotals_are_told_from_lines():
    line, total = Line((Group(1, "Jan"), Group(1, "Web")), ((1, 2),)), Line((Group(1, "Jan"),), ((3, 4),))
    asked = replace(result().report, rows=result().report.rows * 2)
    two = result(report=asked, dimensions=(*result().dimensions, DEALS), lines=(line, total), immature=())

    found = grid.of(two)

    assert [(row.names, row.kind) for row in found.rows] == [
        (("Jan", "Web"), "line"),
        (("Jan", "Subtotal"), "subtotal"),
    ]


def test_rows_are_written_for_the_spreadsheets_of_a_language():
    answer = result(lines=(Line((Group("x", "=HYPERLINK()"),), ((3, 12.5),)),), immature=())

    english, russian = (rows.csv(grid.of(answer), locale=code).decode("utf-8-sig") for code in ("en", "ru"))

    assert english.splitlines() == ['Month,Deals,"Won, EUR"', "'=HYPERLINK(),3,12.5", "Total,9,61100"]
    assert list(csv.reader(io.StringIO(russian), delimiter=";"))[1] == ["'=HYPERLINK()", "3", "12,5"]


def test_a_formula_in_a_workbook_is_a_text(cast):
    answer = result(lines=(Line((Group("x", "=1+1"),), ((3, 4),)),), immature=())

    sheet = sheet_of(taken(answer, "xlsx", cast.dora))

    assert sheet.cell(sheet.max_row - 1, 1).data_type == "s"


def test_words_on_paper_can_be_searched_in_every_alphabet(cast):
    file = taken(result(), "pdf", cast.dora)

    text = words_of(file.body)
    assert file.body.startswith(b"%PDF-")
    assert [
        word
        for word in (TITLE, "Jan", "€48,200", "Total", "Data as of", "For Dora", "1 / 1")
        if word not in text
    ] == []
    assert "Mar *" in text


def test_a_picture_taller_than_a_page_is_made_to_fit_the_first_with_its_legend(cast):
    across = (*((Group(name, f"{name} channel"),) for name in "abcdefg"), ())
    lines = tuple(
        Line((Group(n, f"Person {n}"),), (*(((place + 1,)) for place in range(7)), (28,))) for n in range(20)
    )
    asked = replace(crossed().report, rows=(Dimension(path=("owner",)),), chart="bar")
    many = replace(
        crossed(), report=asked, across=across, lines=lines, total=Line((), ((20,),) * 8), immature=()
    )

    first = pypdf.PdfReader(io.BytesIO(taken(many, "pdf", cast.dora).body)).pages[0].extract_text()

    assert [word for word in ("a channel", "g channel", "Person 0", "Person 19") if word not in first] == []


def test_more_figures_than_a_picture_takes_are_told_in_words_and_stand_in_the_table(cast, monkeypatch):
    whole = taken(result(), "pdf", cast.dora).body
    small = taken(result(), "png", cast.dora).body
    monkeypatch.setattr(paper, "LARGEST", 1000)
    left, words = taken(result(), "png", cast.dora).body, "These are too many figures for a picture"

    text = words_of(taken(result(), "pdf", cast.dora).body)
    assert (words in words_of(whole), words in text, "€48,200" in text) == (False, True, True)
    assert (left[:4], int.from_bytes(left[20:24]) < int.from_bytes(small[20:24])) == (b"\x89PNG", True)


def words_of(body):
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(body)).pages)


def test_a_picture_is_as_large_as_two_dots_a_pixel(cast):
    body = taken(result(), "png", cast.dora).body

    assert body[:8] == b"\x89PNG\r\n\x1a\n"
    assert int.from_bytes(body[16:20]) == 1520


def test_only_who_may_export_does_and_the_trail_knows(cast):
    taken(result(), "csv", cast.dora, report_id=7)

    entry = Entry.objects.get(action="exported")
    assert (entry.actor_id, entry.object_key, entry.record_id) == (cast.dora.user_id, "report", 7)
    assert entry.diff["format"] == [None, "csv"]


def test_whoever_may_not_export_gets_nothing_and_nothing_is_written_down(cast):
    narrow = replace(cast.ada, narrow=Narrow(objects=frozenset(("company",))))

    with pytest.raises(Denied):
        taken(result(), "csv", narrow)

    assert not Entry.objects.filter(action="exported").exists()


@pytest.mark.parametrize(
    "shown",
    [
        {"rows": (Dimension(path=("company", "industry")),)},
        {"columns": (Dimension(path=("company", "address", "city")),)},
        {"measures": (Measure(kind="max", path=("company", "employees")),)},
        {
            "measures": (
                Measure(kind="ratio", of=Measure(kind="sum", path=("company", "employees")), by=Measure()),
            )
        },
        {"measures": (Measure(kind="average", since=(("company", "created_at"),)),)},
    ],
)
def test_fields_of_linked_records_are_taken_away_only_by_whom_may_export_those_records(cast, shown):
    narrow = replace(cast.ada, narrow=Narrow(objects=frozenset(("deal",))))
    answered = result()
    wider = replace(answered, report=replace(answered.report, **shown))

    with pytest.raises(Denied):
        taken(wider, "csv", narrow)

    assert not Entry.objects.filter(action="exported").exists()
    assert taken(answered, "csv", narrow).body
    assert taken(wider, "csv", cast.ada).body


def test_sensitive_fields_of_linked_records_are_named_in_the_trail(cast, monkeypatch):
    said = {"deal": ["amount"], "company": ["industry"]}
    monkeypatch.setattr(
        files.reads, "sensitive", lambda kind, names: [one for one in said[kind.key] if one in names]
    )
    answered = result()
    measures = (Measure(kind="ratio", of=Measure(kind="sum", path=("amount",)), by=Measure()),)
    rows = (Dimension(path=("company", "industry")), Dimension(path=("company",)))
    shown = replace(answered, report=replace(answered.report, measures=measures, rows=rows, columns=()))

    assert files.sensitive(files.fields_of(shown.report), "deal") == ["company.industry", "amount"]
    assert files.fields_of(shown.report) == {"company": ["industry"], "deal": ["company", "amount"]}


@pytest.mark.parametrize(
    ("title", "sheet"),
    [
        ("History", "History."),
        ("=Sheet1!$A$1", "=Sheet1!$A$1"),
        ("Great!Q4", "Great!Q4"),
        ("a\x01b\x0bc\uffff", "abc"),
        ("\U0001f600" * 40, "\U0001f600" * 15),
        ("[]:*?/\\'", "Report"),
    ],
)
def test_any_name_becomes_a_workbook_and_a_picture(cast, title, sheet):
    file = files.export(result(), format="xlsx", title=title, by=cast.dora, at=NOON, within="see")

    assert sheet_of(file).title == sheet
    drawn = zipfile.ZipFile(io.BytesIO(file.body)).read("xl/charts/chart1.xml").decode()
    [named] = re.findall("<c:f>(.*?)</c:f>", drawn[: drawn.index("</c:title>")])
    assert named.replace("'", "") == f"{sheet}!$A$1"
    assert files.export(
        result(), format="png", title=title, by=cast.dora, at=NOON, within="see"
    ).body.startswith(b"\x89PNG")


def test_a_file_is_named_after_its_report(cast):
    assert taken(result(), "csv", cast.dora).name == "продажи-ljubljana-čšž-2026-03-02.csv"


def in_time(grain, *days, **more):
    asked = replace(result().report, rows=(Dimension(path=("won_on",), grain=grain),), **more)
    lines = tuple(Line((Group(day, f"<{day}>"),), ((3, Decimal(n)),)) for n, day in enumerate(days))
    return result(report=asked, lines=lines, immature=())


def rows_of(answer, cast):
    """Return of the first column of lines: the value that a spreadsheet sorts by, whether it is a day, and how it is written."""
    sheet = sheet_of(taken(answer, "xlsx", cast.dora))
    last = sheet.max_row - 1
    cells = [sheet.cell(row, 1) for row in range(last - len(answer.lines) + 1, last + 1)]
    return [(cell.value, cell.is_date, cell.number_format) for cell in cells]


FIRST, SECOND = dt.date(2026, 1, 1), dt.date(2026, 4, 1)


@pytest.mark.parametrize(
    ("grain", "formats"),
    [
        ("month", ["mmm yyyy"] * 2),
        ("quarter", ['"Q1 "yyyy', '"Q2 "yyyy']),
        ("day", ["mm-dd-yy"] * 2),
        ("week", ["mm-dd-yy"] * 2),
    ],
)
def test_stretches_of_time_are_days_that_a_spreadsheet_sorts(cast, grain, formats):
    found = rows_of(in_time(grain, FIRST, SECOND), cast)

    assert found == [
        (dt.datetime.combine(day, dt.time()), True, written)
        for day, written in zip((FIRST, SECOND), formats, strict=True)
    ]


def test_a_week_is_told_by_the_day_on_which_it_begins():
    assert grid.of(in_time("week", FIRST)).names == ("Month, week from",)


def test_years_and_numbers_are_numbers_and_hours_have_their_clock(cast):
    hour = dt.datetime(2026, 1, 1, 15, 0)

    assert rows_of(in_time("year", FIRST), cast) == [(2026, False, "0")]
    assert rows_of(in_time("hour", hour), cast) == [(hour, True, "m/d/yy h:mm")]
    assert rows_of(in_time("", Decimal("12.5")), cast) == [(12.5, False, "General")]


def test_what_is_no_day_to_a_spreadsheet_and_what_is_left_over_stay_words(cast):
    other = Group(None, "Other", is_other=True)
    answer = in_time("month", dt.date(206, 5, 1), None)

    assert [value for value, _is_date, _format in rows_of(answer, cast)] == ["<0206-05-01>", "<None>"]
    assert rows_of(replace(answer, lines=(Line((other,), ((3, 4),)),)), cast) == [("Other", False, "General")]


def test_figures_with_fractions_show_them(cast):
    answer = result(lines=(Line((Group("x", "x"),), ((Decimal("2.5"), 4),)),), immature=())
    sheet = sheet_of(taken(answer, "xlsx", cast.dora))

    assert sheet.cell(sheet.max_row - 1, 2).number_format == "#,##0.00"
    assert sheet.cell(sheet.max_row - 1, 3).number_format == "#,##0.00 [$€]"


@pytest.mark.parametrize(("kind", "drawn"), [("line", ["line", "line"]), ("bar", ["bar", "line"])])
def test_figures_of_two_units_have_a_scale_each_in_the_chart_of_a_workbook(cast, kind, drawn):
    body = taken(in_time("month", FIRST, SECOND, chart=kind), "xlsx", cast.dora).body

    chart = zipfile.ZipFile(io.BytesIO(body)).read("xl/charts/chart1.xml").decode()
    assert chart.count("<c:ser>") == 2
    assert chart.count("<c:valAx>") == 2
    assert re.findall(r"<c:(bar|line)Chart>", chart) == drawn
