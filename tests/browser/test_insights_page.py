"""Insights before anything is known: every page says so, on a phone and to a screen reader; what is asked for is kept."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests import axe
from tests.browser.test_record_page import actor
from tests.live import Live
from tests.people import DORA
from tests.web.sales import make

pytestmark = pytest.mark.browser
PAGES = ("", "/baskets", "/demand", "/prices", "/funnel", "/cohorts", "/rating")


def test_pages_without_data_say_so_and_what_was_asked_for_stays(live: Live, sign_in: Callable[[], Page]):
    page = sign_in()
    page.set_viewport_size({"width": 375, "height": 800})
    for name in PAGES:
        page.goto(f"{live.url}/insights{name}")
        page.wait_for_load_state("networkidle")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
        assert axe.faults(page) == [], name

    page.goto(f"{live.url}/insights")
    page.locator("[name=customer]").select_option("company")
    page.locator("[name=months]").fill("9")
    page.keyboard.press("Enter")
    expect(page.locator("x-progress")).to_contain_text("Cancel")
    expect(page.locator("[name=customer]")).to_have_value("company")
    expect(page.locator("[name=months]")).to_have_value("9")
    assert axe.faults(page) == []


def test_several_products_and_kinds_are_chosen_by_keys_for_a_side_of_a_rule(
    live: Live, sign_in: Callable[[], Page]
):
    bread = make("product", actor(DORA), name="Bread", series="Baked").id
    page = sign_in()
    page.set_viewport_size({"width": 375, "height": 800})
    page.goto(f"{live.url}/insights/baskets")
    side, sent = page.get_by_label("Left side has one of"), page.locator("input[name=left_any]")

    side.fill("brea")
    expect(page.get_by_role("option", name="Bread")).to_be_visible()
    side.press("Enter")
    side.fill("bak")
    expect(page.get_by_role("option", name="Series: Baked")).to_be_visible()
    side.press("Enter")

    expect(sent).to_have_value(f"{bread},series=Baked")
    side.fill("nothing like it")
    side.press("Enter")
    expect(page.locator("x-progress")).not_to_contain_text("Cancel")
    side.fill("")
    side.press("Backspace")
    expect(sent).to_have_value(str(bread))
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert axe.faults(page) == []
