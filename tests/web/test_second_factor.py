"""Second factors and the two steps of signing in: what lets in, what does not, and what the trail says."""

import datetime as dt
import re

import pyotp
import pytest
from django.test import Client

from odnos.domains.organisation import factors as own
from odnos.engine.access.entrance import codes, factors, recovery
from odnos.engine.access.entrance.models import Authenticator, Knock, Policy, RecoveryCode
from odnos.engine.access.models import SignIn, User
from odnos.engine.audit.models import Entry
from tests.people import BEN, DORA, PASSWORD, Cast
from tests.web.entering import app_of, demand, is_out, knock, now
from tests.web.sales import browser_of


def test_the_password_alone_is_half_the_way_and_the_code_the_rest(cast: Cast):
    app, client = app_of(cast.ada), Client()

    first = knock(client, next="/deals")
    assert (first["Location"], is_out(client), SignIn.objects.count()) == ("/sign-in/second", True, 0)
    second = client.post("/sign-in/second", {"code": app.now()})

    assert second["Location"] == "/deals"
    assert client.session["second"] == "code"
    assert not is_out(client)


def test_a_code_is_taken_once(cast: Cast):
    app, code = app_of(cast.ada), ""
    code = app.now()
    for client, status in ((Client(), 302), (Client(), 422)):
        knock(client)
        assert client.post("/sign-in/second", {"code": code}).status_code == status

    assert Knock.objects.filter(outcome="second_wrong").count() == 1
    assert not codes.spend(cast.ada.user_id, app.at(now() - dt.timedelta(seconds=30)), at=now()), (
        "an older one"
    )


@pytest.mark.parametrize("code", ["", "12345", "abcdef", "١٢٣٤٥٦", "1234567", "\0", "000000 or 1=1"])
def test_what_is_no_code_is_refused(cast: Cast, code: str):
    app_of(cast.ada)
    client = Client()
    knock(client)

    assert client.post("/sign-in/second", {"code": code}).status_code == 422
    assert is_out(client)


def test_a_recovery_code_lets_in_once_and_is_in_the_trail(cast: Cast):
    secret, user = codes.new_secret(), User.objects.get(pk=cast.ada.user_id)
    made = own.add_app(user, secret, pyotp.TOTP(secret).now(), by=cast.ada, at=now())

    for typed, status in ((made[0].upper().replace("-", " "), 302), (made[0], 422), (made[1], 302)):
        client = Client()
        knock(client)
        assert client.post("/sign-in/second", {"recovery": typed}).status_code == status

    assert (len(made), recovery.left(user.pk)) == (10, 8)
    assert Entry.objects.filter(action="recovery_code_used").count() == 2
    kept = {*RecoveryCode.objects.values_list("digest", flat=True), Authenticator.objects.get().secret}
    assert kept.isdisjoint({*made, secret})
    diffs = str(list(Entry.objects.values_list("diff", flat=True)))
    assert not any(code in diffs for code in made)
    assert secret not in diffs


def test_no_page_opens_between_the_steps(cast: Cast):
    """Every address, with the password shown and the code not."""
    from django.urls import URLPattern, get_resolver

    from tests.contract.routes import WEB
    from tests.contract.walks import patterns

    assert URLPattern
    assert get_resolver()
    app_of(cast.dora)
    client = Client(raise_request_exception=False)
    knock(client, DORA.email)
    opened = []
    for pattern in patterns():
        if pattern.startswith(("api/", "static/")) or WEB[pattern][0] == "open":
            continue
        address = "/" + re.sub(r"<[^>]+>", "1", pattern.replace("<kind:kind>", "companies"))
        for method in ("get", "post"):
            answer = getattr(client, method)(address)
            if answer.status_code != 302 or not answer["Location"].startswith("/sign-in"):
                opened.append((method, address, answer.status_code))

    assert opened == []
    assert client.get("/api/v1/me").status_code == 401
    assert client.get("/api/v1/companies").status_code == 401


def test_half_the_way_is_forgotten_when_the_password_changes_or_time_passes(cast: Cast):
    app, client = app_of(cast.ada), Client()
    knock(client)
    session = client.session
    session["pending"] = session["pending"] | {"at": (now() - dt.timedelta(minutes=11)).isoformat()}
    session.save()
    assert client.post("/sign-in/second", {"code": app.now()})["Location"] == "/sign-in"

    knock(client)
    browser_of(cast.ada).post(
        "/settings/security/password", {"old": PASSWORD, "password": "blue lamps on the quay"}
    )
    assert client.post("/sign-in/second", {"code": app.now()})["Location"] == "/sign-in"
    assert is_out(client)


def test_the_session_key_changes_at_each_step(cast: Cast):
    app, client = app_of(cast.ada), Client()
    client.session.save()
    keys = [client.session.session_key]
    knock(client)
    keys.append(client.session.session_key)
    client.post("/sign-in/second", {"code": app.now()})
    keys.append(client.session.session_key)

    assert len(set(keys)) == 3


def test_a_role_that_needs_a_second_factor_leads_to_one(cast: Cast):
    demand("representative")
    client = Client()

    assert knock(client)["Location"] == "/sign-in/setup"
    assert is_out(client)
    page = client.get("/sign-in/setup").content.decode()
    secret = re.search(r'class="app-key">([A-Z2-7 ]+)<', page)[1].replace(" ", "")
    assert client.post("/sign-in/setup", {"code": "000000"}).status_code == 422
    shown = client.post("/sign-in/setup", {"code": pyotp.TOTP(secret).now()}).content.decode()

    assert len(re.findall(r"<code>[a-z2-9-]{19}</code>", shown)) == 10
    assert not is_out(client)
    assert knock(Client(), DORA.email)["Location"] == "/"


def test_a_new_rule_holds_for_sessions_that_are_open(cast: Cast):
    with_app, without = Client(), Client()
    app = app_of(cast.ada)
    knock(with_app)
    with_app.post("/sign-in/second", {"code": app.now()})
    knock(without, BEN.email)

    demand("representative")

    assert (is_out(with_app), is_out(without)) == (False, True)
    assert without.get("/api/v1/me").status_code == 401


def test_whoever_needs_a_factor_keeps_the_last_one(cast: Cast):
    app_of(cast.ada)
    demand("representative")
    client = browser_of(cast.ada)
    session = client.session
    session["second"] = "code"
    session.save()

    assert client.post("/settings/security/app/removal").status_code == 422
    assert factors.has_second(cast.ada.user_id)
    Policy.objects.update(second_factor_roles=[], version=2)
    assert client.post("/settings/security/app/removal").status_code == 302
    assert factors.factors_of(cast.ada.user_id) == factors.Factors(app=False, passkeys=0, recovery=0)


def test_old_sign_ins_are_asked_again_before_factors_change(cast: Cast):
    client = Client()
    knock(client)
    assert client.get("/settings/security/app").status_code == 200
    session = client.session
    session["confirmed_at"] = (now() - dt.timedelta(minutes=31)).isoformat()
    session.save()

    asked = client.get("/settings/security/app")
    assert asked["Location"] == "/confirm?next=/settings/security/app"
    assert client.post("/settings/tokens", {"name": "x"})["Location"] == "/confirm?next=/settings/tokens"
    assert client.post("/confirm", {"password": "guess", "next": "/settings/tokens"}).status_code == 422
    assert (
        client.post("/confirm", {"password": PASSWORD, "next": "//evil.example"})["Location"]
        == "/settings/security"
    )
    assert client.get("/settings/security/app").status_code == 200


def test_a_new_password_by_link_does_not_jump_the_second_step(cast: Cast):
    from odnos.domains.organisation import doors

    app_of(cast.ada)
    key = doors.invite(User.objects.get(pk=cast.ada.user_id), by=cast.dora, at=now())
    client = Client()

    answer = client.post(f"/join/{key}", {"password": "blue lamps on the quay"})

    assert answer["Location"] == "/sign-in/second"
    assert is_out(client)
