"""The palette and the search page in a real browser."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from odnos.engine.access.actor import Actor
from odnos.engine.records import write
from odnos.engine.records.row import Row
from tests import axe
from tests.live import Live
from tests.people import ADA, NOON
from tests.web.sales import actor_of, kind, make_company

pytestmark = pytest.mark.browser


def make_contact(by: Actor, *, name: str) -> Row:
    return write.create(kind("contact"), {"name": name}, by=by, at=NOON)


@pytest.fixture
def ada(live: Live) -> Actor:
    return actor_of(ADA)


def test_anybody_is_found_from_any_page_on_the_wrong_layout(
    live: Live, ada: Actor, sign_in: Callable[[], Page]
):
    make_contact(ada, name="Пётр Иванов")
    make_contact(ada, name="Ann Lime")
    page = sign_in()
    page.goto(live.url)

    page.keyboard.press("Control+k")
    page.keyboard.type("bdfyjd")
    expect(page.get_by_role("option", name="Пётр Иванов")).to_be_visible()
    expect(page.get_by_role("option", name="Ann Lime")).to_have_count(0)
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_contain_text("Пётр Иванов")


def test_what_was_opened_is_offered_before_anything_is_typed(
    live: Live, ada: Actor, sign_in: Callable[[], Page]
):
    contact = make_contact(ada, name="Пётр Иванов")
    page = sign_in()
    page.goto(f"{live.url}/contacts/{contact.id}")

    page.keyboard.press("Control+k")

    expect(page.get_by_role("group", name="Recently seen").get_by_role("option")).to_have_count(1)
    expect(page.get_by_role("option", name="New: Contact")).to_be_visible()


@pytest.mark.parametrize("width", [375, 1280])
def test_the_search_page_is_read_by_everybody(
    live: Live, ada: Actor, sign_in: Callable[[], Page], width: int
):
    make_contact(ada, name="Ann Lime")
    make_company(ada, name="Lime")
    page = sign_in()
    page.set_viewport_size({"width": width, "height": 800})

    page.goto(f"{live.url}/search?q=lime")
    expect(page.get_by_role("heading", level=2)).to_have_count(2)
    assert axe.faults(page) == []
    page.goto(f"{live.url}/search?q=nobody")
    expect(page.get_by_text("Nothing found for “nobody”.")).to_be_visible()
    assert axe.faults(page) == []
