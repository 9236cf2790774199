"""Rules follow what is typed, and a gate asks for what is missing where a card was dropped."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from odnos.engine.custom.ruling.declared import FIELD_RULE
from odnos.engine.records import read, write
from odnos.engine.tables import definitions
from odnos.objects.registry import registry
from tests import axe
from tests.browser.test_record_page import actor
from tests.engine.merging import make, stages
from tests.live import Live
from tests.people import ADA, DORA, NOON, Person

pytestmark = pytest.mark.browser


def add_rule(effect: str, targets: list[str]) -> None:
    values = {
        "name": effect,
        "object": "company",
        "condition": "employees.gt:100",
        "effect": effect,
        "targets": targets,
    }
    write.create(FIELD_RULE, values, by=actor(DORA), at=NOON)
    definitions.refresh()


def test_fields_come_go_and_are_required_while_somebody_types(sign_in: Callable[[Person], Page], live: Live):
    add_rule("required", ["phone"])
    add_rule("visible", ["industry"])
    page = sign_in(ADA)
    page.goto(f"{live.url}/companies/new")
    industry = page.locator("#field-industry")
    expect(industry).to_be_hidden()
    page.locator("details.fields-group summary").first.click()

    page.locator("#field-employees").fill("500")
    expect(industry).to_be_visible()
    expect(page.locator("#field-phone")).to_have_attribute("aria-required", "true")
    expect(page.locator("#announcer")).to_contain_text("Phone: must be filled in")
    industry.fill("Retail")
    page.locator("#field-employees").fill("5")
    expect(industry).to_be_hidden()
    page.locator("#field-employees").fill("500")
    expect(industry).to_have_value("Retail")
    assert axe.faults(page) == []


def test_a_gate_asks_on_the_page_and_the_move_goes_on(sign_in: Callable[[Person], Page], live: Live):
    talk, won, _lost = stages()
    make("stage_gate", actor(DORA), stage=won.id, needed=["closes_on"], checklist=["Contract signed"])
    definitions.refresh()
    deal = make("deal", actor(ADA), name="Lamps", stage=talk.id)
    page = sign_in(ADA)
    page.goto(f"{live.url}/deals/{deal.id}")

    page.locator(".stages").get_by_role("button", name="Won").click()
    dialog = page.get_by_role("dialog", name="To enter “Won”")
    expect(dialog).to_be_visible()
    assert axe.faults(page) == []
    dialog.get_by_role("button", name="Continue").click()
    expect(dialog.locator("#error-closes_on")).to_contain_text("Fill this in.")
    dialog.locator("#field-closes_on").fill("2026-03-09")
    dialog.get_by_label("Contract signed").check()
    dialog.get_by_role("button", name="Continue").click()

    expect(page.locator(".toast")).to_contain_text("Won: Lamps. Well done!")
    assert read.get(registry.get("deal"), deal.id, by=actor(ADA))["stage"] == won.id
