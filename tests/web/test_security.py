"""Second factors and the two steps of signing in: what lets in, what does not, and what the trail says."""

import datetime as dt
import re

import pyotp
import pytest
from django.test import Client

from odnos.domains.organisation import factors as own
from odnos.engine.access import limits
from odnos.engine.access.entrance import codes, factors, policy, recovery
from odnos.engine.access.entrance.models import Authenticator, Knock, Policy, RecoveryCode
from odnos.engine.access.models import SignIn, User
from odnos.engine.audit.models import Entry
from odnos.engine.tables import definitions
from tests.people import ADA, BEN, DORA, PASSWORD, Cast
from tests.web.sales import browser_of


def now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def knock(client: Client, email: str = ADA.email, password: str = PASSWORD, **more):
    return client.post("/sign-in", {"email": email, "password": password, **more})


def app_of(actor, *, ago: int = 60) -> pyotp.TOTP:
    """Give somebody an authenticator app; the code that showed it is `ago` seconds old."""
    secret, at = codes.new_secret(), now() - dt.timedelta(seconds=ago)
    user = User.objects.get(pk=actor.user_id)
    own.add_app(user, secret, pyotp.TOTP(secret).at(at), by=actor, at=at)
    return pyotp.TOTP(secret)


def demand(*roles: str, only_single: bool = False) -> None:
    Policy.objects.create(second_factor_roles=list(roles), only_single_sign_on=only_single)
    definitions.refresh()


def is_out(client: Client) -> bool:
    answer = client.get("/settings/profile")
    return answer.status_code == 302 and answer["Location"].startswith("/sign-in")


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


def test_guessing_codes_ends_after_a_few_but_the_owner_gets_in_with_a_known_device(cast: Cast):
    known = Client()
    knock(known)
    app = app_of(cast.ada)
    known.post("/sign-out")
    stranger = Client()
    knock(stranger)
    wrong = "000000" if app.now() != "000000" else "111111"

    told = [
        stranger.post("/sign-in/second", {"code": wrong}).status_code for _n in range(limits.FACTOR.most + 1)
    ]
    assert told == [422] * limits.FACTOR.most + [429]
    right = Client()
    knock(right)
    assert right.post("/sign-in/second", {"code": app.now()}).status_code == 429, (
        "strangers share their tries"
    )

    knock(known)
    assert known.post("/sign-in/second", {"code": app.now()}).status_code == 302


def test_guessing_passwords_elsewhere_does_not_lock_a_known_device_out(cast: Cast, monkeypatch):
    known, stranger = Client(), Client()
    knock(known)
    known.post("/sign-out")
    for _n in range(limits.ACCOUNT.most):
        limits.take([(limits.ACCOUNT, ADA.email)], at=now())

    assert knock(stranger).status_code == 429
    assert knock(known).status_code == 302


def test_a_device_that_another_person_used_is_a_strange_one(cast: Cast):
    client = Client()
    knock(client)
    client.post("/sign-out")
    for _n in range(limits.ACCOUNT.most):
        limits.take([(limits.ACCOUNT, BEN.email)], at=now())

    assert knock(client, BEN.email).status_code == 429


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


def test_an_administrator_resets_somebodys_factors(cast: Cast):
    app_of(cast.ada)
    client = Client()
    address = f"/settings/users/{cast.ada.user_id}/factors/reset"

    assert browser_of(cast.ben).post(address).status_code == 403
    assert factors.has_second(cast.ada.user_id)
    assert browser_of(cast.dora).post(address).status_code == 302

    assert not factors.has_second(cast.ada.user_id)
    assert knock(client)["Location"] == "/"
    entry = Entry.objects.get(action="factors_reset")
    assert (entry.record_id, entry.actor_id, entry.diff) == (cast.ada.user_id, cast.dora.user_id, {})


def test_an_invitation_is_renewed_withdrawn_and_expires(cast: Cast):
    admin, address = browser_of(cast.dora), f"/settings/users/{cast.ada.user_id}"

    def made() -> str:
        page = admin.post(f"{address}/link", follow=True).content.decode()
        return re.search(r"/join/[\w-]+", page)[0]

    first, second = made(), made()
    assert (Client().get(first).status_code, Client().get(second).status_code) == (410, 200)
    assert second not in admin.get(f"{address}/access").content.decode(), "shown once"
    admin.post(f"{address}/link/withdrawal")
    assert Client().get(second).status_code == 410
    assert Client().post(second, {"password": "blue lamps on the quay"}).status_code == 410

    from odnos.engine.access.entrance import invitations

    key = invitations.make(cast.ada.user_id, made_by=None, at=now() - dt.timedelta(days=3, seconds=1))
    assert Client().get(f"/join/{key}").status_code == 410
    actions = list(
        Entry.objects.filter(record_id=cast.ada.user_id).order_by("pk").values_list("action", flat=True)
    )
    assert actions[-3:] == ["invited", "invited", "invitation_withdrawn"]


def test_a_new_password_by_link_does_not_jump_the_second_step(cast: Cast):
    from odnos.domains.organisation import doors

    app_of(cast.ada)
    key = doors.invite(User.objects.get(pk=cast.ada.user_id), by=cast.dora, at=now())
    client = Client()

    answer = client.post(f"/join/{key}", {"password": "blue lamps on the quay"})

    assert answer["Location"] == "/sign-in/second"
    assert is_out(client)


def test_a_new_device_is_told_to_the_others_and_not_to_itself(cast: Cast):
    first, second = Client(), Client(headers={"User-Agent": "Mozilla/5.0 (Windows) Firefox/130.0"})
    knock(first)
    assert "new device" not in first.get("/settings/security").content.decode(), "the first one of all"
    knock(second)

    told = "Somebody signed in to your account with a new device"
    assert told in first.get("/settings/security").content.decode()
    assert told in first.get("/").content.decode()
    assert told not in second.get("/settings/security").content.decode()
    second.post("/settings/security/news")
    assert told in first.get("/settings/security").content.decode()
    first.post("/settings/security/news")
    assert told not in first.get("/settings/security").content.decode()


def test_tries_are_listed_for_the_person_and_for_administrators_alone(cast: Cast):
    knock(Client(headers={"User-Agent": "Mozilla/5.0 (X11; Linux) Chrome/140.0"}), password="guess")
    knock(Client(), email="nobody@odnos.example", password="guess")

    own_page = browser_of(cast.ada).get("/settings/security").content.decode()
    assert ("Chrome, Linux" in own_page, "Refused" in own_page) == (True, True)
    everybody = browser_of(cast.dora).get("/settings/entrance/tries").content.decode()
    assert ("Nobody known" in everybody, "nobody@odnos.example" in everybody) == (True, False)
    assert browser_of(cast.ada).get("/settings/entrance/tries").status_code == 403
    assert policy.current() == policy.Rules()


def test_all_other_sessions_end_at_once(cast: Cast):
    here, there = Client(), Client()
    knock(here)
    knock(there)

    here.post("/settings/security/sessions/end")

    assert (is_out(here), is_out(there)) == (False, True)


def test_cookies_of_a_secure_site_belong_to_this_host_alone():
    import subprocess
    import sys

    script = (
        "import django, os; django.setup(); from django.conf import settings as s;"
        "from odnos.web.pages.entry.admission import device_cookie as d;"
        "print(s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME, d(), s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SECURE_HSTS_SECONDS)"
    )

    def said(url: str) -> str:
        import os

        env = {**os.environ, "ODNOS_URL": url, "DJANGO_SETTINGS_MODULE": "odnos.config.settings"}
        return subprocess.run(
            [sys.executable, "-c", script], env=env, capture_output=True, text=True, check=True
        ).stdout

    assert said("https://crm.example.com").split() == [
        "__Host-session", "__Host-csrf", "__Host-device", "True", "True", "31536000",
    ]  # fmt: skip
    assert said("http://localhost:8000").split() == ["session", "csrftoken", "device", "False", "False", "0"]


@pytest.mark.parametrize(("header", "sent"), [(None, False), ("HTTP_X_FORWARDED_PROTO", True)])
def test_hsts_is_sent_when_the_connection_is_secure_as_far_as_we_may_believe(
    cast: Cast, settings, header, sent
):
    settings.SECURE_HSTS_SECONDS = 31_536_000
    settings.SECURE_PROXY_SSL_HEADER = (header, "https") if header else None
    client = Client(headers={"X-Forwarded-Proto": "https"})

    assert ("Strict-Transport-Security" in client.get("/sign-in").headers) is sent
    assert Client(headers={}).get("/sign-in", secure=False).headers.get("Strict-Transport-Security") is None


def test_the_command_line_helps_the_last_administrator(cast: Cast, capsys):
    import argparse

    from odnos.config.command import user_
    from odnos.engine.access.entrance.models import Passkey

    app_of(cast.dora)
    demand("administrator", only_single=True)
    assert knock(Client(), DORA.email)["Location"] == "/sign-in/second"

    parser = argparse.ArgumentParser()
    user_.arguments(parser)
    assert user_._reset(parser.parse_args(["reset", DORA.email, "--let-passwords-in"])) == 0

    assert (factors.has_second(cast.dora.user_id), Passkey.objects.count()) == (False, 0)
    definitions.refresh()
    assert policy.current() == policy.Rules(second_factor_roles=frozenset(("administrator",)))
    assert knock(Client(), DORA.email)["Location"] == "/sign-in/setup"
    assert Entry.objects.get(action="factors_reset").source == "command"


def test_secrets_survive_a_new_key_and_open_for_one_purpose_alone(settings):
    from odnos.engine.access.entrance import sealed

    kept = sealed.seal("JBSWY3DPEHPK3PXP", "authenticator")
    with pytest.raises(sealed.Unreadable):
        sealed.unseal(kept, "provider")
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another", [settings.SECRET_KEY]
    assert sealed.unseal(kept, "authenticator") == "JBSWY3DPEHPK3PXP"
    settings.SECRET_KEY_FALLBACKS = []
    with pytest.raises(sealed.Unreadable):
        sealed.unseal(kept, "authenticator")


@pytest.mark.parametrize(
    "password",
    [
        "short",
        "password123!",
        "P@ssw0rd2024",
        "qwertyuiop12",
        "letmeinletmein",
        "aaaaaaaaaaaa",
        "abcabcabcabc",
        "fedcba987654",
        "любовь2024!",
        "dragon dragon",
        "ada@odnos.example1",
        "x" * 201,
    ],
)
def test_what_is_guessed_first_is_no_password_anywhere(cast: Cast, password: str):
    from odnos.domains.organisation import doors

    given = {"old": PASSWORD, "password": password}
    assert browser_of(cast.ada).post("/settings/security/password", given).status_code == 422
    key = doors.invite(User.objects.get(pk=cast.ada.user_id), by=cast.dora, at=now())
    assert Client().post(f"/join/{key}", {"password": password}).status_code == 422
    assert Client().get(f"/join/{key}").status_code == 200, "the link is not spent by a refusal"
    assert knock(Client()).status_code == 302


@pytest.mark.parametrize(
    "password", ["blue lamps on the quay", "xkcdstaplepurple", "1950-2026-blue", "дождь над тихой бухтой"]
)
def test_words_of_ones_own_need_no_digits_or_signs(cast: Cast, password: str):
    given = {"old": PASSWORD, "password": password}

    assert browser_of(cast.ada).post("/settings/security/password", given).status_code == 302


def test_nobody_with_borrowed_eyes_sees_how_somebody_gets_in(cast: Cast):
    admin = browser_of(cast.dora)
    admin.post(f"/settings/users/{cast.ada.user_id}/seeing")

    assert admin.get("/settings/security").status_code == 403
    assert admin.get("/settings/security/app").status_code == 403
    assert admin.post("/settings/security/sessions/end").status_code == 403


@pytest.mark.parametrize(
    "address",
    [
        "/sign-in",
        "/settings/security",
        "/settings/security/app",
        "/settings/entrance",
        "/settings/entrance/tries",
        "/settings/entrance/providers/new",
        "/confirm",
        "/settings/users/$ada/access",
    ],
)
def test_pages_of_signing_in_have_nothing_inline_and_come_from_nowhere_else(cast: Cast, address: str):
    client = Client() if address == "/sign-in" else browser_of(cast.dora)
    answer = client.get(address.replace("$ada", str(cast.ada.user_id)))
    page = answer.content.decode()

    assert answer.status_code == 200
    assert "unsafe" not in answer["Content-Security-Policy"]
    assert re.findall(r"<script(?![^>]*\ssrc=)|<style|\sstyle=|\son\w+=|javascript:", page) == []
    assert re.findall(r"(?:src|href)=\"(?:https?:)?//[^\"]*", page) == []
    assert answer["Cache-Control"] == "private, no-store"


def test_the_picture_for_the_app_is_the_code_of_its_address():
    import segno

    text = codes.address(codes.new_secret(), email=ADA.email, company="Acme & Sons <Ltd>")
    picture = str(codes.picture(text))

    dark = set()
    for x, y, length in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\d+z", picture):
        dark |= {(int(x) + step, int(y)) for step in range(int(length))}
    rows = list(segno.make(text, error="m", micro=False).matrix_iter(border=3))
    assert dark == {(x, y) for y, row in enumerate(rows) for x, cell in enumerate(row) if cell}
    assert f'viewBox="0 0 {len(rows)} {len(rows)}"' in picture
    assert pyotp.parse_uri(text).name == ADA.email
