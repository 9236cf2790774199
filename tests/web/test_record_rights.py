"""The pages around a record ask for what their reader may do with it, and show what they may know of it."""

from __future__ import annotations

import pytest

from odnos.domains.deals.gates.declared import APPROVAL
from odnos.engine.custom.ruling.declared import FIELD_RULE
from odnos.engine.records import read, write
from odnos.engine.tables import definitions
from odnos.objects.registry import registry
from odnos.web.pages.record import gating, page, related
from tests.access.keeping import keep_from
from tests.access.test_deeds import again, forbid
from tests.access.test_offered import asking, only
from tests.people import NOON, Cast
from tests.web.sales import browser_of, deal_of, make, make_company, make_deal, make_pipeline
from tests.web.sales import page as opened

pytestmark = pytest.mark.django_db
DEAL, CONTACT = registry.get("deal"), registry.get("contact")


def shown(by, address: str) -> str:
    answer = opened(by, address)
    assert answer.status_code == 200, (address, answer.status_code)
    return str(answer.content.decode())


@pytest.mark.parametrize(
    "address",
    ["companies/new", "companies/new/doubles?name=Acme", "deals/{deal}/lose", "deals/{deal}/field/name", "deals/{deal}/share"],
)  # fmt: skip
def test_who_only_reads_is_asked_for_nothing_new(cast: Cast, floor, address: str):
    deal, *_rest = floor
    asked = f"/{address.format(deal=deal.id)}"

    assert opened(cast.ada, asked).status_code == 200
    assert opened(cast.ann, asked).status_code == 403


def test_who_only_reads_learns_no_rules_of_a_new_record(cast: Cast):
    assert browser_of(cast.ada).post("/companies/new/rules", {"name": "A"}).status_code == 200
    assert browser_of(cast.ann).post("/companies/new/rules", {"name": "A"}).status_code == 403


def test_two_records_are_compared_by_who_may_change_the_one_that_stays(cast: Cast):
    left, right = make_company(cast.ada, name="Left"), make_company(cast.ada, name="Right")

    assert opened(cast.ada, f"/companies/{left.id}/merge/{right.id}").status_code == 200
    assert opened(cast.ann, f"/companies/{left.id}/merge/{right.id}").status_code == 403


def test_a_field_that_is_fixed_for_a_role_is_not_asked_for_in_a_new_record(cast: Cast):
    keep_from(cast, ("company", "phone"), may_see=True)

    assert 'name="phone"' in shown(cast.max, "/companies/new")
    assert 'name="phone"' not in shown(cast.ada, "/companies/new")


def test_an_action_asks_and_takes_no_field_that_is_hidden(cast: Cast, floor):
    deal, *_rest = floor
    keep_from(cast, ("deal", "closed_on"))

    assert 'name="closed_on"' in shown(cast.max, f"/deals/{deal.id}/win")
    assert 'name="closed_on"' not in shown(cast.ada, f"/deals/{deal.id}/win")
    browser_of(cast.ada).post(f"/deals/{deal.id}/win", {"closed_on": "2026-01-05"})
    now = deal_of(deal, cast.dora)
    assert now["status"] == "won"
    assert str(now["closed_on"]) != "2026-01-05"


def test_an_action_that_a_role_is_forbidden_is_no_button(cast: Cast):
    deal = make_deal(cast.ada, make_pipeline())
    forbid(cast, "deal", "deal.win")

    names = {item["name"] for item in page.offered(deal, by=again(cast.ada))}

    assert "deal.lose" in names
    assert "deal.win" not in names


def test_a_hidden_link_is_no_door_from_its_other_side(cast: Cast, floor):
    _deal, _stages, _company, mia = floor
    keep_from(cast, ("deal", "contacts"))

    for by, status in ((cast.max, 200), (cast.ada, 404)):
        assert opened(by, f"/contacts/{mia.id}/named-by/deal/contacts").status_code == status


def test_records_are_led_to_another_by_who_may_change_them(cast: Cast, floor):
    _deal, _stages, _company, mia = floor
    [deals] = [item for item in CONTACT.layout.related if item.through == "contacts"]

    def added(by) -> str:
        made = related.section(mia, deals, by=by, at=NOON, can_edit=False)
        assert made is not None
        return made.add

    assert added(cast.ada) == f"/contacts/{mia.id}/named-by/deal/contacts"
    assert added(cast.ann) == ""


def test_tasks_in_a_timeline_are_ticked_by_who_may_change_tasks(cast: Cast, floor):
    deal, *_rest = floor

    assert "/complete?tick=1" in shown(cast.ada, f"/deals/{deal.id}")
    assert "/complete?tick=1" not in shown(cast.ann, f"/deals/{deal.id}")


def test_rules_of_hidden_fields_are_not_told(cast: Cast):
    rule = {"name": "Large", "object": "company", "condition": "employees.gt:100", "effect": "required"}
    write.create(FIELD_RULE, {**rule, "targets": ["phone", "email"]}, by=cast.dora, at=NOON)
    definitions.refresh()
    company = make_company(cast.ada, employees=500, phone="040 123 456", email="a@acme.example")
    keep_from(cast, ("company", "phone"))

    def told(by) -> list[set[str]]:
        client = browser_of(by)
        answers = (
            client.get(f"/companies/{company.id}/rules"),
            client.post("/companies/new/rules", {"name": "A", "employees": "500"}),
        )
        return [set(answer.json()["fields"]) for answer in answers]

    assert told(cast.max) == [{"phone", "email"}] * 2
    assert told(cast.ada) == [{"email"}] * 2


@pytest.fixture
def gated(cast: Cast):
    """A deal of Ada's before a gate that asks for a day."""
    stages = make_pipeline()
    make("stage_gate", cast.dora, stage=stages["Won"], needed=["closes_on"])
    definitions.refresh()
    return make_deal(cast.ada, stages), stages


def test_a_gate_asks_nobody_for_what_is_hidden_from_them(cast: Cast, gated):
    deal, stages = gated
    keep_from(cast, ("deal", "closes_on"))

    def asked(by) -> str:
        given = {"stage": stages["Won"], "version": deal.version}
        return str(browser_of(by).post(f"/deals/{deal.id}/stage", given).content.decode())

    assert 'name="closes_on"' in asked(cast.max)
    assert 'name="closes_on"' not in asked(cast.ada)
    assert "A field that you may not change." in asked(cast.ada)


def test_what_a_forged_gate_brings_of_hidden_fields_is_left_alone(cast: Cast, gated):
    deal, stages = gated
    write.update(DEAL, deal.id, {"closes_on": "2026-05-17"}, version=None, by=cast.dora, at=NOON)
    keep_from(cast, ("deal", "closes_on"))
    forged = {"gate": "1", "gate-field": "closes_on", "closes_on": "2026-01-05"}

    browser_of(cast.ada).post(f"/deals/{deal.id}/stage", {"stage": stages["Won"], "version": 2, **forged})

    now = deal_of(deal, cast.dora)
    assert (now["status"], str(now["closes_on"])) == ("won", "2026-05-17")


def test_who_asked_for_an_approval_takes_it_back_and_another_answers(cast: Cast):
    stages = make_pipeline()
    make("stage_gate", cast.dora, stage=stages["Won"], needs_approval=True, approver=cast.max.user_id)
    definitions.refresh()
    deal = make_deal(cast.ada, stages)
    asked = {"stage": stages["Won"], "version": deal.version, "gate": "1", "ask": "1"}
    browser_of(cast.ada).post(f"/deals/{deal.id}/stage", asked)
    [row] = read.query(APPROVAL, by=cast.dora, at=NOON).rows

    def offered(by) -> set[str]:
        html = shown(by, f"/deals/{deal.id}")
        return {verb for verb in ("approve", "refuse", "withdraw") if f"/approvals/{row.id}/{verb}" in html}

    assert offered(cast.ada) == {"withdraw"}
    assert offered(cast.max) == {"approve", "refuse"}
    assert offered(cast.ann) == set()
    assert gating.approvals(asking(only(cast.ada, "deal")), deal) == []


def test_nobody_opens_a_record_to_others_whom_an_action_of_their_role_is_closed_to(cast: Cast, floor):
    deal, *_rest = floor
    forbid(cast, "deal", "deal.share")

    assert opened(cast.ada, f"/deals/{deal.id}/share").status_code == 403
