"""The page of a record in a real browser: edited by two at once, by keyboard, in a panel, and by the accessibility checker."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

from odnos.engine.access.actor import Actor, actor_for
from odnos.engine.access.models import User
from odnos.engine.records import read, write
from odnos.objects.registry import registry
from tests import axe
from tests.live import Live
from tests.people import ADA, BEN, NOON, PASSWORD, Person
from tests.web.sales import make_company, make_deal, make_pipeline

pytestmark = pytest.mark.browser
SignIn = Callable[[Person], Page]


def actor(person: Person) -> Actor:
    return actor_for(User._base_manager.get(email=person.email))


def deal_in(live: Live) -> int:
    """Make a deal of Ada's with a company, a person, a line and a note; return its id."""
    by, dora = actor(ADA), actor(Person("Dora", "administrator", "Office"))
    stages = make_pipeline()
    company = make_company(by)
    person = write.create(registry.get("contact"), {"name": "Mia Kos", "company": company.id}, by=by, at=NOON)
    deal = make_deal(by, stages, company=company.id, contacts=[{"id": person.id, "role": "champion"}])
    lamp = write.create(registry.get("product"), {"name": "Lamp", "price": "12.50 EUR"}, by=dora, at=NOON)
    write.create(
        registry.get("deal_line"), {"deal": deal.id, "product": lamp.id, "quantity": 2}, by=by, at=NOON
    )
    write.create(registry.get("note"), {"about": deal.reference, "body": "Called"}, by=by, at=NOON)
    return deal.id


def field(page: Page, name: str):
    return page.locator(f".field-row[data-field={name}]")


def change(page: Page, name: str, value: str) -> None:
    field(page, name).locator("dd").click()
    page.locator(f".edit [name={name}]").fill(value)
    page.keyboard.press("Enter")


def settled(page: Page) -> None:
    """Wait until htmx is done with what it put in: nobody is as quick as a test."""
    expect(page.locator(".htmx-request, .htmx-settling, .htmx-swapping, .htmx-added")).to_have_count(0)


def test_two_who_change_one_field_are_asked_which_value_stands(sign_in: SignIn, live: Live, browser: Browser):
    deal = deal_in(live)
    ada = sign_in(ADA)
    other = browser.new_context()
    ben = other.new_page()
    ben.goto(f"{live.url}/sign-in")
    ben.get_by_label("E-mail").fill(BEN.email)
    ben.get_by_label("Password", exact=True).fill(PASSWORD)
    ben.get_by_role("button", name="Sign in").click()
    ben.wait_for_url(lambda url: "/sign-in" not in url)
    for page in (ada, ben):
        page.goto(f"{live.url}/deals/{deal}")

    change(ben, "name", "Lamps for the hall")
    expect(field(ben, "name")).to_contain_text("Lamps for the hall")
    change(ada, "name", "Lamps for the garden")
    dialog = ada.get_by_role("dialog", name="Changed meanwhile")
    expect(dialog).to_contain_text("Ben changed")
    expect(dialog).to_contain_text("Lamps for the hall")
    expect(dialog).to_contain_text("Lamps for the garden")
    assert axe.faults(ada) == []
    dialog.get_by_role("button", name="Save my choice").click()

    expect(field(ada, "name")).to_contain_text("Lamps for the garden")
    assert read.get(registry.get("deal"), deal, by=actor(ADA))["name"] == "Lamps for the garden"
    other.close()


def test_a_deal_is_worked_to_its_end_by_hand(sign_in: SignIn, live: Live):
    deal = deal_in(live)
    page = sign_in(ADA)
    page.goto(f"{live.url}/deals/{deal}")
    assert axe.faults(page) == []

    change(page, "amount", "1,250.50")
    expect(field(page, "amount")).to_contain_text("€1,250.50")
    page.get_by_role("textbox", name="Note").fill("They want it by Friday")
    page.get_by_role("button", name="Add note").click()
    expect(page.locator("#timeline")).to_contain_text("They want it by Friday")
    settled(page)
    page.get_by_role("tab", name="Task").click()
    page.locator("#compose-task input[name=name]").fill("Send the contract")
    page.get_by_role("button", name="Add task").click()
    page.get_by_role("button", name="Done: Send the contract").click()
    expect(page.get_by_role("button", name="Reopen: Send the contract")).to_be_visible()
    page.get_by_role("button", name=re.compile("^Offer")).click()
    expect(page.locator(".stage.is-current")).to_contain_text("Offer")
    page.get_by_role("button", name="Won", exact=True).first.click()
    expect(page.locator(".toast").last).to_contain_text("Well done!")

    expect(page.locator("#timeline")).to_contain_text("Ada moved the deal from Offer to Won")
    row = read.get(registry.get("deal"), deal, by=actor(ADA))
    assert (row["status"], str(row["amount"])) == ("won", "1250.50 EUR")


def test_a_lost_deal_says_why_and_can_be_reopened(sign_in: SignIn, live: Live):
    deal = deal_in(live)
    page = sign_in(ADA)
    page.goto(f"{live.url}/deals/{deal}")

    page.locator(".stage-button").last.click()
    dialog = page.get_by_role("dialog", name="Why was it lost?")
    expect(dialog).to_be_visible()
    assert axe.faults(page) == []
    dialog.locator("[name=lost_reason]").fill("Price")
    dialog.get_by_role("button", name="Mark as lost").click()

    expect(page.locator(".stage.is-lost.is-current")).to_be_visible()
    expect(dialog).to_be_hidden()
    page.get_by_role("button", name="Reopen", exact=True).click()
    expect(page.locator(".stage.is-current")).to_contain_text("New")


def test_a_mistake_stands_at_the_field_and_escape_forgets_it(sign_in: SignIn, live: Live):
    deal = deal_in(live)
    page = sign_in(ADA)
    page.goto(f"{live.url}/deals/{deal}")

    change(page, "amount", "a lot")
    expect(page.locator(".edit .error")).to_contain_text("is not an amount of money")
    page.keyboard.press("Escape")

    expect(field(page, "amount")).to_contain_text("€100")
    assert read.get(registry.get("deal"), deal, by=actor(ADA)).version == 1


def test_a_line_is_edited_in_its_cell_and_the_sum_follows(sign_in: SignIn, live: Live):
    deal = deal_in(live)
    page = sign_in(ADA)
    page.goto(f"{live.url}/deals/{deal}")

    page.locator(".lines td[data-field=quantity]").click()
    page.keyboard.press("Enter")
    page.locator(".lines input[name=quantity]").fill("5")
    page.keyboard.press("Enter")

    expect(page.locator(".lines tfoot")).to_contain_text("€62.50")
    page.get_by_role("button", name="Set the amount to €62.50").click()
    expect(field(page, "amount")).to_contain_text("€62.50")


def test_a_double_is_warned_of_merged_and_the_merge_undone(sign_in: SignIn, live: Live):
    known = make_company(actor(ADA), name="Greenway Cinemas d.o.o.", phone="+38640123456")
    page = sign_in(ADA)
    page.goto(f"{live.url}/companies/new")
    assert axe.faults(page) == []

    page.locator("input[name=name]").fill("Greenway Cinemas")
    page.keyboard.press("Tab")
    expect(page.locator("#doubles")).to_contain_text("Greenway Cinemas d.o.o.")
    page.get_by_role("button", name="Add this to it").click()
    page.wait_for_url("**/merge/*")
    assert axe.faults(page) == []
    page.get_by_role("button", name="Merge", exact=True).click()
    page.wait_for_url(f"**/companies/{known.id}")
    expect(page.locator(".toast")).to_contain_text("is merged into this one")

    page.goto(f"{live.url}/history")
    assert axe.faults(page) == []
    page.get_by_role("button", name="Undo").first.click()
    expect(page.locator(".toast")).to_contain_text("put back")
    assert len(read.query(registry.get("company"), by=actor(ADA), at=NOON).rows) == 2


def test_a_deleted_record_comes_back_from_the_toast_and_from_the_bin(sign_in: SignIn, live: Live):
    company = make_company(actor(ADA), name="Lipa")
    make_company(actor(ADA), name="Breza")
    page = sign_in(ADA)
    for how in ("toast", "bin"):
        page.goto(f"{live.url}/companies/{company.id}")
        page.locator(".record-actions").get_by_role("button", name="More").click()
        page.get_by_role("button", name="Delete").click()
        page.wait_for_url("**/companies")
        if how == "toast":
            page.get_by_role("button", name="Undo").click()
            expect(page.locator("#rows")).to_contain_text("Lipa")
        else:
            page.goto(f"{live.url}/bin")
            assert axe.faults(page) == []
            page.get_by_role("button", name="Restore", exact=True).click()
            expect(page.locator(".toast")).to_contain_text("Restored.")
    assert read.get(registry.get("company"), company.id, by=actor(ADA))["name"] == "Lipa"


def test_a_record_opens_beside_its_list_and_leads_to_the_next(sign_in: SignIn, live: Live):
    by = actor(ADA)
    for name in ("Alpha", "Beta"):
        make_company(by, name=name)
    page = sign_in(ADA)
    page.goto(f"{live.url}/companies?sort=name")

    page.locator(".row-link").first.click()
    expect(page.locator(".panel .record-title")).to_have_text("Alpha")
    assert axe.faults(page) == []
    page.keyboard.press("j")
    expect(page.locator(".panel .record-title")).to_have_text("Beta")
    change(page, "industry", "Retail")
    expect(field(page, "industry")).to_contain_text("Retail")
    page.keyboard.press("Escape")

    expect(page.locator(".panel")).to_have_count(0)
    expect(page.locator("#rows")).to_contain_text("Retail")


@pytest.mark.parametrize(
    "context",
    [
        {"viewport": {"width": 375, "height": 812}},
        {"viewport": {"width": 375, "height": 812}, "color_scheme": "dark"},
        {"color_scheme": "dark"},
    ],
    indirect=True,
)
def test_the_page_is_readable_on_a_phone_and_in_the_dark(sign_in: SignIn, live: Live):
    deal = deal_in(live)
    page = sign_in(ADA)
    page.goto(f"{live.url}/deals/{deal}")

    assert axe.faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
