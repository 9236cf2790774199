"""The gate of a stage on the pages: what is missing is asked for right there, and the move goes on."""

import pytest

from odnos.domains.deals.gates.current import gates
from odnos.domains.deals.gates.declared import APPROVAL
from odnos.engine.records import read
from odnos.engine.tables import definitions
from odnos.objects.registry import registry
from tests.engine.merging import make, stages
from tests.people import NOON, Cast
from tests.web.sales import browser_of

DEAL = registry.get("deal")
HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def scene(cast: Cast):
    """A deal of Ada's in Talk, and Won behind a gate that wants everything."""
    talk, won, lost = stages()
    given = {
        "needed": ["closes_on"],
        "checklist": ["Contract signed"],
        "needs_approval": True,
        "approver": cast.max.user_id,
    }
    make("stage_gate", cast.dora, stage=won.id, **given)
    definitions.refresh()
    return cast, make("deal", cast.ada, name="Lamps", stage=talk.id, amount="5 EUR"), talk, won, lost


def stage_of(deal, by):
    return read.get(DEAL, deal.id, by=by)["stage"]


def test_the_path_and_the_board_ask_for_what_is_missing_and_go_on(scene):
    cast, deal, talk, won, _lost = scene
    client = browser_of(cast.ada)
    page = client.get(f"/deals/{deal.id}").content.decode()
    assert "Still needed: Expected close, Contract signed, approval" in page

    for address in (f"/deals/{deal.id}/stage", f"/deals/{deal.id}/move?view=board"):
        answer = client.post(address, {"stage": won.id, "version": deal.version}, **HTMX)
        body = answer.content.decode()
        assert answer.status_code == 200
        assert 'name="closes_on"' in body
        assert "Contract signed" in body
        assert "Ask for approval" in body
        assert stage_of(deal, cast.ada) == talk.id

    filled = {
        "stage": won.id,
        "version": deal.version,
        "gate": "1",
        "gate-field": "closes_on",
        "closes_on": "2026-03-09",
    }
    again = client.post(f"/deals/{deal.id}/stage", filled | {"ask": "1"}, **HTMX)
    assert again.status_code == 422
    asked = client.post(
        f"/deals/{deal.id}/stage",
        filled | {"gate-item": "Contract signed", "ask": "1", "comment": "Please"},
        **HTMX,
    )
    assert asked["HX-Redirect"] == f"/deals/{deal.id}"
    assert "Ada asks for the approval of “Won”." in client.get(f"/deals/{deal.id}").content.decode()

    [row] = read.query(APPROVAL, by=cast.dora, at=NOON).rows
    boss = browser_of(cast.max)
    assert f"/approvals/{row.id}/approve" in boss.get(f"/deals/{deal.id}").content.decode()
    assert f"/approvals/{row.id}/approve" not in client.get(f"/deals/{deal.id}").content.decode()
    boss.post(f"/approvals/{row.id}/approve", {"answer": "Go"})
    assert read.get(APPROVAL, row.id, by=cast.dora)["status"] == "approved"
    now = read.get(DEAL, deal.id, by=cast.ada)
    client.post(f"/deals/{deal.id}/stage", {"stage": won.id, "version": now.version}, **HTMX)
    assert stage_of(deal, cast.ada) == won.id


def test_the_button_won_leads_to_the_gate(scene):
    cast, deal, talk, _won, _lost = scene

    answer = browser_of(cast.ada).post(f"/deals/{deal.id}/win", {}, **HTMX)

    assert "Contract signed" in answer.content.decode()
    assert stage_of(deal, cast.ada) == talk.id


def test_values_of_the_gate_are_written_with_the_move(scene):
    cast, deal, _talk, won, _lost = scene
    gate = read.query(registry.get("stage_gate"), by=cast.dora, at=NOON).rows[0]
    admin = browser_of(cast.dora)
    assert "Contract signed" in admin.get(f"/settings/stages/{won.id}/gate").content.decode()
    answer = admin.post(
        f"/settings/stages/{won.id}/gate", {"needed": ["closes_on"], "checklist": "Signed\nPaid"}
    )
    assert answer.status_code == 302, answer.content.decode()
    assert read.get(registry.get("stage_gate"), gate.id, by=cast.dora)["checklist"] == ("Signed", "Paid")

    filled = {
        "stage": won.id,
        "version": deal.version,
        "gate": "1",
        "gate-field": "closes_on",
        "closes_on": "2026-03-09",
    }
    browser_of(cast.ada).post(
        f"/deals/{deal.id}/move?view=board", filled | {"gate-item": ["Signed", "Paid"]}, **HTMX
    )
    row = read.get(DEAL, deal.id, by=cast.ada)
    assert (row["stage"], str(row["closes_on"])) == (won.id, "2026-03-09")


def test_a_gate_that_asks_for_nothing_goes_away(scene):
    cast, _deal, _talk, won, _lost = scene

    browser_of(cast.dora).post(f"/settings/stages/{won.id}/gate", {})

    assert gates.by_stage == {}
    assert browser_of(cast.ada).get(f"/settings/stages/{won.id}/gate").status_code == 403


def test_approvals_have_a_place_in_the_menu_where_a_stage_needs_one(scene):
    cast, _deal, _talk, won, _lost = scene

    assert 'href="/approvals"' in browser_of(cast.max).get("/approvals").content.decode()
    browser_of(cast.dora).post(f"/settings/stages/{won.id}/gate", {"needed": ["closes_on"]})
    assert 'href="/approvals"' not in browser_of(cast.max).get("/tasks").content.decode()
