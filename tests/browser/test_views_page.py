"""Calendars, groups, widths and nested conditions in a real browser: by mouse, by keyboard, on a phone, for everybody."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from odnos.engine.access.actor import Actor
from odnos.engine.records import read
from tests import axe
from tests.browser.test_board_page import put
from tests.hand import drag
from tests.live import Live
from tests.people import ADA
from tests.web.sales import actor_of, kind, make_company, make_deal, make_pipeline

pytestmark = pytest.mark.browser
MARCH = "/deals/calendar?view=all&day=2026-03-02"


@pytest.fixture
def ada(live: Live) -> Actor:
    return actor_of(ADA)


def closes_on(deal, ada: Actor) -> str:
    return read.get(kind("deal"), deal.id, by=ada)["closes_on"].isoformat()


def test_an_event_is_dragged_to_another_day_and_taken_back(
    live: Live, ada: Actor, sign_in: Callable[[], Page]
):
    deal = make_deal(ada, make_pipeline(), closes_on="2026-03-11")
    page = sign_in()
    page.goto(f"{live.url}{MARCH}")

    put(page, f"#event-{deal.id}", '[data-stage="2026-03-18"]')

    expect(page.locator(f'[data-stage="2026-03-18"] #event-{deal.id}')).to_be_visible()
    expect(page.locator(".toast")).to_contain_text("“Lamps” is on 18 Mar now.")
    assert closes_on(deal, ada) == "2026-03-18"
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(f'[data-stage="2026-03-11"] #event-{deal.id}')).to_be_visible()
    assert closes_on(deal, ada) == "2026-03-11"


def test_an_event_is_moved_by_keyboard_and_the_month_turned(
    live: Live, ada: Actor, sign_in: Callable[[], Page]
):
    deal = make_deal(ada, make_pipeline(), closes_on="2026-03-11")
    page = sign_in()
    page.goto(f"{live.url}{MARCH}")

    page.locator(f"#event-{deal.id}").focus()
    for key in ("Space", "ArrowDown", "ArrowRight", "Space"):
        page.keyboard.press(key)

    expect(page.locator(".toast")).to_contain_text("19 Mar")
    assert closes_on(deal, ada) == "2026-03-19"
    page.locator("#calendar-title").click()
    page.keyboard.press("n")
    expect(page.locator("#calendar-title")).to_have_text("April 2026")
    assert "day=2026-04-01" in page.url


def test_a_record_is_made_on_a_day(live: Live, ada: Actor, sign_in: Callable[[], Page]):
    make_pipeline()
    page = sign_in()
    page.goto(f"{live.url}{MARCH}")

    page.locator('td:has([data-stage="2026-03-11"])').hover()
    page.locator('td:has([data-stage="2026-03-11"]) .day-new').click()
    page.get_by_role("dialog").locator("#field-name").fill("Fresh")
    page.get_by_role("dialog").get_by_role("button", name="Create", exact=True).click()

    expect(page.locator('[data-stage="2026-03-11"] .event-name')).to_have_text(["Fresh"])


def test_a_group_opens_to_its_rows(live: Live, ada: Actor, sign_in: Callable[[], Page]):
    make_deal(ada, make_pipeline(), name="Inside", amount="100 EUR")
    page = sign_in()
    page.goto(f"{live.url}/deals?view=all&columns=name,amount")

    page.get_by_role("button", name="Group").click()
    page.get_by_label("Group by").select_option("stage")
    page.get_by_label("Sum: Amount").check()
    page.locator(".group-form").get_by_role("button", name="Show").click()
    expect(page.locator(".group-row")).to_contain_text("€100")
    page.get_by_role("button", name="Show the records").click()

    expect(page.locator(".group-inside .row-link")).to_have_text(["Inside"])
    assert axe.faults(page) == []


def test_a_column_is_made_wider_by_mouse_and_by_keyboard_and_stays_so(
    live: Live, ada: Actor, sign_in: Callable[[], Page]
):
    make_company(ada)
    page = sign_in()
    page.goto(f"{live.url}/companies?view=all")
    head = page.locator('th[data-column="name"]')
    grip = head.locator("[data-grip]").bounding_box()
    before = head.bounding_box()
    assert grip is not None
    assert before is not None

    page.mouse.move(grip["x"] + 4, grip["y"] + 10)
    page.mouse.down()
    page.mouse.move(grip["x"] + 104, grip["y"] + 10, steps=5)
    begun = page.url
    page.mouse.up()
    expect(page).not_to_have_url(begun)
    dragged = page.url
    page.locator("#sort-name").press("+")
    expect(page).not_to_have_url(dragged)
    page.reload()

    after = page.locator('th[data-column="name"]').bounding_box()
    assert after is not None
    assert abs(after["width"] - before["width"] - 116) <= 2


def test_a_column_is_moved_by_its_head(live: Live, ada: Actor, sign_in: Callable[[], Page]):
    make_company(ada)
    page = sign_in()
    page.goto(f"{live.url}/companies?view=all&columns=name,phone,industry")
    heads = page.locator("th[data-column]")

    page.locator("#sort-industry").press("Shift+ArrowLeft")
    expect(page.locator("tbody .row td >> nth=2")).to_have_attribute("data-label", "Industry")
    over = page.locator("th[data-column=phone]")
    box = over.bounding_box()
    assert box
    with page.expect_response("**/companies/columns*"):
        drag(
            page,
            page.locator("th[data-column=industry]"),
            over,
            at=(box["width"] - 10, 8),
            until=lambda: heads.nth(1).get_attribute("data-column") == "phone",
        )

    expect(page.locator("tbody .row td >> nth=2")).to_have_attribute("data-label", "Phone")


@pytest.mark.parametrize("context", [{}, {"viewport": {"width": 375, "height": 812}}], indirect=True)
def test_none_of_several_conditions_is_built_by_hand(live: Live, ada: Actor, sign_in: Callable[[], Page]):
    for name in ("Acme", "Brezje"):
        make_company(ada, name=name)
    page = sign_in()
    page.goto(f"{live.url}/companies?view=all&filter=name.is:Acme")

    page.get_by_role("button", name="Filter", exact=True).click()
    page.locator(".builder-head > select").first.select_option("none")
    page.locator(".builder").get_by_role("button", name="Show").click()

    expect(page.locator("#rows .row-link")).to_have_text(["Brezje"])
    assert "filter=not%28any%28name.is%3AAcme%29%29" in page.url
    page.get_by_role("button", name="Filter", exact=True).click()
    expect(page.locator(".builder-head > select").first).to_have_value("none")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_lane_is_folded_and_stays_so(live: Live, ada: Actor, sign_in: Callable[[], Page]):
    stages = make_pipeline()
    make_deal(ada, stages)
    page = sign_in()
    page.goto(f"{live.url}/deals/board")

    with page.expect_response("**/deals/board/fold*"):
        page.get_by_role("button", name="Fold Won").click()
    page.reload()

    expect(page.locator(f"#cards-{stages['Won']}")).to_be_hidden()
    expect(page.get_by_role("button", name="Fold Won")).to_have_attribute("aria-expanded", "false")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    "address", [MARCH, f"{MARCH}&span=agenda", "/deals/board?group=owner", "/deals?view=all&group=stage"]
)
def test_every_way_to_look_is_accessible(
    live: Live, ada: Actor, sign_in: Callable[[], Page], scheme: str, address: str
):
    make_deal(ada, make_pipeline(), closes_on="2026-03-11")
    page = sign_in()
    page.emulate_media(color_scheme=scheme)
    page.goto(f"{live.url}{address}")

    assert axe.faults(page) == []


@pytest.mark.parametrize("context", [{"viewport": {"width": 375, "height": 812}}], indirect=True)
def test_on_a_phone_a_month_is_an_agenda(live: Live, ada: Actor, sign_in: Callable[[], Page]):
    deal = make_deal(ada, make_pipeline(), closes_on="2026-03-11")
    page = sign_in()
    page.goto(f"{live.url}{MARCH}")

    expect(page.locator(f"#event-{deal.id}")).to_be_visible()
    expect(page.locator('td:has([data-stage="2026-03-12"])')).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth") == 375
    assert axe.faults(page) == []
