"""A real browser: Debian's Chromium, driven by Playwright."""

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.live import Live
from tests.people import ADA, PASSWORD, Person
from tools import pages, provision, unpack

FLAGS = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
)
UNHURRIED = "const later = setTimeout; setTimeout = (work, ms, ...given) => later(work, ms < 5000 ? ms : ms * 60, ...given)"
"""Messages stay for a person's six or ten seconds; on a busy machine a hand is slower than any person."""
PATIENCE = 30_000  # milliseconds; only a test that fails waits so long, however busy the machine is


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, without a window. Brought first if the machine has none."""
    if provision.chromium() is None:
        provision.bring(["chromium"])
    is_ours = unpack.is_unpacked("chromium")  # its sandbox would have to belong to root
    flags = [*FLAGS, "--no-sandbox"] if os.geteuid() == 0 or is_ours else [*FLAGS]
    _take_our_node()
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=provision.chromium(), args=flags)
        yield chromium
        chromium.close()


def _take_our_node() -> None:
    """Playwright brings a Node that needs a library which a bare machine has not; the one that builds the pages does not."""
    os.environ.setdefault("PLAYWRIGHT_NODEJS_PATH", str(pages.node()[0]))


@pytest.fixture
def context(browser: Browser, request: pytest.FixtureRequest) -> Iterator[BrowserContext]:
    """A clean profile, 1280 × 800; `@pytest.mark.parametrize("context", [{…}], indirect=True)` changes it."""
    options: dict[str, Any] = {
        "viewport": {"width": 1280, "height": 800},
        "locale": "en-GB",
        "timezone_id": "UTC",
    }
    made = browser.new_context(**{**options, **getattr(request, "param", {})})
    made.set_default_timeout(PATIENCE)
    made.add_init_script(UNHURRIED)
    yield made
    made.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """A page that fails the test when a script throws or the content policy stops something."""
    made = context.new_page()
    made.on("pageerror", lambda error: pytest.fail(f"a script failed: {error}"))
    return made


@pytest.fixture
def sign_in(page: Page, live: Live) -> Callable[[Person], Page]:
    """Sign somebody of the cast in: `page = sign_in(ADA)`. What signing in looks like has tests of its own: no page is drawn for it."""

    def as_person(person: Person = ADA) -> Page:
        address, asked = f"{live.url}/sign-in", page.context.request
        asked.get(address)
        form = {"email": person.email, "password": PASSWORD, "csrfmiddlewaretoken": _token(page.context)}
        answer = asked.post(address, form=form, headers={"Referer": address}, max_redirects=0)
        assert answer.status == 302, answer.text()
        return page

    return as_person


def _token(context: BrowserContext) -> str:
    return next(cookie["value"] for cookie in context.cookies() if cookie["name"] == "csrftoken")
