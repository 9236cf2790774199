"""An administrator takes a field away from a role with the keyboard, and gives it back from the toast."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_added_fields import enter
from tests.browser.test_record_page import actor
from tests.live import Live
from tests.people import ADA
from tests.web.sales import make_company

pytestmark = pytest.mark.browser


def test_a_field_is_hidden_by_a_key_and_brought_back_by_the_toast(page: Page, live: Live):
    make_company(actor(ADA), employees=4711)
    enter(page, live)
    page.goto(f"{live.url}/settings/fields/company/employees/rights")
    box = page.locator("#see-representative")
    box.focus()
    page.keyboard.press("Space")

    expect(page.locator(".toast")).to_contain_text("It holds from now on.")
    expect(box).to_be_focused()
    expect(box).not_to_be_checked()
    expect(page.locator("#edit-representative")).to_be_disabled()
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.locator(".toast").get_by_role("button", name="Undo").click()
    page.goto(f"{live.url}/settings/fields/company/employees/rights")
    expect(page.locator("#see-representative")).to_be_checked()
