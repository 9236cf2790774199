"""Actions through the API: found by their name, asked for what they need, allowed to whom they are."""

import pytest

from odnos.engine.records import write
from odnos.objects.registry import registry
from tests.api.conftest import api_of
from tests.people import NOON


@pytest.fixture
def deal(cast):
    pipeline = write.create(registry.get("pipeline"), {"name": "Sales"}, by=cast.dora, at=NOON)
    stages = [
        write.create(
            registry.get("stage"),
            {"name": kind, "kind": kind, "pipeline": pipeline.id},
            by=cast.dora,
            at=NOON,
        )
        for kind in ("open", "won", "lost")
    ]
    return write.create(registry.get("deal"), {"name": "Big", "stage": stages[0].id}, by=cast.ada, at=NOON)


def test_an_action_is_done_and_answers_with_the_record(api, deal):
    answer = api("POST", f"/deals/{deal.id}/actions/win", {"closed_on": "2026-03-01"})

    body = answer.json()
    assert answer.status_code == 200
    assert (body["status"], body["closed_on"], answer["ETag"]) == (
        "won",
        "2026-03-01",
        f'"{body["version"]}"',
    )


def test_an_action_names_what_is_wrong_with_its_inputs(api, deal):
    answer = api("POST", f"/deals/{deal.id}/actions/win", {"closed_on": "soon", "mood": "good"})

    assert answer.status_code == 422
    assert [item["field"] for item in answer.json()["errors"]] == ["mood", "closed_on"] or [
        item["field"] for item in answer.json()["errors"]
    ] == ["mood"]
    assert api("GET", f"/deals/{deal.id}").json()["status"] == "open"


def test_an_action_that_there_is_not_is_not_found(api, deal):
    assert api("POST", f"/deals/{deal.id}/actions/explode").status_code == 404
    assert api("GET", f"/deals/{deal.id}/actions/win").status_code == 405


def test_an_action_is_refused_to_those_who_may_not(cast, api, cleo, deal):
    address = f"/deals/{deal.id}/actions/win"

    assert cleo("POST", address).status_code == 404
    assert api_of(cast.ann)("POST", address).status_code == 403
    assert api_of(cast.ada, read_only=True)("POST", address).status_code == 403
    assert api("GET", f"/deals/{deal.id}").json()["version"] == 1


def test_an_action_carries_a_key(api, deal):
    address, key = f"/deals/{deal.id}/actions/lose", {"Idempotency-Key": "one"}
    body = {"lost_reason": "price"}

    answers = [api("POST", address, body, **key) for _time in range(2)]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].json() == answers[1].json()
    assert answers[0].json()["lost_reason"] == "price"
