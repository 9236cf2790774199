"""Kinds of record and territories, made and filled by somebody who has a phone in the dark and only keys."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from odnos.engine.records import read
from tests import axe
from tests.browser.test_added_fields import enter
from tests.browser.test_record_page import actor
from tests.live import Live
from tests.people import DORA, NOON
from tests.web.sales import kind, make_company

pytestmark = pytest.mark.browser
PHONE: Any = {"viewport": {"width": 375, "height": 800}, "color_scheme": "dark", "locale": "en-GB"}
FOCUSED = "[document.activeElement.getAttribute('aria-label') || document.activeElement.innerText || document.activeElement.name]"


def tab_to(page: Page, name: str) -> None:
    """Press Tab until something that is called `name` has the focus."""
    for _step in range(90):
        page.keyboard.press("Tab")
        if page.evaluate(f"{FOCUSED}[0].trim()") == name:
            return
    raise AssertionError(f"No Tab leads to {name}.")


@pytest.mark.parametrize("context", [PHONE], indirect=True)
def test_a_kind_of_record_is_made_and_filled_by_keys(page: Page, live: Live):
    enter(page, live)
    page.goto(f"{live.url}/settings/objects")
    tab_to(page, "Add a kind of record")
    page.keyboard.press("Enter")
    page.wait_for_url("**/settings/objects/new")
    expect(page.locator("#field-name")).to_be_focused()
    page.keyboard.type("Vehicle")
    page.keyboard.press("Tab")
    page.keyboard.type("Vehicles")
    assert axe.faults(page) == []
    page.keyboard.press("Enter")

    page.wait_for_url("**/settings/fields/c_vehicle")
    tab_to(page, "Add a field")
    page.keyboard.press("Enter")
    page.wait_for_url("**/settings/fields/c_vehicle/new")
    tab_to(page, "Text\nOne line: a number of a contract, a plate")
    page.keyboard.press("Enter")
    expect(page.locator("#field-name")).to_be_focused()
    page.keyboard.type("Plate")
    page.keyboard.press("Enter")
    page.wait_for_url("**/settings/fields/c_vehicle")

    page.goto(f"{live.url}/vehicles")
    tab_to(page, "Create the first one")
    page.keyboard.press("Enter")
    expect(page.locator("dialog #field-name")).to_be_focused()
    page.keyboard.type("White van")
    page.keyboard.press("Tab")
    page.keyboard.type("LJ-1")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#record")).to_contain_text("LJ-1")
    assert axe.faults(page) == []


@pytest.mark.parametrize("context", [PHONE], indirect=True)
def test_a_territory_is_made_by_keys_and_says_first_what_would_move(page: Page, live: Live):
    company = make_company(actor(DORA))
    enter(page, live)
    page.goto(f"{live.url}/settings/territories")
    tab_to(page, "Add a territory")
    page.keyboard.press("Enter")
    expect(page.locator("#field-name")).to_be_focused()
    page.keyboard.type("North")
    tab_to(page, "people")
    page.keyboard.press("Space")
    tab_to(page, "Companies")
    page.keyboard.press("Enter")
    tab_to(page, "Value")
    page.keyboard.type("Acme")
    tab_to(page, "What would move?")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").first).to_contain_text("Companies: 1")
    assert axe.faults(page) == []

    tab_to(page, "Save")
    page.keyboard.press("Enter")

    expect(page.locator(".toast")).to_contain_text("Records are being moved")
    expect(page.locator("h2").first).to_have_text("North")
    rule = read.query(kind("territory_rule"), by=actor(DORA), at=NOON).rows[0]
    assert (rule["object"], company.title in rule["filter"]) == ("company", True)
