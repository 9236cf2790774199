"""Tokens: narrower than their user, and gone at once."""

import datetime as dt

import pytest
from django.test import Client

from odnos.api import callers
from tests.api.conftest import api_of
from tests.people import ADA, NOON, PASSWORD


def test_without_a_token_nothing_is_answered(api):
    for header in ({}, {"Authorization": "Bearer"}, {"Authorization": "Basic YTpi"}):
        answer = Client().get("/api/v1/companies", headers=header)
        assert answer.status_code == 401
        assert answer["WWW-Authenticate"].startswith('Bearer realm="odnos"')
        assert answer["Content-Type"] == "application/problem+json"


def test_a_wrong_token_is_told_apart_from_none(api):
    answer = api.with_token("odn_wrong")("GET", "/me")

    assert answer.status_code == 401
    assert 'error="invalid_token"' in answer["WWW-Authenticate"]


def test_a_secret_is_recognisable_and_only_its_hash_is_kept(cast):
    from odnos.engine.access.models import Token

    api = api_of(cast.ada)

    assert api.token.startswith("odn_")
    assert len(api.token) == 47
    assert api.token not in str(list(Token.objects.values()))


def test_a_read_only_token_reads(cast, api):
    api("POST", "/companies", {"name": "Acme"})
    narrow = api_of(cast.ada, read_only=True)

    assert narrow("GET", "/companies").json()["count"]["number"] == 1
    for method, path, body in (
        ("POST", "/companies", {"name": "B"}),
        ("PATCH", "/companies/1", {"name": "B", "version": 1}),
        ("DELETE", "/companies/1", None),
        ("POST", "/companies/1/restore", None),
        ("POST", "/companies/bulk", {"create": [{"name": "B"}]}),
    ):
        assert narrow(method, path, body).status_code == 403, (method, path)
    assert [item["name"] for item in api("GET", "/companies").json()["data"]] == ["Acme"]


def test_a_token_for_some_objects_sees_no_others(cast, api):
    company = api("POST", "/companies", {"name": "Acme"}).json()
    api("POST", "/contacts", {"name": "Ivan", "company": company["id"]})
    narrow = api_of(cast.ada, objects_only=["contact"])

    contact = narrow("GET", "/contacts?expand=titles").json()

    assert contact["data"][0]["company"] == company["id"]
    assert contact["titles"][f"company:{company['id']}"] is None
    assert narrow("GET", "/companies").status_code == 403
    assert narrow("GET", f"/companies/{company['id']}").status_code == 404
    assert narrow("GET", "/contacts?filter=company.name.is:Acme").json()["count"]["number"] == 0
    assert narrow("GET", "/search?q=Acme").json()["data"] == []


def test_a_token_never_gains_what_its_user_has_not(cast):
    narrow = api_of(cast.ann, objects_only=["company"])

    assert narrow("POST", "/companies", {"name": "B"}).status_code == 403


def test_a_token_ends_at_its_moment_and_when_it_is_revoked_and_with_its_user(cast, dora):
    from odnos.engine.access import tokens
    from odnos.engine.access.models import Token

    ended = api_of(cast.ada, expires_at=NOON + dt.timedelta(days=1))
    lasting = api_of(cast.ada)
    assert ended("GET", "/me").status_code == 401  # it was made long ago
    assert lasting("GET", "/me").status_code == 200

    tokens.revoke(Token.objects.get(digest=tokens.digest(lasting.token)).pk, at=NOON)
    assert lasting("GET", "/me").status_code == 401

    other = api_of(cast.cleo)
    cleo = dora("GET", f"/users/{cast.cleo.user_id}").json()
    dora("PATCH", f"/users/{cleo['id']}", {"is_active": False, "version": cleo["version"]})
    assert other("GET", "/me").status_code == 401


def test_guessing_is_slowed_down_but_valid_tokens_go_on(api):
    from django.core.cache import cache

    cache.clear()
    answers = [api.with_token(f"odn_{number}")("GET", "/me") for number in range(callers.MOST_FAILURES + 1)]

    assert [answer.status_code for answer in answers] == [401] * callers.MOST_FAILURES + [429]
    assert answers[-1]["Retry-After"] == "60"
    assert api("GET", "/me").status_code == 200
    cache.clear()


def test_me_says_who_and_what_they_may(api, cast):
    me = api("GET", "/me").json()

    assert (me["name"], me["email"], me["role"], me["team"]) == (
        "Ada",
        ADA.email,
        "representative",
        cast.teams["North"],
    )
    assert me["rights"]["company"] == {
        "see": "team",
        "create": "own",
        "edit": "team",
        "delete": "own",
        "export": "team",
        "import": "own",
    }
    assert me["token"] is None


@pytest.fixture
def browser_of_ada(cast):
    client = Client(enforce_csrf_checks=True)
    assert client.login(username=ADA.email, password=PASSWORD)
    return client


def test_a_session_reads_without_more(browser_of_ada):
    assert browser_of_ada.get("/api/v1/me").json()["name"] == "Ada"


def test_a_session_writes_only_with_the_token_of_our_pages(browser_of_ada, api):
    body = {"data": '{"name":"Acme"}', "content_type": "application/json"}

    assert browser_of_ada.post("/api/v1/companies", **body).status_code == 403
    browser_of_ada.cookies["csrftoken"] = "a" * 32
    assert (
        browser_of_ada.post("/api/v1/companies", **body, headers={"X-CSRFToken": "b" * 32}).status_code == 403
    )
    assert api("GET", "/companies").json()["count"]["number"] == 0
    assert (
        browser_of_ada.post("/api/v1/companies", **body, headers={"X-CSRFToken": "a" * 32}).status_code == 201
    )
