"""An administrator chooses a scope in the matrix with the keyboard, and takes it back from the toast."""

import pytest
from playwright.sync_api import Page, expect

from odnos.engine.access.models import RoleDefinition, RoleRight
from tests.browser.test_added_fields import enter
from tests.live import Live

pytestmark = pytest.mark.browser


def test_a_scope_is_chosen_by_keys_and_taken_back_by_the_toast(page: Page, live: Live):
    role = RoleDefinition.objects.get(code="representative")
    enter(page, live)
    page.goto(f"{live.url}/settings/roles/{role.pk}")
    cell = page.get_by_label("Companies: See")
    expect(cell).to_have_value("")
    cell.focus()
    page.keyboard.press("O")

    expect(page.locator(".toast")).to_contain_text("It holds from now on.")
    expect(cell).to_have_value("own")
    expect(cell).to_be_focused()
    assert RoleRight.objects.get(role=role, object="company", deed="see").scope == "own"
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.locator(".toast").get_by_role("button", name="Undo").click()
    page.goto(f"{live.url}/settings/roles/{role.pk}")
    expect(page.get_by_label("Companies: See")).to_have_value("")
