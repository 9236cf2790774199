"""In a real browser: signing in, the first run, the settings and the dashboard; by eye, by keyboard, and as axe sees them."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.axe import faults
from tests.live import Live
from tests.people import ADA, DORA, PASSWORD

pytestmark = pytest.mark.browser
PHONE = {"viewport": {"width": 375, "height": 812}}
DARK = {"color_scheme": "dark"}


def enter(page: Page, live: Live, person=DORA) -> None:
    page.goto(f"{live.url}/sign-in")
    page.get_by_label("E-mail").fill(person.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/sign-in" not in url)


def test_a_wrong_password_is_said_and_the_right_one_lets_in(page: Page, live: Live):
    page.goto(f"{live.url}/deals?view=mine")
    page.get_by_label("E-mail").fill(ADA.email)
    page.get_by_label("Password", exact=True).fill("guess")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("alert").first).to_contain_text("do not belong together")

    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()

    expect(page).to_have_url(re.compile(r"/deals\?view=mine"))


def test_the_first_run_leads_to_the_first_steps_and_they_to_sample_data(page: Page, empty_live: Live):
    page.goto(empty_live.url)
    assert faults(page) == []
    page.get_by_label("Company name").fill("Acme")
    page.get_by_label("Your name").fill("Nina Novak")
    page.get_by_label("E-mail").fill("nina@acme.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Begin", exact=True).click()

    expect(page.get_by_role("heading", level=1)).to_contain_text("First steps")
    expect(page.locator(".guide-step")).to_have_count(4)
    assert faults(page) == []
    page.get_by_role("button", name="Load sample data").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Nina")
    expect(page.locator(".first-step")).to_have_count(4)
    assert faults(page) == []
    page.get_by_role("link", name="Your first steps").click()
    page.get_by_role("button", name="Remove the sample data").click()
    expect(page.locator("#toasts")).to_contain_text("samples are removed")


def test_help_opens_beside_the_page_by_its_key_and_is_searched(page: Page, live: Live):
    enter(page, live)
    page.goto(f"{live.url}/deals")
    page.locator("h1").first.wait_for()
    page.keyboard.press("?")
    panel = page.get_by_role("dialog", name="Help")
    expect(panel).to_contain_text("All records of one kind that you may see")
    assert faults(page) == []
    panel.get_by_role("searchbox").fill("forecast weighted")
    expect(panel.locator("#help-text")).to_contain_text("Pipelines")
    page.keyboard.press("Escape")  # empties the field first
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()


def test_the_language_is_switched_on_every_page_at_once(page: Page, live: Live):
    enter(page, live)
    for language, code, heading in (
        ("Slovenščina", "sl", "Nastavitve"),
        ("Русский", "ru", "Настройки"),
        ("English", "en", "Settings"),
    ):
        page.locator('[popovertarget="menu-person"]').click()
        page.get_by_role("button", name=language).click()
        expect(page.locator("html")).to_have_attribute(
            "lang", code
        )  # whoever goes on sooner stops what is being sent
        page.goto(f"{live.url}/settings/teams")
        expect(page.get_by_role("heading", level=1)).to_have_text(heading)
        expect(page.locator("html")).to_have_attribute("lang", code)


PAGES = (
    "/",
    "/settings/profile",
    "/settings/tokens",
    "/settings/company",
    "/settings/users",
    "/settings/users/new",
    "/settings/teams",
    "/settings/pipelines",
    "/settings/fields/company",
    "/settings/fields/company/new",
    "/settings/fields/company/new?kind=choice",
    "/settings/fields/company/new?kind=formula",
    "/settings/fields/company/new?kind=rollup",
    "/settings/sharing",
    "/settings/configuration",
    "/first-steps",
    "/first-steps/keys",
    "/help",
    "/help/how-to/move-in",
    "/settings/jobs",
)


@pytest.mark.parametrize("context", [{}, PHONE, DARK], indirect=True, ids=["wide", "phone", "dark"])
def test_axe_finds_nothing_and_nothing_is_wider_than_the_window(page: Page, live: Live):
    page.goto(f"{live.url}/sign-in")
    assert faults(page) == []
    enter(page, live)
    for path in PAGES:
        page.goto(live.url + path)
        assert (path, faults(page)) == (path, [])
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path


def test_stages_are_moved_by_keyboard_and_stay_there(page: Page, live: Live):
    enter(page, live)
    page.goto(f"{live.url}/settings/pipelines")
    page.get_by_label("Name of the new pipeline").fill("Partners")
    page.get_by_role("button", name="Add a pipeline").click()
    page.get_by_role("button", name="Move Qualified").focus()
    page.keyboard.press("Alt+ArrowUp")
    page.get_by_role("button", name="Save").click()

    expect(page.locator(".toast")).to_contain_text("Saved")
    names = page.locator('input[name^="name-"]').evaluate_all("inputs => inputs.map(input => input.value)")
    assert names == ["Qualified", "New", "Proposal", "Negotiation", "Won", "Lost", ""]


def test_an_invited_colleague_chooses_a_password_and_is_in(page: Page, live: Live):
    enter(page, live)
    page.goto(f"{live.url}/settings/users/new")
    page.get_by_label("Name").fill("Eva Novak")
    page.get_by_label("E-mail").fill("eva@odnos.example")
    page.get_by_label("Analyst").check()
    page.get_by_role("button", name="Add", exact=True).click()
    link = page.get_by_label("Link", exact=True).input_value()

    page.context.clear_cookies()
    page.goto(live.url + link[link.index("/join/") :])
    assert faults(page) == []
    page.get_by_label("Password").fill("blue lamps on the quay")
    page.get_by_role("button", name="Save and sign in").click()

    expect(page.get_by_role("heading", level=1)).to_contain_text("Eva")


def test_a_demo_is_entered_by_a_click(page: Page, empty_live: Live, tmp_path: Path):
    empty_live.odnos("demo", "--language", "en")
    page.goto(empty_live.url)

    page.get_by_role("button", name="Analyst").click()

    expect(page.locator(".funnel-row")).to_have_count(5)
    assert faults(page) == []
    page.locator(".funnel-row").first.click()
    expect(page).to_have_url(re.compile("/deals"))
