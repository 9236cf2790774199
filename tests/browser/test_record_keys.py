"""A deal is worked by keyboard alone: the keyboard never falls back to the top of the page."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from odnos.engine.access.actor import Actor, actor_for
from odnos.engine.access.models import User
from odnos.engine.records import write
from odnos.objects.registry import registry
from tests.live import Live
from tests.people import ADA, NOON, Person
from tests.web.sales import make_deal, make_pipeline

pytestmark = pytest.mark.browser
SignIn = Callable[[Person], Page]


def actor(person: Person) -> Actor:
    return actor_for(User._base_manager.get(email=person.email))


def deal_with_a_line() -> int:
    by, dora = actor(ADA), actor(Person("Dora", "administrator", "Office"))
    deal = make_deal(by, make_pipeline())
    lamp = write.create(registry.get("product"), {"name": "Lamp", "price": "12.50 EUR"}, by=dora, at=NOON)
    line = {"deal": deal.id, "product": lamp.id, "quantity": 2}
    write.create(registry.get("deal_line"), line, by=by, at=NOON)
    return deal.id


def test_the_keyboard_stays_where_the_work_is(sign_in: SignIn, live: Live):
    deal = deal_with_a_line()
    page = sign_in(ADA)
    page.goto(f"{live.url}/deals/{deal}")

    note = page.locator("#compose-body")
    note.focus()
    page.keyboard.type("Called them")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#timeline .entry-body").first).to_have_text("Called them")
    expect(note).to_be_focused()
    expect(note).to_have_value("")

    page.get_by_role("button", name="Offer", exact=True).focus()
    page.keyboard.press("Enter")
    expect(page.locator(".stages .is-current")).to_contain_text("Offer")
    expect(page.locator(".stages .is-current button")).to_be_focused()

    page.get_by_role("button", name="Lost", exact=True).focus()
    page.keyboard.press("Enter")
    expect(page.locator("dialog [name=lost_reason]")).to_be_focused()
    page.keyboard.type("Price")
    page.keyboard.press("Enter")
    expect(page.locator(".stages .is-current")).to_contain_text("Lost")
    expect(page.locator(".stages .is-current button")).to_be_focused()


def test_the_keyboard_goes_on_when_the_record_was_drawn_again_beneath_a_dialog(sign_in: SignIn, live: Live):
    page = sign_in(ADA)
    page.goto(f"{live.url}/deals/{deal_with_a_line()}")
    page.get_by_role("button", name="Lost", exact=True).focus()
    page.keyboard.press("Enter")
    expect(page.locator("dialog [name=lost_reason]")).to_be_focused()

    page.evaluate(
        "() => { const record = document.getElementById('record'); record.outerHTML = record.outerHTML }"
    )
    page.wait_for_timeout(300)
    page.keyboard.press("Escape")

    expect(page.locator("#dialog-host dialog")).to_have_count(0)
    expect(page.locator(".stages .is-current button")).to_be_focused()


def test_tab_goes_from_cell_to_cell_of_the_lines(sign_in: SignIn, live: Live):
    deal = deal_with_a_line()
    page = sign_in(ADA)
    page.goto(f"{live.url}/deals/{deal}")

    page.locator(".lines td[data-field=quantity]").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".lines input[name=quantity]")).to_be_focused()
    page.locator(".lines input[name=quantity]").fill("5")
    page.keyboard.press("Tab")
    expect(page.locator(".lines input[name=unit_price]")).to_be_focused()
    page.keyboard.press("Escape")

    expect(page.locator(".lines tfoot")).to_contain_text("€62.50")
    expect(page.locator(".lines td[data-field=unit_price]")).to_be_focused()
