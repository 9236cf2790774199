"""A configuration in a real browser: taken along, compared, applied and taken back; as axe sees it."""

import json

import pytest
from playwright.sync_api import Page, expect

from tests.axe import faults
from tests.browser.test_entry import enter
from tests.live import Live

pytestmark = pytest.mark.browser
FEE = {"object": "deal", "code": "service_fee", "name": "Service fee", "kind": "number", "unit": "%"}


def test_a_file_is_downloaded_compared_applied_and_taken_back(page: Page, live: Live, tmp_path):
    enter(page, live)
    page.goto(f"{live.url}/settings/configuration")
    assert faults(page) == []
    with page.expect_download() as download:
        page.get_by_role("link", name="Download").click()
    found = json.loads(download.value.path().read_text())
    found["definitions"]["custom_field"].append(FEE)
    changed = tmp_path / "changed.json"
    changed.write_text(json.dumps(found))

    page.get_by_label("Drop a file here or choose one").set_input_files(changed)
    page.get_by_role("button", name="Compare").click()
    expect(page.get_by_text("Service fee", exact=True)).to_be_visible()
    assert faults(page) == []
    page.get_by_role("button", name="Apply").click()
    expect(page.locator("#toasts")).to_contain_text("1 definition applied.")
    page.locator("#toasts").get_by_role("button", name="Undo").click()
    expect(page.locator("#toasts")).to_contain_text("put back")

    page.goto(f"{live.url}/settings/fields/deal")
    expect(page.get_by_role("heading", name="Fields").first).to_be_visible()
    expect(page.get_by_role("link", name="Service fee", exact=True)).to_have_count(0)
