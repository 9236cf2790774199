"""What the API keeps back by itself: answers that were kept, actions that are not open, imports under a narrow token."""

from __future__ import annotations

import pytest

from odnos.domains.organisation.role_objects import ROLE_RIGHT
from odnos.engine.access.actor import Actor
from odnos.engine.access.models import RoleDefinition
from odnos.engine.records import read, write
from odnos.engine.tables import definitions
from odnos.objects.registry import registry
from tests.access.keeping import keep_from
from tests.api.conftest import api_of
from tests.api.test_imports import MAP, send
from tests.people import NOON, Cast
from tests.web.sales import make, make_deal, make_pipeline
from tests.working import drain

pytestmark = pytest.mark.django_db
KEY = {"Idempotency-Key": "one"}


def test_an_answer_is_given_again_without_what_was_hidden_since(cast: Cast):
    api, given = api_of(cast.ada), {"name": "Acme", "phone": "+386 40 123 456"}
    assert "phone" in api("POST", "/companies", given, **KEY).json()
    keep_from(cast, ("company", "phone"))

    again = api("POST", "/companies", given, **KEY).json()

    assert again["name"] == "Acme"
    assert "phone" not in again


def test_a_list_names_no_field_that_is_kept_from_the_caller(cast: Cast):
    make("company", cast.ada, name="Acme", phone="+386 40 123 456")
    keep_from(cast, ("company", "phone"))

    def names(by: Actor) -> set[str]:
        [company] = api_of(by)("GET", "/companies").json()["data"]
        return set(company)

    assert names(cast.max) - names(cast.ada) == {"phone"}


def test_actions_are_told_to_those_to_whom_they_are_open(cast: Cast):
    def told(by):
        return {name for name in api_of(by)("GET", "/me").json()["actions"] if name.startswith("deal.")}

    assert "deal.win" in told(cast.ada)
    assert "deal.win" not in told(cast.ann)
    role = RoleDefinition.objects.get(code="representative").pk
    given = {"role": role, "object": "deal", "deed": "deal.win", "scope": "none", "forbid": True}
    write.create(ROLE_RIGHT, given, by=cast.dora, at=NOON)
    definitions.refresh()
    assert "deal.win" not in told(cast.ada)
    assert "deal.lose" in told(cast.ada)


def test_who_may_not_act_on_a_record_is_told_so_before_their_words_are_looked_at(cast: Cast):
    deal = make_deal(cast.ada, make_pipeline())

    assert api_of(cast.ann)("POST", f"/deals/{deal.id}/actions/win", {"nonsense": 1}).status_code == 403
    assert api_of(cast.ada)("POST", f"/deals/{deal.id}/actions/win", {"nonsense": 1}).status_code == 422


def test_an_action_takes_no_field_that_is_kept_from_the_caller(cast: Cast):
    deal = make_deal(cast.ada, make_pipeline())
    given = {"lost_reason": "price"}
    keep_from(cast, ("deal", "lost_reason"), may_see=True)

    refused = api_of(cast.ada)("POST", f"/deals/{deal.id}/actions/lose", given)

    assert refused.status_code == 422
    assert [error["reason"] for error in refused.json()["errors"]] == ["There is no such field."]
    assert api_of(cast.max)("POST", f"/deals/{deal.id}/actions/lose", given).status_code == 200


def test_offers_are_asked_for_by_who_sees_products(cast: Cast):
    lamp = make("product", cast.dora, name="Lamp")
    address = f"/offers?products={lamp.id}"

    assert api_of(cast.ada)("GET", address).status_code == 200
    assert api_of(cast.ada, objects_only=["company"])("GET", address).status_code == 403


def test_a_narrow_token_takes_no_import_back(cast: Cast):
    address = send(api_of(cast.ada), object="company", map=MAP)["Location"].removeprefix("/api/v1")
    drain()
    found = read.count(registry.get("company"), by=cast.ada, at=NOON).number

    assert api_of(cast.ada, objects_only=["company"])("POST", f"{address}/undo").status_code == 403
    drain()
    assert read.count(registry.get("company"), by=cast.ada, at=NOON).number == found > 0
