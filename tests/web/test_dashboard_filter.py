"""One filter for a whole dashboard: built with the builder of lists, kept in the address, savable, told where it does not apply."""

import json
from html import unescape

import pytest

from odnos.engine.records import read, write
from odnos.objects.registry import registry
from tests.people import NOON
from tests.web.sales import browser_of, make_company, make_deal, make_pipeline

COUNT = {"measures": [{"kind": "count"}], "chart": "number"}
PART = {"HTTP_HX_REQUEST": "true"}
CHEAP = "filter=amount.lt:60"


@pytest.fixture
def row(cast, analytics):
    """A dashboard of Ada for her team: deals, and companies; two deals and one company."""
    stages = make_pipeline()
    oak = make_company(cast.ada, name="Oak")
    make_deal(cast.ada, stages, name="Lamps", amount="100 EUR", company=oak.id)
    make_deal(cast.ben, stages, name="Bulbs", amount="50 EUR")
    analytics.refresh()
    tiles = [
        {"key": key, "x": place * 3, "y": 0, "w": 3, "h": 2, "ask": {"object": kind, **COUNT}}
        for place, (key, kind) in enumerate((("d", "deal"), ("c", "company")))
    ]
    values = {"name": "Sales", "tiles": json.dumps(tiles), "audience": "team"}
    return write.create(registry.get("dashboard"), values, by=cast.ada, at=NOON)


def tile(by, row, key, words):
    answer = browser_of(by).get(f"/dashboards/{row.id}/tiles/{key}?{words}", **PART)
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def board(by, row, words=""):
    answer = browser_of(by).get(f"/dashboards/{row.id}?{words}")
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def test_every_tile_with_its_fields_is_narrowed_and_the_others_say_so(cast, row):
    deals, companies = (tile(cast.ada, row, key, f"about=deal&{CHEAP}") for key in "dc")

    assert ">1<" in deals
    assert "The filter does not narrow this" not in deals
    assert ">1<" in companies
    assert "The filter does not narrow this: Companies have no such “Amount”." in companies


def test_a_field_that_both_have_narrows_both(cast, row):
    mine = [tile(cast.ada, row, key, f"about=deal&filter=owner.is:{cast.ben.user_id}") for key in "dc"]

    assert ">1<" in mine[0]
    assert "Nothing to count" in mine[1] or ">0<" in mine[1]
    assert not any("does not narrow" in words for words in mine)


def test_the_page_has_the_filter_as_chips_and_gives_it_to_each_tile(cast, row):
    page = board(cast.ada, row, f"about=deal&{CHEAP}")

    assert "Amount" in page
    assert f"/dashboards/{row.id}/tiles/d?span=&person=&team=&about=deal&filter=amount.lt%3A60" in page
    assert "Open with this filter" in page
    assert "Open with this filter" not in board(cast.ben, row, f"about=deal&{CHEAP}")


def test_a_tile_opens_its_report_with_the_filter(cast, row):
    assert "amount.lt%3A60" in tile(cast.ada, row, "d", f"about=deal&{CHEAP}")


def test_the_filter_is_kept_with_the_dashboard_and_taken_away_again(cast, row):
    ada = browser_of(cast.ada)
    ada.post(f"/dashboards/{row.id}/filter", {"filter": "amount.lt:60", "about": "deal"})
    kept = read.get(row.type, row.id, by=cast.ada)
    ben = board(cast.ben, row)
    unfiltered = board(cast.ben, row, "filter=")
    ada.post(f"/dashboards/{row.id}/filter", {"filter": "", "about": "deal"})

    assert (kept["only"], kept["about"]) == ("amount.lt:60", "deal")
    assert "tiles/d?span=&person=&team=&about=deal&filter=amount.lt%3A60" in ben
    assert "tiles/d?span=&person=&team=&filter=" in unfiltered
    assert (read.get(row.type, row.id, by=cast.ada)["only"] or "") == ""


def test_who_may_not_change_a_dashboard_keeps_no_filter(cast, row):
    answer = browser_of(cast.ben).post(
        f"/dashboards/{row.id}/filter", {"filter": "amount.lt:60", "about": "deal"}
    )

    assert answer.status_code == 403
    assert (read.get(row.type, row.id, by=cast.ada)["only"] or "") == ""


@pytest.mark.parametrize(
    ("only", "about"),
    [("amount.lt:60", "moon"), ("moon.is:1", "deal"), ("amount.lt", "deal("), ("((", "deal")],
)
def test_a_filter_that_cannot_be_asked_is_not_kept(cast, row, only, about):
    browser_of(cast.ada).post(f"/dashboards/{row.id}/filter", {"filter": only, "about": about})

    assert (read.get(row.type, row.id, by=cast.ada)["only"] or "") == ""


@pytest.mark.parametrize(
    "words", ["filter=((", "filter=moon.is:1", "about=moon&filter=amount.lt:60", "about="]
)
def test_what_nobody_could_ask_for_is_told_in_the_tiles(cast, row, words):
    assert "Sales" in board(cast.ada, row, words)
    tile(cast.ada, row, "d", words)


def test_the_builder_comes_for_the_kind_that_is_chosen(cast, row):
    found = browser_of(cast.ada).get("/reports/condition?about=company", **PART).content.decode()

    assert "x-filter" in found
    assert "industry" in found
