"""What is sent to the API means one thing, or is refused; never an error of ours."""

import json

import pytest

DEEP = b'{"name":' + b"[" * 5000 + b"]" * 5000 + b"}"
DEEPISH = b'{"name":' + b"[" * 300 + b"]" * 300 + b"}"


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b" ", 400),
        (b"{", 400),
        (b"[]", 422),
        (b"null", 422),
        (b'"name"', 422),
        (b'{"name":"A","name":"B"}', 400),
        (b'{"name":"A","address":{"city":"A","city":"B"}}', 400),
        (b'{"name":NaN}', 400),
        (b'{"employees":Infinity,"name":"A"}', 400),
        (b'{"employees":1e400000,"name":"A"}', 400),
        (b'{"employees":1e308,"name":"A"}', 422),
        (b'{"employees":1e-300,"name":"A"}', 422),
        (b'{"employees":' + b"9" * 5000 + b',"name":"A"}', 400),
        (b'{"employees":' + b"9" * 50 + b',"name":"A"}', 422),
        (b'{"annual_revenue":' + b"9" * 50 + b',"name":"A"}', 422),
        (b'{"annual_revenue":{"amount":"1","currency":"ABCDEF"},"name":"A"}', 422),
        (b'{"annual_revenue":{"amount":"1e999999999"},"name":"A"}', 422),
        (b'{"name":"\\ud800"}', 400),
        (b'{"\\udfff":"A"}', 400),
        (b'{"name":"\\u0000"}', 422),
        (b'{"name":"A","tags":["\\u0000"]}', 422),
        (b'{"name":"A","industry":"\\u0000"}', 422),
        (b'{"name":"A","address":{"city":"\\u0000"}}', 422),
        (b'{"name":"A","address":{"planet":"Mars"}}', 422),
        (b'{"name":"A","address":{"city":{"a":1}}}', 422),
        (b'{"name":"A","tags":{"a":1}}', 422),
        (b'{"name":"A","tags":"a,b"}', 422),
        (b'{"name":"A","tags":[1]}', 422),
        (b'{"name":true}', 422),
        (b'{"name":{"a":1}}', 422),
        (b'{"name":"A","parent":0}', 422),
        (b'{"name":"A","parent":99999999999999999999999}', 422),
        (b'{"name":"A","parent":"1"}', 422),
        (b'{"name":"A","parent":1.5}', 422),
        (b'{"name":"A","owner":999999}', 422),
        ('{"name":"Ž"}'.encode("iso8859-2"), 400),
        (DEEP, 400),
        (DEEPISH, 422),
    ],
)
def test_a_body_that_cannot_be_taken_is_refused(api, body, status):
    answer = api("POST", "/companies", body)

    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json"), (
        answer.content
    )
    assert json.loads(answer.content)["status"] == status
    assert api("GET", "/companies").json()["data"] == []


def test_a_body_that_is_missing_is_refused(api):
    assert api("POST", "/companies").status_code == 415


def test_other_media_types_are_refused(api):
    answer = api("POST", "/companies", b"name=A", **{"Content-Type": "application/x-www-form-urlencoded"})

    assert answer.status_code == 415


def test_a_body_that_is_too_large_is_refused(api, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000

    assert api("POST", "/companies", {"name": "A" * 2000}).status_code == 413


@pytest.mark.parametrize("days", ["0001-01-01", "9999-12-31", "10000-01-01", "0000-00-00", "2026-02-30"])
def test_days_at_the_ends_of_time_come_back_or_are_refused(api, days):
    answer = api("POST", "/contacts", {"name": "A", "birthday": days})

    assert answer.status_code in (201, 422)
    if answer.status_code == 201:
        assert answer.json()["birthday"] == days


@pytest.mark.parametrize(
    "written",
    [
        'name.contains:"\\u0000"',
        'name.is:"\\u0000"',
        'name.is:"\\ud800"',
        'name.in:["\\ud800"]',
        'name.starts:"\\u0000"',
        'tags.is:"\\u0000"',
        'address.contains:"\\ud800"',
        'industry.is:"\\u0000"',
        'email.is:"\\u0000"',
        'website.is:"\\u0000"',
        'phone.is:"\\u0000"',
        "employees.gt:99999999999999999999999999999999999999",
        "employees.gt:NaN",
        "employees.gt:1e999999999",
        "annual_revenue.gt:1e30",
        "parent.is:99999999999999999999999",
        "created_at.gt:0001-01-01",
        "created_at.gt:9999-12-31T23:59:59+00:00",
        "created_at.between:[9999-12-31,9999-12-31]",
        "created_at.within:last_99999999999_days",
        "updated_at.within:next_3000000_days",
        "name.is:[a,b]",
        "name.contains:[a,b]",
        "name.in:[[a]]",
        "employees.between:5",
        "employees.is:[1]",
        "id.is:x",
        "id.in:[]",
        "owner.is:me",
        "owner.name.contains:ada",
        "owner.owner.owner.name.is:x",
        "tags.name.is:x",
        "custom.is:x",
        "pk.is:1",
        "password.is:x",
        "owner.password.starts:argon",
        "name.regex:.*",
        "name.is",
        "name",
        "not()",
        "any()",
        "all(" * 20 + ")" * 20,
        "not(" * 20 + "name.is:x" + ")" * 20,
        '{"field":"name","op":"is","value":{"a":1}}',
        '{"field":"name","op":"is","value":[["a"]]}',
        '{"field":"name","op":"in","value":{"a":1}}',
        '{"field":"tags","op":"in","value":[["a"]]}',
        '{"field":"employees","op":"is","value":{"a":1}}',
        '{"field":"employees","op":"in","value":[true]}',
        '{"field":"created_at","op":"gt","value":5}',
        '{"field":"created_at","op":"between","value":[[],{}]}',
        '{"field":"parent","op":"is","value":true}',
        '{"field":"annual_revenue","op":"gt","value":{"amount":[]}}',
        '{"field":"annual_revenue","op":"gt","value":{"currency":5,"amount":1}}',
        '{"field":"address","op":"contains","value":{"a":"\\ud800"}}',
        '{"field":"","op":"is","value":1}',
        '{"all":{}}',
        '{"all":[1]}',
        '{"not":null}',
        "{}",
        "{",
    ],
)
def test_no_filter_makes_an_error_of_ours(api, written):
    from urllib.parse import quote

    answer = api("GET", f"/companies?filter={quote(written)}")

    assert answer.status_code in (200, 400), answer.content
    if answer.status_code == 400:
        assert "filter" in [item["field"] for item in answer.json()["errors"]]
