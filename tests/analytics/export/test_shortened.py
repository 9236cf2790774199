"""What is too long for paper or a picture is cut, and the file says how much of it is there."""

import io
from dataclasses import replace

import pypdf
import pytest

from odnos.analytics.charts import draw, shortened
from odnos.analytics.export import files, paper
from odnos.analytics.reports.definition import Dimension
from odnos.analytics.reports.result import Group, Line
from tests.analytics.charts.showing import NOON, chart, result

pytestmark = pytest.mark.django_db
NAMES = tuple(f"Person {number}" for number in range(400))


def of_people(**more):
    """Deals of four hundred people, in bars that lie."""
    lines = tuple(Line((Group(name, name),), ((2, 3),)) for name in NAMES)
    asked = replace(result().report, rows=(Dimension(path=("owner",)),), **more)
    return replace(result(), report=asked, lines=lines, immature=(1, 399))


def words_of(answer, by):
    body = files.made(answer, format="pdf", title="People", by=by, at=NOON).body
    pages = pypdf.PdfReader(io.BytesIO(body)).pages
    return " ".join("\n".join(page.extract_text() for page in pages).split())


def test_paper_has_as_many_lines_as_it_takes_and_the_total_of_all(cast, monkeypatch):
    monkeypatch.setattr(paper, "ON_PAPER", 32)

    text = words_of(of_people(chart="table"), cast.dora)

    assert "10 of 400 lines are on paper; a workbook has them all" in text
    assert ("Person 9 " in text, "Person 10" in text, "€61,100" in text) == (True, False, True)


def test_what_fits_says_nothing_of_it(cast):
    text = words_of(result(), cast.dora)

    assert ("on paper" in text, "picture" in text) == (False, False)


def test_a_picture_has_as_many_bars_as_are_read_and_says_of_how_many(cast):
    text = words_of(of_people(chart="bar"), cast.dora)
    body = files.made(of_people(chart="bar"), format="png", title="People", by=cast.dora, at=NOON).body
    found, shown, number = shortened.shortened(files.chart_of(of_people(chart="bar"), title="People"))

    assert f"The picture shows {shown} of 400 lines" in text
    assert (number, shown < 400, found.categories) == (400, True, NAMES[:shown])
    assert (draw.height(found) <= shortened.TALLEST, found.immature) == (True, (1,))
    assert int.from_bytes(body[20:24]) < 10_000


def test_of_squares_the_first_rows_are_shown_whole():
    [row, _other] = chart("heat").series
    many = chart("heat", series=(row,) * 500, in_time=False)

    found, shown, number = shortened.shortened(many)

    assert (found.categories, len(found.series), number) == (many.categories, shown, 500)
    assert 0 < shown < 500


def test_what_stands_side_by_side_is_shown_whole():
    many = chart("bar", categories=NAMES, series=(replace(chart().series[1], figures=(1,) * 400, links=()),))

    assert shortened.shortened(many) == (many, 400, 400)
