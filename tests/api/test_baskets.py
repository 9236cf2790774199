"""What is bought together, over the API: begun with the analyst's thresholds, looked at, taken back, its rules paged and sorted."""

import json

import pytest

from odnos.analytics.findings import jobs, runs  # noqa: F401 -- the worker finds its jobs by itself
from odnos.analytics.findings.models import FindingRun
from tests.analytics.findings import sold
from tests.api.conftest import api_of
from tests.people import NOON
from tests.working import drain

BASE = "/insights/baskets"
TERMS = {"support": 20, "confidence": 50.5}


@pytest.fixture
def shelf(cast, analytics):
    """Bread, butter, jam and salt; butter goes with bread, and jam with both."""
    shelf = sold.products(cast, "Bread", "Butter", "Jam", "Salt")
    bread, butter, jam, salt = shelf
    bought = [(bread, butter), (bread, butter), (bread, butter, jam), (jam,), (bread, salt)]
    for number, items in enumerate(bought):
        sold.basket(cast, str(number), *items)
    analytics.refresh()
    return shelf


def body(answer, status=200):
    assert answer.status_code == status, answer.content
    return json.loads(answer.content)


def worked_out(api, **terms):
    begun = api("POST", BASE, {**TERMS, **terms})
    drain()
    return body(begun, 202)["id"]


def names(some):
    return [
        f"{'+'.join(one['title'] for one in rule['left'])} > {rule['right'][0]['title']}" for rule in some
    ]


def test_a_run_is_begun_and_says_how_far_it_is(shelf, dora):
    begun = dora("POST", BASE, TERMS)
    run = body(begun, 202)

    assert (run["state"], run["progress"], run["outcome"], run["as_of"]) == ("waiting", 0, None, None)
    assert begun.headers["Location"] == f"/api/v1{BASE}/{run['id']}"
    said = {"source": "order", "support": 20.0, "confidence": 50.5, "lift": 1.0, "size": 4, "right_size": 1}
    assert run["terms"] == said | {"left_any": [], "left_none": [], "right_any": [], "right_none": []}
    assert body(dora("POST", BASE, TERMS), 202)["id"] == run["id"]
    drain()
    over = body(dora("GET", f"{BASE}/{run['id']}"))
    assert (over["state"], over["progress"]) == ("done", 100)
    assert over["outcome"] == {"baskets": 5, "products": 4, "sets": 9, "rules": 5}
    assert [item["id"] for item in body(dora("GET", BASE))["data"]] == [run["id"]]


def test_rules_come_in_pages_in_the_order_that_is_asked_for(shelf, dora):
    rules = f"{BASE}/{worked_out(dora)}/rules"
    first = body(dora("GET", f"{rules}?limit=2&sort=-lift"))
    second = body(dora("GET", f"{rules}?limit=2&sort=-lift&cursor={first['next']}"))
    last = body(dora("GET", f"{rules}?limit=2&sort=-lift&cursor={second['next']}"))

    every = [*first["data"], *second["data"], *last["data"]]
    assert (first["count"], first["found"], len(every), last["next"]) == (5, 5, 5, None)
    lifts = [rule["lift"] for rule in every]
    assert lifts == sorted(lifts, reverse=True)
    up = [rule["cases"] for rule in body(dora("GET", f"{rules}?sort=cases"))["data"]]
    assert up == sorted(up)
    [sure] = [rule for rule in every if names([rule]) == ["Butter > Bread"]]
    assert (sure["confidence"], sure["support"], sure["lift"], sure["cases"]) == (1.0, 0.6, 1.25, 3)
    assert dora("GET", f"{rules}?sort=price").status_code == 400
    assert dora("GET", f"{rules}?cursor=x").status_code == 400


def test_sides_are_what_the_analyst_wants(shelf, dora):
    bread, _butter, jam, _salt = shelf
    run = worked_out(dora, left_any=[jam], right_none=[bread])

    found = body(dora("GET", f"{BASE}/{run}/rules"))["data"]
    assert all(jam in [one["product"] for one in rule["left"]] for rule in found)
    assert {rule["right"][0]["title"] for rule in found} == {"Butter"}
    assert body(dora("GET", f"{BASE}/{run}"))["terms"]["left_any"] == [jam]


@pytest.mark.parametrize(
    "given, at",
    [
        ({"support": "much"}, "support"),
        ({"support": 0}, "support"),
        ({"size": 2.5}, "size"),
        ({"left_any": 7}, "left_any"),
        ({"left_any": [{}]}, "left_any"),
        ({"left_any": ["colour=blue"]}, "left_any"),
        ({"source": "call"}, "source"),
        ({"mood": 1}, "mood"),
    ],
)
def test_what_is_wrong_is_told_at_its_place(shelf, dora, given, at):
    refusal = body(dora("POST", BASE, given), 422)

    assert [item["field"] for item in refusal["errors"]] == [at]
    assert not FindingRun.objects.exists()


def test_a_run_is_taken_back_and_has_no_rules(shelf, dora):
    run = body(dora("POST", BASE, TERMS), 202)["id"]

    assert dora("GET", f"{BASE}/{run}/rules").status_code == 409
    assert body(dora("POST", f"{BASE}/{run}/cancel"))["state"] == "cancelled"
    drain()
    assert body(dora("GET", f"{BASE}/{run}"))["state"] == "cancelled"
    assert dora("GET", f"{BASE}/{run}/rules").status_code == 409


def test_a_run_is_nobodys_but_whose_it_is(cast, shelf, dora, cleo):
    run = worked_out(dora)

    for method, path in (("GET", ""), ("GET", "/rules"), ("POST", "/cancel")):
        assert cleo(method, f"{BASE}/{run}{path}").status_code == 404, path
    assert body(cleo("GET", BASE))["data"] == []
    customers = runs.begin("customers", {"customer": "contact"}, by=cast.dora, at=NOON)
    assert dora("GET", f"{BASE}/{customers.pk}").status_code == 404


def test_a_token_that_reaches_less_far_sees_and_begins_nothing(cast, shelf, dora):
    run = worked_out(dora)
    narrow, reader = api_of(cast.dora, objects_only=["company"]), api_of(cast.dora, read_only=True)

    assert narrow("GET", f"{BASE}/{run}/rules").status_code in (403, 404)
    assert narrow("POST", BASE, TERMS).status_code == 403
    assert narrow("GET", BASE).status_code == 403
    half = api_of(cast.dora, objects_only=["product"])
    assert body(half("GET", BASE))["data"] == []
    assert half("GET", f"{BASE}/{run}/rules").status_code == 404
    assert reader("GET", f"{BASE}/{run}/rules").status_code == 200
    assert reader("POST", BASE, {"support": 30}).status_code == 403
    assert reader("POST", f"{BASE}/{run}/cancel").status_code == 403
    assert FindingRun.objects.count() == 1


def test_rules_that_were_counted_with_other_rights_are_not_shown(cast, shelf, dora):
    run = worked_out(dora)
    FindingRun.objects.update(stamp="another")

    assert dora("GET", f"{BASE}/{run}/rules").status_code == 409
    outdated = body(dora("GET", f"{BASE}/{run}"))
    assert (outdated["is_outdated"], outdated["outcome"]) == (True, None)
