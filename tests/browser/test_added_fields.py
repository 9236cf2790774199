"""An administrator misses a field on a record, adds it, and fills it in; in a real browser, on both sides of the settings."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_record_page import actor
from tests.hand import drag
from tests.live import Live
from tests.people import DORA, PASSWORD
from tests.web.sales import make_company, make_deal, make_pipeline

pytestmark = pytest.mark.browser


def enter(page: Page, live: Live) -> None:
    page.goto(f"{live.url}/sign-in")
    page.get_by_label("E-mail").fill(DORA.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/sign-in" not in url)


def test_a_field_is_added_from_the_record_that_misses_it(page: Page, live: Live):
    company = make_company(actor(DORA), employees=3)
    enter(page, live)
    page.goto(f"{live.url}/companies/{company.id}")

    page.get_by_role("link", name="Add a field").click()
    page.get_by_role("button", name="Choice One of several").click()
    page.locator("#field-name").fill("Tier")
    page.get_by_placeholder("Add an option").first.fill("Gold")
    page.get_by_role("button", name="Add the field").click()

    expect(page).to_have_url(f"{live.url}/companies/{company.id}")
    row = page.locator('[data-field="tier"]')
    row.hover()
    row.locator("[data-edit-link]").click()
    row.get_by_role("combobox").select_option("gold")
    row.get_by_role("button", name="Save").click()
    expect(row).to_contain_text("Gold")


def test_a_formula_says_where_it_is_wrong_and_then_works(page: Page, live: Live):
    company = make_company(actor(DORA), employees=3)
    enter(page, live)
    page.goto(f"{live.url}/settings/fields/company/new?kind=formula")
    page.locator("#field-name").fill("Twice")
    page.locator("#field-formula").fill("employees *")
    page.get_by_role("button", name="Add the field").click()
    expect(page.locator("#error-formula")).to_contain_text("The formula ends too early. (at character 12)")

    page.locator("#field-formula").fill("2 * ")
    expect(page.locator("#formula-tried")).to_have_text("The formula ends too early. (at character 4)")
    page.get_by_role("button", name="Employees", exact=True).click()
    expect(page.locator("#field-formula")).to_have_value("2 * employees")
    expect(page.locator("#formula-tried")).to_have_text(f"Result: Number · {company.title}: 6")
    page.get_by_role("button", name="Add the field").click()

    expect(page.locator(".toast")).to_contain_text("Twice")
    page.goto(f"{live.url}/companies/{company.id}")
    row = page.locator('[data-field="employees"]')
    row.hover()
    row.locator("[data-edit-link]").click()
    row.get_by_role("textbox").fill("21")
    row.get_by_role("button", name="Save").click()
    expect(row).to_contain_text("21")
    expect(page.locator('[data-field="twice"]')).to_contain_text("42")
    expect(page.locator('[data-field="twice"] dt')).to_have_text("Twice", use_inner_text=True)


def test_what_a_toast_takes_back_is_taken_back_on_the_whole_page(page: Page, live: Live):
    stages = make_pipeline()
    deal = make_deal(actor(DORA), stages)
    enter(page, live)
    page.goto(f"{live.url}/deals/{deal.id}")
    page.get_by_role("button", name="Offer").click()
    expect(page.locator(".stages .is-current .name")).to_have_text("Offer")

    page.locator(".toast").get_by_role("button", name="Undo").click()

    expect(page.locator(".stages .is-current .name")).to_have_text("New")


def test_fields_and_options_are_put_in_order_by_mouse_and_by_keyboard(page: Page, live: Live):
    enter(page, live)
    for name in ("One", "Two", "Three"):
        page.goto(f"{live.url}/settings/fields/company/new?kind=text")
        page.locator("#field-name").fill(name)
        page.get_by_role("button", name="Add the field").click()
        expect(page.locator(".toast")).to_contain_text(name)
    names = page.locator("x-columns .sortable-item:not(.sortable-fallback) b")
    page.get_by_role("button", name="Move Three").focus()

    page.keyboard.press("Alt+ArrowUp")
    expect(names).to_have_text(["One", "Three", "Two"])
    drag(
        page,
        page.get_by_role("button", name="Move One"),
        page.get_by_role("button", name="Move Three"),
        at=(8, 22),
        until=lambda: names.all_inner_texts() == ["Three", "One", "Two"],
    )
    page.get_by_role("button", name="Save the order").click()

    expect(page.locator(".toast")).to_contain_text("The order is saved.")
    expect(names).to_have_text(["Three", "One", "Two"])


def test_options_are_written_one_after_another_as_many_as_there_are(page: Page, live: Live):
    enter(page, live)
    page.goto(f"{live.url}/settings/fields/company/new?kind=choice")
    page.locator("#field-name").fill("Size of shop")
    page.get_by_placeholder("Add an option").first.click()
    for name in ("Stall", "Shop", "Store", "House", "Mall"):
        page.keyboard.type(name)
        page.keyboard.press("Enter")
    page.locator("#field-default").fill("Store")
    page.get_by_role("button", name="Add the field").click()

    expect(page.locator(".toast")).to_contain_text("Size of shop")
    page.get_by_role("link", name="Size of shop", exact=True).click()
    written = page.locator("input[name^=option-name-]").evaluate_all("all => all.map((one) => one.value)")
    assert written == ["Stall", "Shop", "Store", "House", "Mall", "", "", ""]
    expect(page.locator("#field-default")).to_have_value("Store")


def test_a_list_shows_at_once_what_follows_from_an_edited_cell(page: Page, live: Live):
    make_company(actor(DORA), employees=3)
    enter(page, live)
    page.goto(f"{live.url}/settings/fields/company/new?kind=formula")
    page.locator("#field-name").fill("Twice")
    page.locator("#field-formula").fill("employees * 2")
    page.get_by_role("button", name="Add the field").click()
    expect(page.locator(".toast")).to_contain_text("Twice")
    page.goto(f"{live.url}/companies?columns=name,employees,twice")
    cell = page.locator('td[data-field="employees"]')

    cell.dblclick()
    cell.locator("input[name=employees]").fill("21")
    page.keyboard.press("Enter")

    expect(cell).to_have_text("21")
    expect(page.locator('td[data-field="twice"]')).to_have_text("42")


def test_other_records_bring_other_fields_for_a_roll_up(page: Page, live: Live):
    enter(page, live)
    page.goto(f"{live.url}/settings/fields/company/new?kind=rollup")
    expect(page.locator("#gathered select")).to_have_count(0)

    page.get_by_label("Records that are gathered").select_option("deal.company")
    page.locator("#field-name").fill("Won")
    row = page.locator("#gathered .builder-row").first
    row.locator("select").first.select_option("status")
    row.locator("select").last.select_option("won")
    page.get_by_role("button", name="Add the field").click()

    expect(page.locator(".toast")).to_contain_text("Won")
