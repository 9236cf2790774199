"""A rule, a gate or a territory made in one process holds in every other before its next answer."""

import time

import pytest

from odnos.engine.access.actor import system_actor
from odnos.engine.records import read
from odnos.objects.registry import registry
from tests.engine.merging import stages
from tests.people import ADA, DORA

pytestmark = pytest.mark.faults
TRIES = 24
"""Each answered by one of the processes that answer: all of them have their turn."""


@pytest.fixture
def ask(live):
    """Return `ask(who, method, path, body)`: the status and the answer of one of two processes, any of them."""
    live.restart(ODNOS_WORKERS="2")
    tokens = {person: live.token(person.email) for person in (ADA, DORA)}

    def call(who, method, path, body=None):
        headers = {"If-Match": "*"} if method == "PATCH" else {}
        return live.api(method, path, token=tokens[who], body=body, headers=headers)

    return call


def test_a_rule_is_obeyed_by_every_process_at_once_and_gone_from_all_at_once(ask):
    rule = {
        "name": "Large firms are called",
        "object": "company",
        "condition": "employees.gt:100",
        "effect": "required",
        "targets": ["phone"],
    }
    large = {"name": "Large", "employees": 500}

    status, made = ask(DORA, "POST", "/field-rules", rule)
    assert status == 201
    assert {ask(ADA, "POST", "/companies", large)[0] for _ in range(TRIES)} == {422}
    assert ask(DORA, "PATCH", f"/field-rules/{made['id']}", {"is_on": False})[0] == 200
    assert {ask(ADA, "POST", "/companies", large)[0] for _ in range(TRIES)} == {201}


def test_a_gate_closes_and_opens_in_every_process_at_once(ask):
    talk, won, _lost = stages()
    _status, deal = ask(ADA, "POST", "/deals", {"name": "Lamps", "stage": talk.id})

    status, gate = ask(DORA, "POST", "/stage-gates", {"stage": won.id, "needed": ["amount"]})
    assert status == 201
    moves = [ask(ADA, "PATCH", f"/deals/{deal['id']}", {"stage": won.id})[0] for _ in range(TRIES)]
    assert set(moves) == {422}
    assert ask(DORA, "DELETE", f"/stage-gates/{gate['id']}")[0] in (200, 204)
    assert ask(ADA, "PATCH", f"/deals/{deal['id']}", {"stage": won.id})[0] == 200


def test_a_territory_places_what_every_process_writes_and_the_worker_what_was_there(ask):
    _status, old = ask(ADA, "POST", "/companies", {"name": "Old", "industry": "technology"})

    _status, north = ask(DORA, "POST", "/territories", {"name": "North"})
    rule = {"territory": north["id"], "object": "company", "filter": "industry.is:technology"}
    assert ask(DORA, "POST", "/territory-rules", rule)[0] == 201
    made = [
        ask(ADA, "POST", "/companies", {"name": f"New {n}", "industry": "technology"})[1]
        for n in range(TRIES)
    ]

    assert {territory_of(company["id"]) for company in made} == {north["id"]}
    end = time.monotonic() + 60
    while territory_of(old["id"]) != north["id"]:
        assert time.monotonic() < end, "the worker has not placed what was there before"
        time.sleep(0.1)


def territory_of(company_id):
    by = system_actor("a look at a territory")
    row = read.get(registry.get("company"), company_id, by=by)
    return row["territory"]
