"""Deeds of the domains: each asks for its own right, and takes and tells only what its actor may know."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client

from odnos.analytics.findings import segmented
from odnos.analytics.findings.asked import SOURCES
from odnos.domains.activities.queries import next_tasks
from odnos.domains.deals import deleting
from odnos.domains.deals.converting import convert_lead
from odnos.domains.deals.gates.missing import Missing, in_words
from odnos.domains.lists import filling
from odnos.domains.organisation import single
from odnos.domains.organisation.role_objects import ROLE_RIGHT
from odnos.engine.access import explain, scope
from odnos.engine.access.actor import Narrow, actor_for
from odnos.engine.access.askable import is_possible
from odnos.engine.access.entrance.models import Identity, Provider
from odnos.engine.access.entrance.oidc import Claims
from odnos.engine.access.models import RoleDefinition, User
from odnos.engine.access.rights import Denied
from odnos.engine.filters import text
from odnos.engine.records import read, shares, write
from odnos.engine.records.errors import Invalid
from odnos.engine.records.reach import reach
from odnos.engine.tables import definitions
from odnos.objects.action import actions
from odnos.objects.registry import registry
from tests.access.keeping import keep_from
from tests.api.conftest import api_of
from tests.people import NOON, Cast
from tests.web.sales import make, make_deal, make_pipeline

pytestmark = pytest.mark.django_db


def again(by: Any) -> Any:
    return actor_for(User.objects.get(pk=by.user_id), at=NOON)


def forbid(cast: Cast, key: str, deed: str) -> None:
    role = RoleDefinition.objects.get(code="representative").pk
    given = {"role": role, "object": key, "deed": deed, "scope": "none", "forbid": True}
    write.create(ROLE_RIGHT, given, by=cast.dora, at=NOON)
    definitions.refresh()


def test_stages_and_pipelines_are_deleted_by_who_may_before_anything_is_looked_up(cast: Cast):
    with pytest.raises(Denied):
        deleting.delete_stage(0, move_to=None, by=cast.max, at=NOON)
    with pytest.raises(Denied):
        deleting.delete_pipeline(0, moves={}, by=cast.max, at=NOON)


def test_the_next_task_on_a_card_is_one_that_its_reader_sees(cast: Cast):
    deal = make_deal(cast.ada, make_pipeline())
    task = make("task", cast.ada, about=deal.reference, name="Call", due_on="2026-03-09")

    assert next_tasks("deal", [deal.id], by=cast.cleo) == {}
    assert next_tasks("deal", [deal.id], by=cast.ada)[deal.id]["due_on"] == dt.date(2026, 3, 9)
    keep_from(cast, ("task", "due_on"))
    shown = next_tasks("deal", [deal.id], by=cast.ada)[deal.id]
    assert (shown.id, shown.get("due_on")) == (task.id, None)


def test_a_lead_becomes_no_more_than_its_converter_may_write(cast: Cast):
    make_pipeline()
    lead = make("lead", cast.ada, name="Mia Kos", company_name="Acme", value="5 EUR")
    keep_from(cast, ("contact", "company"), ("deal", "amount"), may_see=True)

    deal = convert_lead(lead.id, deal="Lamps", by=cast.ada, at=NOON)

    [contact] = read.query(registry.get("contact"), by=cast.dora, at=NOON).rows
    assert (contact["company"], deal["amount"]) == (None, None)
    assert deal["name"] == "Lamps"


def test_a_gate_names_no_field_that_is_hidden(cast: Cast):
    stages = make_pipeline()
    make("stage_gate", cast.dora, stage=stages["Won"], needed=["amount"])
    definitions.refresh()
    deal = make_deal(cast.ada, stages, amount=None)
    keep_from(cast, ("deal", "amount"))

    with pytest.raises(Invalid) as refusal:
        write.update(deal.type, deal.id, {"stage": stages["Won"]}, version=None, by=cast.ada, at=NOON)

    assert list(refusal.value.errors) == ["stage"]
    assert in_words(Missing(fields=("amount",)), by=cast.ada) == "a field that you may not see"
    assert in_words(Missing(fields=("amount",)), by=cast.max) == "Amount"


def test_what_is_not_put_on_lists_is_taken_off_none(cast: Cast):
    with pytest.raises(Denied):
        filling.begin_removing(registry.get("note"), 0, among=text.parse(""), by=cast.dora, at=NOON)


def test_nobody_who_is_deactivated_comes_in_by_their_provider(cast: Cast):
    provider = Provider.objects.create(name="House", issuer="https://id.example", client_id="x", made_at=NOON)
    user = User.objects.get(pk=cast.ada.user_id)
    Identity.objects.create(user=user, provider=provider, subject="a", made_at=NOON, used_at=NOON)
    claims = Claims(
        subject="a", email=user.email, is_verified=True, name="Ada", groups=frozenset(), auth_time=0
    )
    assert single.person_for(provider, claims, at=NOON) == user

    write.update(registry.get("user"), user.pk, {"is_active": False}, version=None, by=cast.dora, at=NOON)
    with pytest.raises(Denied):
        single.person_for(provider, claims, at=NOON)


def test_what_is_forbidden_is_reached_by_no_share_and_told_as_forbidden(cast: Cast):
    company = make("company", cast.ada, name="Acme")
    shares.share(company.type, company.id, {"user": cast.cleo.user_id}, by=cast.ada, at=NOON)
    forbid(cast, "company", "see")
    cleo, max_ = again(cast.cleo), again(cast.max)

    answer = explain.explain(company.type, company.columns, by=cleo)

    assert (answer.reached, [ground.kind for ground in answer.grounds]) == (False, ["forbidden"])
    assert not scope.covers(company.type, company.columns, by=cleo, deed="see")
    assert not reach(company.type, by=cleo).exists()
    with pytest.raises(Denied):
        read.count(company.type, by=cleo, at=NOON)
    assert read.count(company.type, by=max_, at=NOON).number == 1


def test_a_share_is_explained_by_the_askers_own_and_a_report_is_not_oneself(cast: Cast):
    company, day = make("company", cast.ada, name="Acme"), dt.timedelta(days=1)
    for number, by in enumerate((cast.ben, cast.cleo), start=1):
        given = {"user": by.user_id, "until": (NOON + number * day).isoformat()}
        shares.share(company.type, company.id, given, by=cast.ada, at=NOON)

    [ground] = explain.explain(company.type, company.columns, by=again(cast.cleo)).grounds
    assert (ground.kind, ground.until) == ("share", NOON + 2 * day)
    assert explain.held("owner_id", cast.cleo.user_id, cast.max).kind == "report"
    assert explain.held("owner_id", cast.max.user_id, cast.max).kind == "own"


def test_an_action_is_possible_for_whoever_may_say_what_it_must_be_told(cast: Cast):
    [lose] = [action for action in actions.of("deal") if action.name == "deal.lose"]
    assert is_possible(lose, by=cast.ada)
    keep_from(cast, ("deal", "lost_reason"), may_see=True)

    assert not is_possible(lose, by=cast.ada)
    assert is_possible(lose, by=cast.max)


def test_customers_are_told_apart_by_what_the_asker_sees_of_them(cast: Cast):
    source = SOURCES["order"]
    narrow = replace(cast.ada, narrow=Narrow(objects=frozenset(("order", "order_line"))))
    assert "company.industry" in dict(segmented.fields(source, by=cast.ada))
    assert segmented.fields(source, by=narrow) == []
    keep_from(cast, ("company", "industry"))
    assert "company.industry" not in dict(segmented.fields(source, by=cast.ada))


def test_a_token_is_shown_as_a_bearer_and_a_hidden_field_is_no_field(cast: Cast):
    api = api_of(cast.ada)
    company = make("company", cast.ada, name="Acme")
    address = f"/companies/{company.id}"
    basic = {"Authorization": f"Basic {api.token}"}
    assert Client().get(f"/api/v1{address}", headers=basic).status_code == 401
    assert api("GET", address).status_code == 200

    keep_from(cast, ("company", "phone"))
    hidden, unknown = (api("PATCH", address, {name: "1", "version": 1}) for name in ("phone", "nonsense"))
    told = [(answer.status_code, answer.json()["errors"][0]["reason"]) for answer in (hidden, unknown)]
    assert told[0] == told[1]
