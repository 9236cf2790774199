"""In a real browser: passkeys of a virtual authenticator, codes of an app, recovery codes, a real provider, sessions that end."""

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any

import pyotp
import pytest
from playwright.sync_api import Browser, CDPSession, Page, expect

from tests import issuer as issuers
from tests.axe import faults
from tests.live import Live
from tests.people import ADA, DORA, PASSWORD

pytestmark = pytest.mark.browser
PHONE = {"viewport": {"width": 375, "height": 812}}
DARK = {"color_scheme": "dark"}


def site(live: Live) -> str:
    """Return the address by its name: a passkey belongs to a name, never to a number."""
    return f"http://localhost:{live.environment['PORT']}"


def enter(page: Page, live: Live, person=ADA) -> None:
    page.goto(f"{site(live)}/sign-in")
    page.get_by_label("E-mail").fill(person.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(lambda url: not url.partition("?")[0].endswith("/sign-in"))


def authenticator(page: Page) -> tuple[CDPSession, str]:
    """Plug in an authenticator that knows its owner."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    return session, session.send("WebAuthn.addVirtualAuthenticator", {"options": options})["authenticatorId"]


def add_passkey(page: Page, live: Live, name: str = "My laptop") -> None:
    page.goto(f"{site(live)}/settings/security")
    page.get_by_label("Name of the passkey").fill(name)
    page.get_by_role("button", name="Add a passkey").click()


def sign_out(page: Page) -> None:
    page.locator('[popovertarget="menu-person"]').click()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/sign-in")


def test_a_passkey_is_added_signs_in_alone_and_is_removed(page: Page, live: Live):
    enter(page, live)
    authenticator(page)
    add_passkey(page, live)
    expect(page.locator(".recovery-codes li")).to_have_count(10)
    assert faults(page) == []
    page.get_by_role("link", name="I have kept them, go on").click()
    expect(page.locator(".sortable-item", has_text="My laptop")).to_contain_text("never used")

    sign_out(page)
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Ada")

    sign_out(page)
    enter(page, live)
    expect(page.get_by_role("heading", level=1)).to_have_text("Second step")
    assert faults(page) == []
    page.goto(f"{site(live)}/deals")
    expect(page).to_have_url(re.compile("/sign-in"))
    enter(page, live)
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Ada")

    page.goto(f"{site(live)}/settings/security")
    page.locator(".sortable-item", has_text="My laptop").get_by_role("button", name="Remove").click()
    expect(page.locator(".toast")).to_contain_text("The passkey is removed")
    sign_out(page)
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_role("alert").filter(has_text="was not accepted")).to_be_visible()


def test_an_answer_of_a_passkey_counts_once_and_for_this_site_alone(page: Page, live: Live):
    enter(page, live)
    authenticator(page)
    add_passkey(page, live)
    expect(page.locator(".recovery-codes li")).to_have_count(10)
    page.get_by_role("link", name="I have kept them, go on").click()
    sign_out(page)
    sent: list[dict[str, Any]] = []

    def note(request: Any) -> None:
        if request.url.endswith("/sign-in/passkey") and request.method == "POST":
            sent.append(request.post_data_json)

    page.on("request", note)
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Ada")
    page.context.clear_cookies()

    page.goto(f"{site(live)}/sign-in")
    replay = "answer => { const form = document.querySelector('x-passkey form'); form.querySelector('[name=answer]').value = answer; form.submit(); }"
    page.evaluate(replay, sent[0]["answer"])
    expect(page.get_by_role("alert").filter(has_text="was not accepted")).to_be_visible()
    page.evaluate(
        """async () => fetch('/sign-in/passkey/question', {method: 'POST', body: new URLSearchParams({purpose: 'alone'}),
           headers: {'X-CSRFToken': document.querySelector('meta[name=csrf]').content}})"""
    )
    page.evaluate(replay, sent[0]["answer"])
    expect(page.get_by_role("alert").filter(has_text="was not accepted")).to_be_visible()
    page.goto(f"{site(live)}/settings/profile")
    expect(page).to_have_url(re.compile("/sign-in"))


def test_an_app_is_added_and_its_code_and_a_recovery_code_let_in(page: Page, live: Live):
    enter(page, live)
    page.goto(f"{site(live)}/settings/security")
    page.get_by_role("link", name="Add an app").click()
    expect(page.locator(".app-picture svg")).to_be_visible()
    assert faults(page) == []
    app = pyotp.TOTP((page.locator(".app-key").text_content() or "").replace(" ", ""))
    used = app.now()
    page.get_by_label("Code of the app").fill(used)
    page.get_by_role("button", name="Add the app").click()
    recovery = page.locator(".recovery-codes code").first.text_content() or ""
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save as a file").click()
    assert recovery in saved.value.path().read_text()
    page.get_by_role("link", name="I have kept them, go on").click()

    sign_out(page)
    enter(page, live)
    page.get_by_label("Code of the app").fill(used)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("alert").first).to_contain_text("not right, or it was used before")
    page.get_by_label("Code of the app").fill(app.at(dt.datetime.now(dt.UTC) + dt.timedelta(seconds=30)))
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Ada")

    sign_out(page)
    enter(page, live)
    page.get_by_text("use a recovery code").click()
    page.get_by_label("Recovery code").fill(recovery)
    page.get_by_role("button", name="Use the code").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Ada")
    page.goto(f"{site(live)}/settings/security")
    expect(page.get_by_text("9 codes are left.")).to_be_visible()


def test_a_session_that_is_ended_elsewhere_is_over(page: Page, live: Live, browser: Browser):
    enter(page, live)
    with browser.new_context(locale="en-GB") as elsewhere:
        other = elsewhere.new_page()
        enter(other, live)
        page.goto(site(live))
        expect(page.get_by_text("Somebody signed in to your account with a new device")).to_be_visible()
        assert faults(page) == []
        page.get_by_role("button", name="It was me").click()
        expect(page.get_by_role("button", name="It was me")).to_have_count(0)
        page.get_by_role("button", name="End", exact=True).click()
        expect(page.locator(".toast")).to_contain_text("The session has ended")
        other.goto(f"{site(live)}/deals")
        expect(other).to_have_url(re.compile("/sign-in"))
    page.goto(f"{site(live)}/settings/profile")
    expect(page).to_have_url(re.compile("/settings/profile"))


@pytest.fixture
def provider(live: Live) -> Iterator[issuers.Issuer]:
    """A provider that knows the running site."""
    yield from issuers.run(site(live))


def test_a_provider_is_set_up_and_signs_a_colleague_in(
    page: Page, live: Live, provider: issuers.Issuer, browser: Browser
):
    enter(page, live, DORA)
    page.goto(f"{site(live)}/settings/entrance/providers/new")
    assert faults(page) == []
    page.get_by_label("Name on the button").fill("Company")
    page.get_by_label("Issuer").fill(provider.url)
    page.get_by_label("Client ID").fill(issuers.CLIENT)
    page.get_by_label("Client secret").fill(issuers.SECRET)
    page.get_by_label("Make people who are not here yet").check()
    page.get_by_label("Roles", exact=True).fill("admins = manager")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_label("Redirect address")).to_have_value(re.compile(r"/sign-in/with/\d+/back$"))
    assert faults(page) == []

    with browser.new_context(locale="en-GB") as elsewhere:
        other = elsewhere.new_page()
        other.goto(f"{site(live)}/deals")
        other.get_by_role("link", name="Sign in with Company").click()
        other.locator("[name=login]").fill("eva")
        other.locator("[name=password]").fill("any")
        other.locator("[type=submit]").click()
        other.locator("[type=submit]").click()
        expect(other).to_have_url(re.compile(r"//localhost:\d+/deals"))
        other.goto(f"{site(live)}/settings/security")
        expect(other.get_by_role("cell", name="Single sign-on")).to_be_visible()
        expect(other.locator(".sortable-item", has_text="Company")).to_be_visible()


PAGES = (
    "/settings/security",
    "/settings/security/app",
    "/settings/entrance",
    "/settings/entrance/tries",
    "/settings/entrance/providers/new",
    "/settings/users/4/access",
    "/confirm",
)


@pytest.mark.parametrize("context", [{}, PHONE, DARK], indirect=True, ids=["wide", "phone", "dark"])
def test_axe_finds_nothing_and_nothing_is_wider_than_the_window(page: Page, live: Live):
    enter(page, live, DORA)
    for path in PAGES:
        page.goto(site(live) + path)
        assert (path, faults(page)) == (path, [])
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
