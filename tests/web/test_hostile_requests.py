"""What no page of ours sends is refused with a reason, and never met as a defect."""

import base64

import pytest
from django.test import Client

from tests.api.conftest import api_of
from tests.people import CLEO, PASSWORD, Cast
from tests.web.sales import browser_of, make_deal, make_pipeline


def cursor(written: str) -> str:
    return base64.urlsafe_b64encode(written.encode()).decode().rstrip("=")


@pytest.mark.parametrize(
    "written, sort",
    [
        ('["2026-01-01T00:00:00+00:00",999999999999999999999999,true]', "-updated_at"),
        ('["2026-01-01T00:00:00+00:00",-999999999999999999999999,true]', "-updated_at"),
        ('["\\u0000",1,false]', "name"),
        ('["\\ud800",1,false]', "name"),
        ("[1e308,1,true]", "amount"),
        ('["1e400",1,true]', "amount"),
        ('["NaN",1,true]', "amount"),
        ("{}", "id"),
        ('"x"', "id"),
    ],
)
def test_a_cursor_that_odnos_did_not_write_is_refused(cast: Cast, written: str, sort: str):
    make_deal(cast.ada, make_pipeline())

    for answer in (
        api_of(cast.ada)("GET", f"/deals?cursor={cursor(written)}&sort={sort}"),
        browser_of(cast.ada).get(f"/deals?after={cursor(written)}&sort={sort}"),
    ):
        assert answer.status_code == 400


@pytest.mark.parametrize("written", ['name.is:"\\x"', 'name.is:"\\u12"', 'name.is:"\\ud800"'])
def test_a_filter_with_a_broken_text_is_refused(cast: Cast, written: str):
    assert api_of(cast.ada)("GET", f"/deals?filter={written}").status_code == 400


@pytest.mark.parametrize(
    "onward",
    [
        "//evil.example",
        "/\\evil.example",
        "https://evil.example",
        "javascript:alert(1)",
        "/\t/evil.example",
        "/x\r\nSet-Cookie: a=b",
        " //evil.example",
        "///evil.example",
    ],
)
def test_no_form_leads_out_of_the_house_or_writes_a_header(cast: Cast, onward: str):
    deal = make_deal(cast.cleo, make_pipeline())
    client = browser_of(cast.cleo)
    asked = {"email": CLEO.email, "password": PASSWORD, "next": onward}

    answers = [
        Client().post("/sign-in", asked),
        client.post("/preferences", {"theme": "dark", "next": onward}),
        client.post(f"/deals/{deal.id}/delete", {"next": onward}, headers={"HX-Request": "true"}),
        client.post(f"/deals/{deal.id}/restore", {"next": onward}),
    ]

    for answer in answers:
        assert answer.status_code in (200, 302)
        led = answer.headers.get("Location") or answer.headers["HX-Redirect"]
        assert led in ("/", "/deals", f"/deals/{deal.id}")
        assert "a" not in answer.cookies


def test_a_nul_byte_at_the_door_is_a_wrong_password(cast: Cast):
    assert (
        Client().post("/sign-in", {"email": "cleo\x00@odnos.example", "password": "\x00"}).status_code == 422
    )


def test_a_nul_byte_names_no_token(cast: Cast):
    assert browser_of(cast.ada).post("/settings/tokens", {"name": "a\x00b"}).status_code == 422


@pytest.mark.parametrize(
    "method, path", [("POST", "companies"), ("PATCH", "companies/1"), ("DELETE", "companies/1")]
)
@pytest.mark.parametrize(
    "content_type", ["application/json", "text/plain", "application/x-www-form-urlencoded"]
)
def test_a_cookie_alone_writes_nothing_over_the_api(cast: Cast, method: str, path: str, content_type: str):
    client = browser_of(cast.ada)
    client.handler.enforce_csrf_checks = True

    answer = client.generic(
        method, f"/api/v1/{path}", '{"name": "x", "version": 1}', content_type=content_type
    )

    assert answer.status_code == 403
