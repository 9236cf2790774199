"""Reports and dashboards in a real browser: built by choosing, answered at once, kept, drilled into, placed by hand and by keys."""

import datetime as dt
import json
import re
import time
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, Route, expect

from odnos.analytics.store.answer import StoreError
from odnos.analytics.store.asking import Behind
from odnos.analytics.store.places import SOCKET
from odnos.engine.access.actor import Actor
from odnos.engine.records import read, write
from tests import axe
from tests.live import Live
from tests.people import ADA, NOON
from tests.web.sales import actor_of, kind, make_deal, make_pipeline

pytestmark = pytest.mark.browser
ASK = {"object": "deal", "measures": [{"kind": "count"}], "rows": [{"path": "owner"}]}


@pytest.fixture
def ada(live: Live) -> Actor:
    """Ada with three deals, and the store that counts them."""
    by = actor_of(ADA)
    stages = make_pipeline()
    for number in range(3):
        make_deal(by, stages, name=f"A{number}", amount="100 EUR")
    live.start("analytics")
    wait_for(Behind(live.data / SOCKET))
    return by


def wait_for(store: Behind, number: int = 3) -> None:
    """Wait until the store is filled and answers with so many deals."""
    end = time.monotonic() + 90
    while True:
        try:
            if store.ask("SELECT count(*) FROM deal").rows == [(number,)]:
                return
        except StoreError:
            pass
        assert time.monotonic() < end
        time.sleep(0.2)


def board(ada: Actor) -> int:
    tiles = [
        {"key": "a", "x": 0, "y": 0, "w": 6, "h": 3, "title": "First", "ask": ASK},
        {"key": "b", "x": 6, "y": 0, "w": 6, "h": 3, "title": "Second", "ask": ASK},
    ]
    given = {"name": "Sales", "tiles": json.dumps(tiles)}
    return write.create(kind("dashboard"), given, by=ada, at=NOON).id


def places(ada: Actor, number: int) -> dict[str, list[int]]:
    kept = json.loads(read.get(kind("dashboard"), number, by=ada)["tiles"])
    return {tile["key"]: [tile[name] for name in "xywh"] for tile in kept}


def test_a_report_is_built_by_choosing_kept_and_drilled_into(
    live: Live, ada: Actor, sign_in: Callable[[], Page]
):
    page = sign_in()
    page.goto(f"{live.url}/reports/new?object=deal")
    expect(page.locator("#result tfoot")).to_contain_text("3")

    page.locator("#d-path-new").select_option("owner")
    expect(page.locator("#result tbody")).to_contain_text("Ada")
    page.locator("#m-kind-0").select_option("sum")
    expect(page.locator("#result tfoot")).to_contain_text("€300")
    expect(page.locator("#chart-line")).to_be_disabled()
    page.locator("label:has(#chart-bar)").click()
    expect(page.locator("#result .plot-picture")).to_be_visible()
    expect(page.locator("#chart-bar")).to_be_focused()
    assert page.locator("#chart-bar").bounding_box()["width"] == 1
    expect(page).to_have_url(re.compile("bar"))
    address = page.url

    page.go_back()
    expect(page.locator("#chart-table")).to_be_checked()
    page.goto(address)
    expect(page.locator("#chart-bar")).to_be_checked()
    assert axe.faults(page) == []

    page.get_by_role("link", name="Save").click()
    page.locator("dialog #field-name").fill("By owner")
    page.locator("dialog button[type=submit]").click()
    expect(page.locator("h1")).to_contain_text("By owner")
    expect(page.locator("#result tfoot")).to_contain_text("€300")
    page.locator("#result tbody .figure-link").first.click()
    expect(page.locator("h1")).to_contain_text("Deals")
    expect(page.locator("tbody .row")).to_have_count(3)


def test_a_condition_of_one_figure_is_built_as_in_lists(live: Live, ada: Actor, sign_in: Callable[[], Page]):
    page = sign_in()
    page.goto(f"{live.url}/reports/new?object=deal")
    expect(page.locator("#result tfoot")).to_contain_text("3")

    page.get_by_role("button", name="of all").click()
    row = page.locator("#m-where-0 .builder-row")
    row.locator("select").nth(0).select_option("name")
    row.locator("select").nth(1).select_option("contains")
    row.locator("input").fill("A1")
    page.locator("#m-where-0").get_by_role("button", name="Show").click()

    expect(page.locator("#result tfoot")).to_contain_text("1")
    expect(page.get_by_role("button", name="with a condition")).to_be_visible()
    assert "A1" in page.url


def test_tiles_are_moved_by_keys_sized_and_undone(live: Live, ada: Actor, sign_in: Callable[[], Page]):
    number = board(ada)
    page = sign_in()
    page.goto(f"{live.url}/dashboards/{number}?arrange=1")
    expect(page.locator("#tile-a .tile-inside")).to_contain_text("Ada")
    grip = page.locator("#tile-a [data-grip]")

    grip.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Shift+ArrowDown")
    expect(page.locator("#announcer")).to_have_text("Column 2, row 1, 6 wide, 4 high")
    expect(grip).to_be_focused()
    expect(page.locator(".toast")).to_contain_text("placed")

    assert places(ada, number) == {"a": [1, 0, 6, 4], "b": [6, 4, 6, 3]}
    assert axe.faults(page) == []
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("#tile-a")).to_have_attribute("data-x", "0")
    assert places(ada, number) == {"a": [0, 0, 6, 3], "b": [6, 0, 6, 3]}


def test_a_tile_is_dragged_below_another_and_sized_at_its_corner(
    live: Live, ada: Actor, sign_in: Callable[[], Page]
):
    number = board(ada)
    page = sign_in()
    page.set_viewport_size({"width": 1400, "height": 900})
    page.goto(f"{live.url}/dashboards/{number}?arrange=1")
    expect(page.locator("#tile-b .tile-inside")).to_contain_text("Ada")
    drag_by(page, "#tile-b [data-grip]", -700, 300)
    expect(page.locator("#tile-b")).to_have_attribute("data-x", "0")
    expect(page.locator(".toast")).to_contain_text("placed")
    moved = places(ada, number)
    drag_by(page, "#tile-b [data-corner]", 700, 0)
    expect(page.locator("#tile-b")).to_have_attribute("data-w", "12")

    assert moved["b"][0] == 0
    assert moved["b"][1] == 3


def test_on_paper_tiles_are_as_wide_as_the_page(live: Live, ada: Actor, sign_in: Callable[[], Page]):
    number = board(ada)
    page = sign_in()
    page.goto(f"{live.url}/dashboards/{number}")
    expect(page.locator("#tile-b .tile-inside")).to_contain_text("Ada")
    page.emulate_media(media="print")

    widths = page.evaluate(
        "['.grid-board', '#tile-a', '#tile-b'].map(name => document.querySelector(name).offsetWidth)"
    )
    assert widths == [widths[0]] * 3


def drag_by(page: Page, selector: str, x: int, y: int) -> None:
    box = page.locator(selector).bounding_box()
    assert box is not None
    start = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move(start[0] + x / 2, start[1] + y / 2, steps=5)
    page.mouse.move(start[0] + x, start[1] + y, steps=5)
    page.mouse.up()


def test_a_phone_has_tiles_below_each_other_and_no_sideways_scroll(
    live: Live, ada: Actor, sign_in: Callable[[], Page]
):
    number = board(ada)
    page = sign_in()
    page.set_viewport_size({"width": 375, "height": 800})
    for address in (f"/dashboards/{number}", "/reports/new?object=deal", "/reports", "/dashboards"):
        page.goto(f"{live.url}{address}")
        page.wait_for_load_state("networkidle")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address
        assert axe.faults(page) == [], address


def test_tiles_count_again_when_the_data_have_changed_and_only_then(
    live: Live, ada: Actor, sign_in: Callable[[], Page]
):
    ask = {"object": "deal", "measures": [{"kind": "count"}], "chart": "number"}
    tile = {"key": "a", "x": 0, "y": 0, "w": 3, "h": 2, "title": "Deals", "ask": ask}
    given = {"name": "Live", "tiles": json.dumps([tile])}
    number = write.create(kind("dashboard"), given, by=ada, at=dt.datetime.now(dt.UTC)).id
    page = sign_in()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/tiles/a" in request.url else None)
    page.goto(f"{live.url}/dashboards/{number}")
    expect(page.locator("#tile-a .big")).to_have_text("3")
    page.wait_for_load_state("networkidle")
    look(page)
    assert len(asked) == 1

    stage = read.query(kind("deal"), by=ada, at=NOON, sort="id", limit=1).rows[0]
    values = {"name": "A3", "pipeline": stage["pipeline"], "stage": stage["stage"]}
    write.create(kind("deal"), values, by=ada, at=dt.datetime.now(dt.UTC))
    wait_for(Behind(live.data / SOCKET), 4)
    look(page)

    expect(page.locator("#tile-a .big")).to_have_text("4")
    assert len(asked) == 2


def look(page: Page) -> None:
    """Come back to the page, which looks then whether the data are newer."""
    with page.expect_response("**/dashboards/fresh"):
        page.evaluate("window.dispatchEvent(new Event('focus'))")
    page.wait_for_timeout(300)


def test_a_question_that_is_being_counted_is_taken_back_by_its_ticket(
    live: Live, ada: Actor, sign_in: Callable[[], Page]
):
    page = sign_in()
    held: list[Route] = []
    page.route("**/reports/result**", lambda route: held.append(route))
    page.goto(f"{live.url}/reports/new?object=deal")
    expect(page.get_by_text("Counting…")).to_be_visible()
    button = page.locator("#result").get_by_role("button", name="Cancel")

    button.focus()
    with page.expect_response("**/reports/cancellation") as answer:
        page.keyboard.press("Enter")

    [ticket] = parse_qs(urlsplit(held[0].request.url).query)["ticket"]
    assert answer.value.status == 204
    assert parse_qs(answer.value.request.post_data or "")["ticket"] == [ticket]
    held[0].continue_()
    expect(page.locator("section#result")).to_be_visible()


def test_of_many_small_steps_one_toast_stands_for_all(live: Live, ada: Actor, sign_in: Callable[[], Page]):
    number = board(ada)
    page = sign_in()
    page.goto(f"{live.url}/dashboards/{number}?arrange=1")
    expect(page.locator("#tile-a .tile-inside")).to_contain_text("Ada")
    page.locator("#tile-a [data-grip]").focus()

    for step in range(2):
        with page.expect_response("**/layout"):
            page.keyboard.press("ArrowRight")
        expect(page.locator("#tile-a")).to_have_attribute("data-x", str(step + 1))
        expect(page.locator(".toast")).to_have_count(1)

    page.get_by_role("button", name="Undo").click()
    expect(page.locator("#tile-a")).to_have_attribute("data-x", "1")


def test_a_tile_whose_answer_never_came_says_so_in_its_place_and_asks_again(
    live: Live, ada: Actor, sign_in: Callable[[], Page]
):
    number = board(ada)
    page = sign_in()
    page.route("**/tiles/a**", lambda route: route.fulfill(status=500, body="a fault"))
    page.goto(f"{live.url}/dashboards/{number}")
    first = page.locator("#tile-a")

    expect(first.get_by_text("No answer came")).to_be_visible()
    expect(first.get_by_text("Counting…")).to_be_hidden()
    expect(page.locator("#tile-b .tile-inside")).to_contain_text("Ada")
    expect(page.locator(".toast")).to_have_count(0)

    page.unroute("**/tiles/a**")
    first.get_by_role("button", name="Try again").click()
    expect(first).to_contain_text("Ada")
    expect(first.get_by_text("No answer came")).to_have_count(0)


def test_a_question_that_is_asked_again_can_be_taken_back_again_by_keys(
    live: Live, ada: Actor, sign_in: Callable[[], Page]
):
    page = sign_in()
    page.route("**/reports/result**", lambda route: route.fulfill(status=500, body="a fault"))
    page.goto(f"{live.url}/reports/new?object=deal")
    expect(page.locator("#result").get_by_text("No answer came")).to_be_visible()
    held: list[Route] = []
    page.unroute("**/reports/result**")
    page.route(re.compile("/reports/result.*ticket="), lambda route: held.append(route))

    page.locator("#result").get_by_role("button", name="Try again").press("Enter")
    expect(page.locator("#result").get_by_role("button", name="Cancel")).to_be_visible()
    held[0].fulfill(body=TAKEN_BACK)
    again = page.locator("#result").get_by_role("button", name="Try again")
    again.press("Enter")

    expect(page.locator("#result").get_by_role("button", name="Cancel")).to_be_focused()
    expect(page.get_by_text("Counting…")).to_be_visible()


TAKEN_BACK = """<section id="result"><button type="button" id="result-turn"
  hx-get="/reports/result?object=deal&amp;wait=1" hx-target="#result" hx-swap="outerHTML">Try again</button></section>"""
