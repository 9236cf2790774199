"""What no report should be asked, and what no record should say: each is refused in words, or counted all the same."""

import datetime as dt
import json
from dataclasses import replace

import pytest

from odnos.analytics.reports import earlier, refusals
from odnos.analytics.reports.cells import Cells, below
from odnos.analytics.reports.definition import Dimension, Measure, Period, Report
from odnos.analytics.reports.plan import plan_of
from odnos.analytics.reports.refusals import ReportError, TooManyGroups
from odnos.analytics.reports.spans import Span
from odnos.analytics.saved import kept, tiles
from odnos.engine.records import read, write
from odnos.objects.registry import registry
from tests.people import NOON

pytest_plugins = ("tests.analytics.reports.shop",)

FIRST, LAST = dt.date.min, dt.date.max
CHANGING = tuple(Measure(shown=shown) for shown in ("value", "running", "change"))


def closing(grain: str) -> Report:
    return Report(object_key="deal", measures=CHANGING, rows=(Dimension(path=("closes_on",), grain=grain),))


@pytest.fixture
def ages(shop):
    """Deals that close on the first and on the last day of the calendar."""
    deal = registry.get("deal")
    for number, day in zip(shop.deals, (FIRST, LAST), strict=False):
        now = read.get(deal, number, by=shop.cast.dora)
        write.update(deal, number, {"closes_on": day}, by=shop.cast.dora, at=NOON, version=now.version)
    shop.store.refresh()
    return shop


def test_the_first_and_the_last_day_of_the_calendar_are_counted(ages):
    for grain in ("day", "week", "month", "quarter", "year"):
        result = ages.run(closing(grain))
        dated = [line for line in result.lines if line.groups[0].value]

        assert sum(line.figures[0][0] for line in result.lines) == result.total.figures[0][0] == 9, grain
        assert (dated[0].groups[0].value, dated[-1].groups[0].value.year) == (FIRST, LAST.year), grain
        assert dated[0].figures[0][2] is None, grain

    last = next(line for line in result.lines if line.groups[0].value == dt.date(9999, 1, 1))
    found = read.ids(registry.get("deal"), by=ages.cast.dora, at=NOON, filter=last.drill)
    assert found == [ages.deals[1]]


def test_a_period_at_the_ends_of_the_calendar_is_answered(shop):
    counted = {}
    for span in ("0001-01-01..0001-01-31", "0001-01-01..9999-12-30", "9999-12-01..9999-12-30"):
        for grain in ("day", "month"):
            rows = (Dimension(path=("created_at",), grain=grain),)
            period = Period(path=("created_at",), span=span)
            report = Report(object_key="deal", measures=CHANGING[:2], rows=rows, period=period)
            counted[span, grain] = shop.run(report).total.figures[0][0]

    assert [*counted.values()] == [0, 0, 9, 9, 0, 0]


@pytest.mark.parametrize("moved", [earlier.before, earlier.year_before])
@pytest.mark.parametrize("days", [("0001-01-01", "0001-02-01"), ("0001-01-03", "0001-02-05")])
def test_there_is_nothing_before_the_first_day(moved, days):
    with pytest.raises(ReportError) as refusal:
        moved(Span(*map(dt.date.fromisoformat, days)))

    assert refusal.value.place == "compared"


def test_an_order_by_a_figure_that_is_not_there_orders_nothing(shop):
    plain = Report(object_key="deal", rows=(Dimension(path=("owner",)),))
    lines = shop.run(plain).lines

    for order in ("measure:99", "-measure:3", "measure:", "measure:x", "measure:²", "measure:-1"):
        assert shop.run(replace(plain, order=(order,))).lines == lines, order


@pytest.mark.parametrize("bound", ["1e999999", "-1e14", "Infinity", "NaN", "sNaN"])
def test_a_bound_that_no_number_reaches_is_refused(cast, bound):
    asked = kept.understood({"object": "deal", "rows": [{"path": "amount", "bins": [bound, "7"]}]})

    with pytest.raises(ReportError) as refusal:
        plan_of(asked, by=cast.dora, ctx=cast.dora.context(NOON))

    assert (refusal.value.place, len(str(refusal.value)) < 100) == ("rows.0", True)


def test_more_figures_than_a_page_bears_are_refused(shop, monkeypatch):
    monkeypatch.setattr(refusals, "MOST_FIGURES", 20)
    wide = Report(object_key="deal", rows=(Dimension(path=("name",)),), columns=(Dimension(path=("name",)),))

    with pytest.raises(TooManyGroups):
        shop.run(wide)


@pytest.mark.parametrize(
    "written",
    [
        '{"object":"deal","limit":1e400}',
        '{"object":"deal","rows":[{"path":"owner"}],"top":{"number":1e400}}',
        '{"object":"deal","rows":[{"path":"owner"}],"top":{"by":-1e400}}',
    ],
)
def test_a_number_beyond_all_numbers_cannot_be_read(written):
    with pytest.raises(kept.Unreadable):
        kept.parse(written)


@pytest.mark.parametrize(
    "tile",
    [
        {"ask": 5},
        {"ask": []},
        {"ask": {}},
        {"ask": {"object": "deal", "limit": "x"}},
        {"report": 10**30},
        {"report": 0},
        {"report": -1},
        {"title": "\ud800"},
    ],
)
def test_tiles_that_nobody_wrote_cannot_be_read(tile):
    with pytest.raises(kept.Unreadable):
        tiles.parse(json.dumps([{"key": "a", **tile}]))


def test_what_stands_below_a_group_is_found_without_looking_through_all():
    keys = [("a", 1), ("a", 2), ("a",), ("b", None), ()]

    assert below(keys) == {(): {"a", "b"}, ("a",): {1, 2}, ("b",): {None}}


def test_groups_are_not_gathered_anew_for_each_line(shop, monkeypatch):
    asked = Report(object_key="deal", rows=(Dimension(path=("owner",)), Dimension(path=("name",))))
    seen = []
    rows = Cells.rows
    monkeypatch.setattr(Cells, "rows", lambda cells: seen.append(1) or rows(cells))

    lines = shop.run(asked).lines

    assert len(lines) > len(seen)
    assert len(seen) <= 2 * len(asked.rows) + 1
