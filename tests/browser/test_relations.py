"""Records are linked from the other side of a relation, with a role: by mouse and by keys."""

import pytest
from playwright.sync_api import Page, expect

from odnos.engine.custom import actions
from odnos.engine.records import read
from tests import axe
from tests.browser.test_added_fields import enter
from tests.browser.test_record_page import actor
from tests.live import Live
from tests.people import DORA, NOON
from tests.web.sales import kind, make, make_company

pytestmark = pytest.mark.browser


def add_relation(field_kind: str, name: str, reverse: str, *roles: str) -> None:
    """Let companies lead to contacts, whose pages show from where."""
    settings = {
        "object": "company",
        "kind": field_kind,
        "name": name,
        "to": "contact",
        "reverse_name": reverse,
    }
    actions.make(settings, [{"name": role} for role in roles], by=actor(DORA), at=NOON)


def test_an_existing_record_is_chosen_on_the_other_side_with_its_role(page: Page, live: Live):
    by = actor(DORA)
    acme, bolt = make_company(by), make_company(by, name="Bolt")
    person = make("contact", by, name="Mia Kos")
    add_relation("links", "Advisers", "Advises", "Lawyer", "Auditor")
    enter(page, live)
    page.goto(f"{live.url}/contacts/{person.id}")
    add = page.get_by_role("link", name="Add: Advises")

    add.click()
    dialog = page.get_by_role("dialog", name="Advises")
    dialog.get_by_label("Company").press_sequentially("Acm")
    page.get_by_role("option", name="Acme").click()
    dialog.get_by_label("Role").select_option("lawyer")
    assert axe.faults(page) == []
    dialog.get_by_role("button", name="Add", exact=True).click()
    expect(page.locator("section", has=add)).to_contain_text("Lawyer")

    add.focus()
    page.keyboard.press("Enter")
    expect(dialog.get_by_label("Company")).to_be_focused()
    page.keyboard.type("Bol")
    expect(page.get_by_role("option", name="Bolt")).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("A")
    page.keyboard.press("Control+Enter")

    expect(page.locator("section", has=add)).to_contain_text("Auditor")
    expect(add).to_be_focused()
    page.goto(f"{live.url}/companies/{acme.id}")
    expect(page.locator("section.related", has_text="Advisers")).to_contain_text("Mia Kos")
    page.goto(f"{live.url}/companies/{bolt.id}")
    expect(page.locator("section.related", has_text="Advisers")).to_contain_text("Auditor")


def test_a_record_that_leads_to_this_one_is_made_from_the_other_side(page: Page, live: Live):
    person = make("contact", actor(DORA), name="Mia Kos")
    add_relation("link", "Keeper", "Keeps")
    enter(page, live)
    page.goto(f"{live.url}/contacts/{person.id}")

    page.get_by_role("link", name="Add: Keeps").press("Enter")
    page.locator("dialog #field-name").fill("Kos Ltd")
    page.keyboard.press("Control+Enter")

    expect(page.locator("section.related", has_text="Keeps")).to_contain_text("Kos Ltd")
    made = read.query(kind("company"), by=actor(DORA), at=NOON).rows[0]
    assert made.title == "Kos Ltd"


def test_a_record_that_is_there_is_chosen_to_lead_here_and_goes_back(page: Page, live: Live):
    by = actor(DORA)
    make_company(by, name="Kos Ltd")
    person = make("contact", by, name="Mia Kos")
    add_relation("link", "Keeper", "Keeps")
    enter(page, live)
    page.goto(f"{live.url}/contacts/{person.id}")
    keeps = page.locator("section.related", has_text="Keeps")

    page.get_by_role("link", name="Choose one that is there: Keeps").press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_label("Company")).to_be_focused()
    page.keyboard.type("Kos")
    expect(page.get_by_role("option", name="Kos Ltd")).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    assert axe.faults(page) == []
    page.keyboard.press("Control+Enter")

    expect(keeps).to_contain_text("Kos Ltd")
    page.get_by_role("button", name="Undo").click()
    expect(keeps).not_to_contain_text("Kos Ltd")
