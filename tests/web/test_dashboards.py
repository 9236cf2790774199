"""Dashboards on a page: tiles that answer by themselves, placed and undone, narrowed together, shared, and begun from presets."""

import datetime as dt
import json
import re

import pytest

from odnos.analytics.saved import presets, tiles
from odnos.analytics.saved.tiles import Tile
from odnos.engine.outbox.emit import emit
from odnos.engine.outbox.models import Event
from odnos.engine.records import read, write
from odnos.objects.registry import registry
from tests.access.keeping import keep_from
from tests.people import NOON
from tests.web.sales import browser_of, make_deal, make_pipeline

ASK = {"object": "deal", "measures": [{"kind": "count"}], "rows": [{"path": "owner"}]}
PART = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def sales(cast, analytics):
    """Three deals of Ada and one of Ben, and the store that knows them."""
    stages = make_pipeline()
    for number in range(3):
        make_deal(cast.ada, stages, name=f"A{number}", amount="100 EUR")
    make_deal(cast.ben, stages, name="B", amount="50 EUR")
    analytics.refresh()
    return stages


def board(by, *places, **values):
    """Return a dashboard with tiles (key, x, y, w, h) that all ask the same."""
    made = [dict(zip(("key", "x", "y", "w", "h"), place, strict=True), ask=ASK) for place in places]
    given = {"name": "Sales", "tiles": json.dumps(made), **values}
    return write.create(registry.get("dashboard"), given, by=by, at=NOON)


def places(row, by):
    kept = json.loads(read.get(row.type, row.id, by=by)["tiles"])
    return [(tile["key"], tile["x"], tile["y"], tile["w"], tile["h"]) for tile in kept]


def test_each_tile_answers_by_itself_with_what_the_reader_may_see(cast, sales):
    row = board(cast.ada, ("a", 0, 0, 6, 4), audience="team")

    page = browser_of(cast.ada).get(f"/dashboards/{row.id}").content.decode()
    mine = browser_of(cast.ada).get(f"/dashboards/{row.id}/tiles/a?person=me", **PART).content.decode()
    every = browser_of(cast.ben).get(f"/dashboards/{row.id}/tiles/a", **PART).content.decode()

    assert f'hx-get="/dashboards/{row.id}/tiles/a?' in page
    assert ("Ada" in mine, "Ben" in mine) == (True, False)
    assert ("Ada" in every, "Ben" in every) == (True, True)
    assert browser_of(cast.cleo).get(f"/dashboards/{row.id}").status_code == 404
    assert browser_of(cast.cleo).get(f"/dashboards/{row.id}/tiles/a").status_code == 404


def test_tiles_are_placed_and_the_placing_is_undone(cast, sales):
    row = board(cast.ada, ("a", 0, 0, 6, 4), ("b", 6, 0, 6, 4))
    ada = browser_of(cast.ada)
    wanted = [{"key": "a", "x": 6, "y": 0, "w": 6, "h": 4}, {"key": "b", "x": 0, "y": 0, "w": 6, "h": 4}]
    answer = ada.post(
        f"/dashboards/{row.id}/layout", {"tiles": json.dumps(wanted), "version": row.version}, **PART
    )
    moved = places(row, cast.ada)
    undo = json.loads(answer["HX-Trigger"])["toast"]["undo"]
    ada.post(undo)

    assert answer.json() == {"version": row.version + 1}
    assert moved == [("b", 0, 0, 6, 4), ("a", 6, 0, 6, 4)]
    assert places(row, cast.ada) == [("a", 0, 0, 6, 4), ("b", 6, 0, 6, 4)]


def test_a_placing_upon_an_older_version_and_by_strangers_changes_nothing(cast, sales):
    row = board(cast.ada, ("a", 0, 0, 6, 4), audience="team")
    wanted = {"tiles": json.dumps([{"key": "a", "x": 3, "y": 0, "w": 3, "h": 2}])}
    ada = browser_of(cast.ada)
    first = ada.post(f"/dashboards/{row.id}/layout", wanted | {"version": row.version}, **PART)
    now = places(row, cast.ada)

    late = ada.post(
        f"/dashboards/{row.id}/layout",
        {"tiles": json.dumps([{"key": "a", "x": 0, "y": 0, "w": 1, "h": 1}]), "version": row.version},
        **PART,
    )
    by_ben = browser_of(cast.ben).post(
        f"/dashboards/{row.id}/layout", {"tiles": "[]", "version": row.version + 1}
    )
    by_cleo = browser_of(cast.cleo).post(f"/dashboards/{row.id}/layout", wanted)
    wrong = ada.post(f"/dashboards/{row.id}/layout", {"tiles": "{"}, **PART)

    assert [first.status_code, late.status_code, by_ben.status_code, by_cleo.status_code] == [
        200,
        409,
        403,
        404,
    ]
    assert wrong.status_code == 422
    assert places(row, cast.ada) == now == [("a", 3, 0, 3, 2)]


def test_a_tile_is_sized_and_taken_away_without_a_script(cast, sales):
    row = board(cast.ada, ("a", 0, 0, 6, 4), ("b", 6, 0, 6, 4))
    ada = browser_of(cast.ada)
    ada.post(
        f"/dashboards/{row.id}/tiles/a/settings", {"title": "Mine", "x": "1", "y": "1", "w": "12", "h": "2"}
    )
    sized = places(row, cast.ada)
    ada.post(f"/dashboards/{row.id}/tiles/b/removal")

    assert sized == [("a", 0, 0, 12, 2), ("b", 6, 2, 6, 4)]
    assert places(row, cast.ada) == [("a", 0, 0, 12, 2)]
    assert ada.get(f"/dashboards/{row.id}/tiles/b").status_code == 404


def test_a_report_is_put_on_a_dashboard_and_follows_what_becomes_of_it(cast, sales):
    ada = browser_of(cast.ada)
    report = write.create(
        registry.get("report"), {"name": "By owner", "definition": json.dumps(ASK)}, by=cast.ada, at=NOON
    )
    href = ada.post("/dashboards/tile", {"base": f"/reports/{report.id}", "name": "New", "dashboard": ""})[
        "Location"
    ]
    shown = ada.get(f"{href}/tiles/t1", **PART).content.decode()
    write.delete(report.type, [report.id], by=cast.ada, at=NOON)
    gone = ada.get(f"{href}/tiles/t1", **PART).content.decode()

    assert "By owner" in shown
    assert f'href="/reports/{report.id}"' in shown
    assert "is gone, or not shared with you" in gone


def test_a_question_without_a_name_stands_on_a_dashboard_too(cast, sales):
    row = board(cast.ada, ("a", 0, 0, 6, 4))
    answer = browser_of(cast.ada).post(
        "/dashboards/tile", {"ask": json.dumps(ASK), "dashboard": str(row.id), "title": "Again"}
    )

    assert answer["Location"] == f"/dashboards/{row.id}"
    assert places(row, cast.ada) == [("a", 0, 0, 6, 4), ("t1", 6, 0, 6, 4)]


@pytest.mark.parametrize("key", [item.key for item in presets.PRESETS])
def test_every_tile_of_every_preset_has_an_answer(cast, sales, key):
    ada = browser_of(cast.ada)
    page = ada.get(f"/dashboards/preset/{key}")
    found = re.findall(r'hx-get="(/dashboards/preset/[^"]+)"', page.content.decode())

    assert len(found) == len(presets.tiles_of(presets.get(key), by=cast.ada)) >= 8
    for href in found:
        shown = ada.get(href.replace("&amp;", "&"), **PART)
        assert shown.status_code == 200
        assert "cannot be asked" not in shown.content.decode(), href


def test_a_preset_becomes_ones_own_and_the_first_thing_one_sees(cast, sales):
    ada = browser_of(cast.ada)
    before = ada.get("/dashboards/mine")["Location"]
    href = ada.post("/dashboards/preset/representative/copy")["Location"]

    assert before == "/dashboards/preset/representative"
    assert ada.get("/dashboards/mine")["Location"] == href.partition("?")[0]
    assert browser_of(cast.ben).get(href).status_code == 404


def test_a_dashboard_is_shared_by_its_owner_and_given_to_a_role_by_a_manager(cast, sales):
    row = board(cast.max, ("a", 0, 0, 6, 4))
    given = {"name": "For all", "audience": "everyone", "role": "representative", "version": row.version}
    done = browser_of(cast.max).post(f"/dashboards/{row.id}/settings", given)
    refused = browser_of(cast.ada).post(f"/dashboards/{row.id}/settings", {"name": "Taken"})

    assert done["Location"] == f"/dashboards/{row.id}"
    assert refused.status_code == 403
    assert browser_of(cast.cleo).get("/dashboards/mine")["Location"] == f"/dashboards/{row.id}"


def test_a_tile_whose_store_is_away_says_so_and_offers_to_try_again(cast, sales, monkeypatch):
    from odnos.analytics.store.answer import Unavailable

    def away(*_given, **_named):
        raise Unavailable("The store is being filled.")

    row = board(cast.ada, ("a", 0, 0, 6, 4))
    monkeypatch.setattr("odnos.analytics.reports.answering.run", away)
    shown = browser_of(cast.ada).get(f"/dashboards/{row.id}/tiles/a", **PART).content.decode()

    assert "The store is being filled." in shown
    assert "Try again" in shown


def test_how_new_the_data_are_is_said_cheaply(cast, analytics):
    said = browser_of(cast.ada).get("/dashboards/fresh").json()

    assert said["as_of"].startswith("2026-03-02T12:00")
    assert said["changed"] == Event.objects.latest("pk").at.isoformat()


def test_what_the_store_has_not_yet_is_no_news(cast, analytics):
    before = browser_of(cast.ada).get("/dashboards/fresh").json()["changed"]
    emit("deal.updated", object_key="deal", records=[1], by=cast.ada, at=NOON + dt.timedelta(days=1))

    assert browser_of(cast.ada).get("/dashboards/fresh").json()["changed"] == before


def test_tiles_make_room_and_move_up():
    a, b, c = (Tile(key=key, x=x, y=y, w=6, h=2) for key, x, y in (("a", 0, 0), ("b", 6, 0), ("c", 0, 2)))

    def placed(*given, first=""):
        return [(tile.key, tile.x, tile.y) for tile in tiles.settled(given, first)]

    assert placed(a, b, c) == [("a", 0, 0), ("b", 6, 0), ("c", 0, 2)]
    assert placed(b, c) == [("b", 6, 0), ("c", 0, 0)]
    assert placed(a, b, Tile(key="c", x=3, y=0, w=6, h=2), first="c") == [
        ("c", 3, 0),
        ("a", 0, 2),
        ("b", 6, 2),
    ]


def test_what_a_hidden_field_is_called_stands_in_no_chip_and_in_no_note(cast, sales):
    kept = {"audience": "everyone", "about": "deal", "only": "name.not_empty,amount.gt:98765"}
    row = board(cast.dora, ("a", 0, 0, 6, 4), **kept)
    ask = {"object": "company"}
    tile = [{"key": "b", "ask": ask}]
    other = board(cast.dora, **{**kept, "tiles": json.dumps(tile)})
    assert "Amount" in browser_of(cast.ada).get(f"/dashboards/{row.id}").content.decode()
    assert "Amount" in browser_of(cast.ada).get(f"/dashboards/{other.id}/tiles/b", **PART).content.decode()

    keep_from(cast, ("deal", "amount"))

    page = browser_of(cast.ada).get(f"/dashboards/{row.id}").content.decode()
    answers = [
        browser_of(cast.ada).get(f"/dashboards/{number}/tiles/{key}", **PART).content.decode()
        for number, key in ((row.id, "a"), (other.id, "b"))
    ]
    assert "filter-chip" in page
    assert not any("Amount" in told for told in (page, *answers))
    assert "Ada" not in answers[0]


def test_a_tile_with_nothing_but_noughts_says_what_it_counts_instead_of_bare_axes(cast, sales):
    """Months without a deal are lines with noughts; a picture of them would be axes and nothing else."""
    lost = {
        **ASK,
        "rows": [{"path": "created_at", "grain": "month"}],
        "period": {"path": "created_at", "span": "last_12_months"},
        "where": "name.is:nobody",
        "chart": "stacked",
        "columns": [{"path": "stage"}],
    }
    row = board(cast.ada)
    drawn = {**lost, "where": ""}
    made = [
        {"key": key, "x": 0, "y": 0, "w": 6, "h": 4, "ask": asked}
        for key, asked in (("none", lost), ("some", drawn))
    ]
    write.update(row.type, row.id, {"tiles": json.dumps(made)}, by=cast.ada, at=NOON, version=row.version)

    none, some = (
        browser_of(cast.ada).get(f"/dashboards/{row.id}/tiles/{key}", **PART).content.decode()
        for key in ("none", "some")
    )
    address = {"ask": json.dumps(lost)}
    page = browser_of(cast.ada).get("/reports/result", address, **PART).content.decode()

    assert ("Nothing to count here yet." in none, '<svg class="chart' in none) == (True, False)
    assert "Name is nobody" in none
    assert ("Nothing to count here yet." in some, '<svg class="chart' in some) == (False, True)
    assert "There is nothing to draw" in page
    assert '<svg class="chart' not in page
