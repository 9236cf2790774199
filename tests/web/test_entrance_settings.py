"""Help by administrators and by the command line, invitations, sessions, and what the site sends along."""

import datetime as dt
import re

import pyotp
import pytest
from django.test import Client

from odnos.engine.access.entrance import codes, factors, policy
from odnos.engine.audit.models import Entry
from odnos.engine.tables import definitions
from tests.people import ADA, DORA, Cast
from tests.web.entering import app_of, demand, is_out, knock, now
from tests.web.sales import browser_of


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
