"""Charts in a real browser: walked through by arrows, said, followed to their records, within the content policy, at any width."""

import json
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from odnos.engine.access.actor import Actor
from odnos.engine.records import write
from tests import axe
from tests.browser.test_reports_page import ada  # noqa: F401 -- a fixture
from tests.live import Live
from tests.people import NOON
from tests.web.sales import kind

pytestmark = pytest.mark.browser
ASK = {
    "object": "deal",
    "measures": [{"kind": "sum", "path": "amount"}],
    "rows": [{"path": "name"}],
    "chart": "bar",
}


@pytest.fixture
def chart(live: Live, ada: Actor, sign_in: Callable[[], Page]) -> Page:  # noqa: F811
    row = write.create(kind("report"), {"name": "By name", "definition": json.dumps(ASK)}, by=ada, at=NOON)
    page = sign_in()
    page.faults = []
    page.on("console", lambda message: page.faults.append(message.text) if message.type == "error" else None)
    page.goto(f"{live.url}/reports/{row.id}")
    expect(page.locator("x-chart svg:visible")).to_have_count(1)
    return page


def test_arrows_walk_through_the_figures_and_enter_opens_their_records(chart: Page):
    chart.locator("x-chart").focus()
    for key in ("ArrowRight", "ArrowRight", "ArrowLeft"):
        chart.keyboard.press(key)

    expect(chart.locator("x-chart [role=status]")).to_have_text("A0: €100")
    expect(chart.locator("x-chart .plot-tip")).to_be_visible()
    assert axe.faults(chart) == []
    chart.keyboard.press("Enter")
    expect(chart.locator("h1")).to_contain_text("Deals")
    assert chart.faults == []


def test_the_picture_that_fits_is_shown_and_nothing_runs_over(chart: Page):
    seen = []
    for width in (1400, 900, 375):
        chart.set_viewport_size({"width": width, "height": 800})
        expect(chart.locator("x-chart svg:visible")).to_have_count(1)
        seen.append(chart.locator("x-chart svg:visible").get_attribute("class").split()[-1])
        assert chart.evaluate("document.documentElement.scrollWidth <= innerWidth")

    assert seen == ["plot-widest", "plot-wide", "plot-narrow"]


def test_letters_of_a_picture_have_the_size_that_they_say(chart: Page):
    sizes = "all => all.map(text => [text.getAttribute('font-size') + 'px', getComputedStyle(text).fontSize])"
    found = chart.locator("x-chart svg:visible text").evaluate_all(sizes)

    assert len(found) > 3
    assert [said for said, shown in found] == [shown for said, shown in found]
