"""Lists in a real browser: filtered, edited in the cell, changed many at once, on a phone."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from odnos.engine.access.actor import Actor
from odnos.engine.records import write
from tests import axe
from tests.live import Live
from tests.people import ADA, NOON
from tests.web.sales import actor_of, deal_of, kind, make_company, make_deal, make_pipeline

pytestmark = pytest.mark.browser


@pytest.fixture
def ada(live: Live) -> Actor:
    return actor_of(ADA)


def test_a_cell_is_edited_where_it_stands_and_a_mistake_is_told_there(
    live: Live, ada: Actor, sign_in: Callable[[], Page]
):
    deal = make_deal(ada, make_pipeline(), name="Lamps")
    page = sign_in()
    page.goto(f"{live.url}/deals?view=open")
    cell = page.locator(f"#row-{deal.id} [data-field=amount]")

    cell.dblclick()
    cell.locator("input[name=amount]").fill("a lot")
    page.keyboard.press("Enter")
    expect(cell.get_by_role("alert")).to_contain_text("is not an amount of money")
    cell.locator("input[name=amount]").fill("250")
    page.keyboard.press("Enter")

    expect(cell).to_have_text("€250")
    assert str(deal_of(deal, ada)["amount"].amount) == "250"


def test_two_people_on_one_cell_get_a_dialog_and_nothing_is_lost(
    live: Live, ada: Actor, sign_in: Callable[[], Page]
):
    deal = make_deal(ada, make_pipeline(), name="Lamps", source="Fair")
    page = sign_in()
    page.goto(f"{live.url}/deals?view=open&columns=name,source")
    cell = page.locator(f"#row-{deal.id} [data-field=source]")
    cell.dblclick()
    write.update(kind("deal"), deal.id, {"source": "Web"}, version=1, by=ada, at=NOON)

    cell.locator("input[name=source]").fill("Phone")
    page.keyboard.press("Enter")

    expect(page.get_by_role("dialog")).to_contain_text("Web")
    expect(page.get_by_role("dialog")).to_contain_text("Phone")
    assert deal_of(deal, ada)["source"] == "Web"


def test_rows_chosen_with_shift_are_changed_at_once_and_taken_back_in_one_click(
    live: Live, ada: Actor, sign_in: Callable[[], Page]
):
    stages = make_pipeline()
    deals = [make_deal(ada, stages, name=f"Deal {number}") for number in range(5)]
    page = sign_in()
    page.goto(f"{live.url}/deals?view=open&sort=name&columns=name,source")

    boxes = page.locator("input[name=ids]")
    boxes.nth(0).check()
    boxes.nth(3).click(modifiers=["Shift"])
    expect(page.locator("[data-bulk]")).to_contain_text("4 selected")
    page.locator("[data-bulk] [value=edit]").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Field", exact=True).select_option("source")
    dialog.locator("input[name=source]").fill("Fair")
    dialog.get_by_role("button", name="Change").click()
    expect(page.get_by_text("4 records changed.")).to_be_visible()
    changed = [deal_of(deal, ada)["source"] for deal in deals]
    page.get_by_role("button", name="Undo").click()

    expect(page.locator("[data-field=source]").first).to_have_text("—")
    assert changed == ["Fair"] * 4 + [None]
    assert [deal_of(deal, ada)["source"] for deal in deals] == [None] * 5


def test_a_filter_is_built_by_hand_and_stands_in_the_address(
    live: Live, ada: Actor, sign_in: Callable[[], Page]
):
    stages = make_pipeline()
    make_deal(ada, stages, name="Small", amount="10 EUR")
    make_deal(ada, stages, name="Large", amount="900 EUR")
    page = sign_in()
    page.goto(f"{live.url}/deals?view=all")

    page.get_by_role("button", name="Filter", exact=True).click()
    row = page.locator(".builder-row").first
    row.locator("select").nth(0).select_option("amount")
    row = page.locator(".builder-row").first
    row.locator("select").nth(1).select_option("gte")
    page.locator(".builder-row").first.locator("input").first.fill("500")
    page.get_by_role("button", name="Show").click()

    expect(page.locator(".row-link")).to_have_text(["Large"])
    assert "filter=amount.gte%3A500" in page.url
    expect(page.locator(".filter-chip")).to_contain_text("Amount")
    page.locator(".filter-remove").click()
    expect(page.locator(".row-link")).to_have_count(2)


def test_what_is_typed_narrows_the_list_without_leaving_it(
    live: Live, ada: Actor, sign_in: Callable[[], Page]
):
    make_company(ada, name="Žito")
    make_company(ada, name="Brezje")
    page = sign_in()
    page.goto(f"{live.url}/companies")

    page.get_by_label("Find in this list").press_sequentially("zito")

    expect(page.locator(".row-link")).to_have_count(1)
    expect(page.locator(".row-link")).to_contain_text("Žito")
    expect(page.get_by_label("Find in this list")).to_be_focused()
    assert "q=zito" in page.url


def test_a_view_is_saved_and_stands_among_the_tabs(live: Live, ada: Actor, sign_in: Callable[[], Page]):
    make_company(ada, name="Žito", industry="Food")
    page = sign_in()
    page.goto(f"{live.url}/companies?view=all&filter=industry.is:Food")

    page.get_by_role("link", name="Save view").click()
    page.get_by_role("dialog").get_by_label("Name").fill("Food makers")
    page.get_by_role("dialog").get_by_role("button", name="Save").click()

    expect(page.get_by_role("link", name="Food makers")).to_have_attribute("aria-current", "page")
    expect(page.locator(".row-link")).to_have_count(1)


@pytest.mark.parametrize("context", [{"viewport": {"width": 375, "height": 812}}], indirect=True)
def test_on_a_phone_rows_are_cards_and_nothing_runs_off_the_page(
    live: Live, ada: Actor, sign_in: Callable[[], Page]
):
    make_deal(
        ada, make_pipeline(), name="A deal with quite a long name, for two sites and a service contract"
    )
    page = sign_in()
    page.goto(f"{live.url}/deals?view=open")

    expect(page.get_by_role("link", name="A deal with")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == 375
    cell = page.locator("td[data-label=Amount]").bounding_box()
    assert cell is not None
    assert cell["width"] > 300


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_list_is_accessible(live: Live, ada: Actor, sign_in: Callable[[], Page], scheme: str):
    make_deal(ada, make_pipeline())
    page = sign_in()
    page.emulate_media(color_scheme=scheme)
    page.goto(f"{live.url}/deals?view=open")
    page.locator("input[name=ids]").first.check()

    assert axe.faults(page) == []


def test_a_list_is_worked_from_the_keyboard_alone(live: Live, ada: Actor, sign_in: Callable[[], Page]):
    companies = [make_company(ada, name=f"Company {letter}", industry="Retail") for letter in "ABC"]
    page = sign_in()
    page.goto(f"{live.url}/companies?view=all&sort=name&columns=name,industry")
    expect(page.locator(".row")).to_have_count(3)
    link = [page.locator(f"#row-{company.id} .row-link") for company in companies]

    page.keyboard.press("j")
    page.keyboard.press("ArrowDown")
    expect(link[1]).to_be_focused()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("F2")
    field = page.locator(f"#row-{companies[1].id} [data-field=industry] input[name=industry]")
    field.fill("Services")
    page.keyboard.press("Enter")
    expect(page.locator(f"#row-{companies[1].id} [data-field=industry]")).to_have_text("Services")
    page.keyboard.press("Escape")
    expect(link[1]).to_be_focused()

    page.keyboard.press("Space")
    page.keyboard.press("Shift+ArrowDown")
    expect(page.locator("[data-bulk-count]")).to_have_text("2")
    expect(page.locator("#announcer")).to_have_text("2 selected")
    page.keyboard.press("Enter")
    expect(page.locator("x-panel .panel")).to_be_visible()
    page.keyboard.press("Escape")
    expect(link[2]).to_be_focused()

    page.keyboard.press("a")
    page.locator("[data-bulk] button[value=delete]").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".row")).to_have_count(1)
    page.keyboard.press("Control+z")
    expect(page.locator(".row")).to_have_count(3)


def test_an_emptied_list_is_filled_again_by_undo(live: Live, ada: Actor, sign_in: Callable[[], Page]):
    make_company(ada, name="Acme")
    page = sign_in()
    page.goto(f"{live.url}/companies?view=all")

    page.locator(".row input[name=ids]").check()
    page.locator("[data-bulk] button[value=delete]").click()
    expect(page.locator(".row")).to_have_count(0)
    page.get_by_role("button", name="Undo").click()

    expect(page.locator(".row")).to_have_count(1)
    expect(page.locator("#count")).to_have_text("1")


def test_tabs_are_moved_by_keyboard_and_keep_their_order(live: Live, ada: Actor, sign_in: Callable[[], Page]):
    make_pipeline()
    page = sign_in()
    page.goto(f"{live.url}/deals?view=all")
    names = page.locator(".tab-item .tab-name")
    before = names.all_inner_texts()

    page.locator(".tab[aria-current=page]").focus()
    with page.expect_response("**/views/order"):
        page.keyboard.press("Shift+ArrowLeft")
    page.reload()

    assert names.all_inner_texts() == [*before[:-2], before[-1], before[-2]]
