"""Stages are dragged into another order, saved, and that is taken back where it was said."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

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

    grips = page.locator(".grip")
    start, goal = grips.nth(0).bounding_box(), grips.nth(1).bounding_box()
    assert start
    assert goal
    page.mouse.move(start["x"] + 8, start["y"] + 8)
    page.mouse.down()
    page.mouse.move(start["x"] + 8, start["y"] + 30, steps=5)
    page.mouse.move(goal["x"] + 8, goal["y"] + 20, steps=10)
    expect(names.nth(0)).to_have_value("Offer")
    page.mouse.up()
    page.get_by_role("button", name="Save").click()

    toast = page.locator(".toast")
    expect(toast).to_contain_text("Saved.")
    expect(names.nth(0)).to_have_value("Offer")
    toast.get_by_role("button", name="Undo").click()
    expect(names.nth(0)).to_have_value("New")
