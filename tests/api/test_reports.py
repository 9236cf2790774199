"""A report over the API: the figures that the caller may see, and refusals that say where the mistake is."""

import json
from urllib.parse import quote

from odnos.engine.records import write
from odnos.objects.registry import registry
from tests.access.keeping import keep_from
from tests.people import NOON

pytest_plugins = ("tests.analytics.reports.shop",)

BY_OWNER = {
    "object": "deal",
    "measures": [{"kind": "count"}, {"kind": "sum", "path": "amount"}],
    "rows": [{"path": "owner"}],
    "period": {"path": "closes_on", "span": "2026-01-01..2026-03-31"},
}


def test_a_report_is_answered_within_the_callers_rights(api, shop):
    answer = api("POST", "/reports/run", BY_OWNER)

    body = answer.json()
    assert answer.status_code == 200
    assert {line["groups"][0]["text"]: line["figures"] for line in body["lines"]} == {
        "Ada": [[3, "3800.5"]],
        "Ben": [[2, "1150"]],
    }
    assert body["total"]["figures"] == [[5, "4950.5"]]
    assert body["measures"][1] == {"label": "Sum of Amount", "unit": "money", "currency": "EUR"}
    assert body["as_of"] == "2026-03-02T12:00:00Z"
    assert body["words"].startswith(
        "Number of Deals; Sum of Amount by Owner where Expected close is between 1 Jan"
    )
    assert body["words"].endswith(", of the Deals that you may see.")
    asked = api("GET", f"/reports/run?ask={quote(json.dumps(BY_OWNER))}")
    assert asked.json() == body


def test_the_filter_of_a_line_lists_its_records(api, shop):
    [ada, *_rest] = api("POST", "/reports/run", BY_OWNER).json()["lines"]

    found = api("GET", f"/deals?filter={quote(ada['filter'])}").json()["data"]

    assert len(found) == ada["figures"][0][0] == 3


def test_what_cannot_be_asked_is_refused_where_the_mistake_is(api, shop):
    for ask, field in (
        ({"object": "deal", "rows": [{"path": "status"}, {"path": "nothing"}]}, "rows.1"),
        ({"object": "deal", "measures": [{"kind": "sum", "path": "name"}]}, "measures.0"),
        ({"object": "nothing"}, "object"),
        ({"object": "deal", "where": "nothing.is:1"}, "filter"),
        ({"object": "deal", "period": {"path": "closes_on", "span": "some_time"}}, "period"),
    ):
        answer = api("POST", "/reports/run", ask)
        assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, field), answer.json()
    for wrong in ({}, {"object": "deal", "measures": 5}, {"object": "deal", "chart": "sphere"}):
        assert api("POST", "/reports/run", wrong).status_code == 400, wrong
    assert api("GET", "/reports/run").json()["errors"][0]["field"] == "ask"


def test_without_a_store_there_are_no_figures_yet(api):
    answer = api("POST", "/reports/run", BY_OWNER)

    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")


def test_a_kept_report_is_answered_with_its_parameters(api, shop):
    asked = {"name": "By owner", "definition": json.dumps(BY_OWNER)}
    number = api("POST", "/reports", asked).json()["id"]

    def owners(parameters):
        lines = api("GET", f"/reports/run?report={number}{parameters}").json()["lines"]
        return {line["groups"][0]["text"]: line["figures"][0][0] for line in lines}

    assert owners("") == {"Ada": 3, "Ben": 2}
    assert owners("&person=me") == {"Ada": 3}
    assert owners("&team=mine") == {"Ada": 3, "Ben": 2}
    assert owners("&span=1999-01-01..1999-12-31") == {}
    same = api("GET", f"/reports/run?ask={quote(json.dumps(BY_OWNER))}&person=me").json()
    assert [line["groups"][0]["text"] for line in same["lines"]] == ["Ada"]


def test_what_a_kept_report_says_of_a_hidden_field_is_left_out(api, shop, cast):
    number = api("POST", "/reports", {"name": "By owner", "definition": json.dumps(BY_OWNER)}).json()["id"]

    keep_from(cast, ("deal", "amount"))

    body = api("GET", f"/reports/run?report={number}").json()
    assert [head["label"] for head in body["measures"]] == ["Number of Deals"]
    assert body["total"]["figures"] == [[5]]


def test_a_report_that_is_not_shared_has_no_answer_and_parameters_are_refused_by_name(api, shop, cast):
    hidden = write.create(
        registry.get("report"), {"name": "Own", "definition": json.dumps(BY_OWNER)}, by=cast.cleo, at=NOON
    )

    assert api("GET", f"/reports/run?report={hidden.id}").status_code == 404
    for given, field in (
        ("report=x", "report"),
        (f"report={'9' * 30}", "report"),
        (f"ask={quote(json.dumps(BY_OWNER))}&person=Ada", "person"),
        (f"ask={quote(json.dumps(BY_OWNER))}&team=me", "team"),
        (f"ask={quote(json.dumps(BY_OWNER))}&span=some_time", "period"),
        (f"ask={quote(json.dumps({'object': 'nothing'}))}&person=me", "object"),
    ):
        answer = api("GET", f"/reports/run?{given}")
        assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, field), given
