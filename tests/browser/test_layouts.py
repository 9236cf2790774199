"""Layouts are drawn by mouse and by keyboard, every step undone and done again, saved, and taken back from the toast."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.axe import faults
from tests.browser.test_record_page import actor
from tests.hand import drag
from tests.live import Live
from tests.people import ADA, DORA, Person
from tests.web.sales import make_company

pytestmark = pytest.mark.browser

SignIn = Callable[[Person], Page]


def editor(sign_in: SignIn, live: Live, query: str = "") -> Page:
    page = sign_in(DORA)
    page.goto(f"{live.url}/settings/layouts/company{query}")
    expect(page.locator("x-layout")).to_be_visible()
    return page


def names(page: Page, place: str) -> list[str]:
    found: list[str] = page.eval_on_selector_all(
        f"[data-canvas] {place} [data-chip]", "chips => chips.map(chip => chip.dataset.chip)"
    )
    return found


def chip(page: Page, name: str) -> Locator:
    return page.locator(
        f'#draw-page .drawn-panels [data-chip="{name}"], #draw-page .draw-palette [data-chip="{name}"]'
    )


FIRST = "#draw-page .drawn-panels .drawn-panel:nth-child(1)"


def test_a_field_is_dragged_saved_seen_and_taken_back(sign_in: SignIn, live: Live):
    company = make_company(actor(DORA), website="acme.example", phone="040 123 456")
    page = editor(sign_in, live, f"?back=/companies/{company.id}")
    before = names(page, FIRST)

    drag(
        page,
        chip(page, "phone"),
        chip(page, "name"),
        at=(40, 10),
        until=lambda: names(page, FIRST)[:1] == ["phone"],
    )
    expect(page.locator(f"{FIRST} [data-chip]").first).to_have_attribute("data-chip", "phone")
    taken = page.locator(".draw-palette [data-chip=domain]")
    drag(
        page,
        chip(page, "domain"),
        chip(page, "created_at"),
        at=(40, 26),
        until=lambda: taken.count() == 1,
    )
    expect(taken).to_have_count(1)
    page.locator("main").evaluate(
        "main => main.scrollTo(0, 0)"
    )  # what lies under its bar is not reached by anybody
    assert faults(page) == []
    page.get_by_role("button", name="Save", exact=True).click()

    expect(page).to_have_url(f"{live.url}/companies/{company.id}")
    shown = page.locator("[data-field]")
    expect(shown.first).to_have_attribute("data-field", "phone")
    expect(page.locator('[data-field="domain"]')).to_have_count(0)
    page.locator(".toast").get_by_role("button", name="Undo").click()
    expect(shown.first).to_have_attribute("data-field", before[0])
    expect(page.locator('[data-field="domain"]')).to_have_count(1)


def test_everything_is_moved_by_keyboard_and_said(sign_in: SignIn, live: Live):
    page = editor(sign_in, live)
    said = page.locator("#announcer")
    start = names(page, FIRST)
    chip(page, "industry").locator(".grip").focus()

    page.keyboard.press("ArrowUp")
    expect(said).to_have_text("Industry: Company, 1 of 7")
    page.keyboard.press("ArrowUp")
    expect(said).to_have_text("It cannot go further")
    page.keyboard.press("ArrowRight")
    expect(said).to_have_text(f"Industry: Not on the page, 1 of {len(names(page, '.draw-palette'))}")
    page.keyboard.press("ArrowLeft")
    assert names(page, FIRST) == [name for name in start if name != "industry"] + ["industry"]
    for _step in range(2):
        page.keyboard.press("ArrowDown")
    expect(said).to_have_text("Industry: Figures, 2 of 6")
    page.keyboard.press("Delete")
    assert "industry" in names(page, ".draw-palette")

    for _step in range(6):
        page.keyboard.press("Control+z")
    assert names(page, FIRST) == start
    expect(page.get_by_role("button", name="Undo the last step")).to_be_disabled()
    page.keyboard.press("Control+Shift+z")
    assert names(page, FIRST)[0] == "industry"


def test_columns_panels_cards_and_lists_are_drawn_without_dragging(sign_in: SignIn, live: Live):
    company = make_company(actor(ADA), website="acme.example")
    page = editor(sign_in, live)
    page.locator(FIRST).get_by_label("Columns").select_option("2")
    chip(page, "name").locator(".grip").focus()
    page.keyboard.press("ArrowDown")
    assert names(page, FIRST)[:3] == ["industry", "website", "name"]
    page.get_by_role("button", name="Add a panel").click()
    page.keyboard.type("Contract")
    chip(page, "created_at").get_by_role("button", name="Put Created on the page").click()
    assert "created_at" in names(page, FIRST)
    page.get_by_role("tab", name="Card").click()
    page.locator("#draw-card [data-add]").select_option("phone")
    page.locator("#draw-card").get_by_role("button", name="Take Industry away").click()
    page.get_by_role("tab", name="Related lists").click()
    page.get_by_role("button", name="Move Deals").focus()
    page.keyboard.press("ArrowUp")
    page.locator("#draw-related .drawn-panel").nth(1).get_by_label("Shown").uncheck()
    assert faults(page) == []
    page.get_by_role("button", name="Undo the last step").click()
    expect(page.locator("#draw-related .drawn-panel").nth(1).get_by_label("Shown")).to_be_checked()
    page.get_by_role("button", name="Do it again").click()
    page.get_by_role("button", name="Preview").click()
    expect(page.locator(".preview [data-field=industry]")).to_be_visible()
    assert faults(page) == []
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".toast")).to_contain_text("The layout is saved.")

    assert names(page, "#draw-card") == ["owner", "phone"]
    expect(page.locator(FIRST).get_by_label("Columns")).to_have_value("2")
    page.goto(f"{live.url}/companies/{company.id}")
    expect(page.locator(".fields.in-2 [data-field]").first).to_have_attribute("data-field", "industry")
    expect(page.locator(".record-side h2").first).to_have_text("Deals")
    expect(page.locator(".record-side h2", has_text="Contacts")).to_have_count(0)


@pytest.mark.parametrize(
    "context",
    [{"viewport": {"width": 375, "height": 800}, "has_touch": True, "color_scheme": "dark"}],
    indirect=True,
)
def test_on_a_telephone_a_chip_is_picked_and_moved_by_the_buttons(sign_in: SignIn, live: Live):
    page = editor(sign_in, live)

    chip(page, "industry").locator(".chip-label").tap()
    page.get_by_role("button", name="Move up").tap()

    assert names(page, FIRST)[0] == "industry"
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
    assert faults(page) == []


def test_whoever_leaves_with_something_unsaved_is_asked(sign_in: SignIn, live: Live):
    page = editor(sign_in, live)
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))

    page.get_by_role("link", name="Manager", exact=True).click()
    expect(page).to_have_url(f"{live.url}/settings/layouts/company?role=manager")
    assert asked == []
    chip(page, "industry").locator(".grip").focus()
    page.keyboard.press("ArrowUp")
    page.get_by_role("link", name="Everybody", exact=True).click()

    expect(page).to_have_url(f"{live.url}/settings/layouts/company?role=")
    assert asked == ["beforeunload"]
