"""Insights before anything is known: every page says so, on a phone and to a screen reader; what is asked for is kept."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests import axe
from tests.live import Live

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
