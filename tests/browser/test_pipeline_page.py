"""Stages are dragged into another order, saved, and that is taken back where it was said."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.hand import drag
from tests.live import Live
from tests.people import DORA, Person
from tests.web.sales import make_pipeline

pytestmark = pytest.mark.browser


def test_a_stage_is_dragged_and_the_order_taken_back(sign_in: Callable[[Person], Page], live: Live):
    stages = make_pipeline()
    page = sign_in(DORA)
    page.goto(f"{live.url}/settings/pipelines/{stages['']}")
    names = page.locator(".sortable-item input[name^=name-]")
    expect(names.nth(0)).to_have_value("New")

    drag(
        page,
        page.get_by_role("button", name="Move New"),
        page.get_by_role("button", name="Move Offer"),
        at=(8, 20),
        until=lambda: names.nth(0).input_value() == "Offer",
    )
    page.get_by_role("button", name="Save").click()

    toast = page.locator(".toast")
    expect(toast).to_contain_text("Saved.")
    expect(names.nth(0)).to_have_value("Offer")
    toast.get_by_role("button", name="Undo").click()
    expect(names.nth(0)).to_have_value("New")
