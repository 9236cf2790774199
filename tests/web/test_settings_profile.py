"""Settings: one's own profile, password, sessions and tokens."""

import re

from django.test import Client

from odnos.engine.access import sign_in
from odnos.engine.access.models import SignIn, Token, User
from tests.people import ADA, NOON, PASSWORD, Cast
from tests.web.sales import browser_of


def test_people_change_their_own_profile_and_nothing_more(cast: Cast):
    given = {
        "name": "Ada L.",
        "job_title": "Sales",
        "phone": "",
        "locale": "ru",
        "timezone": "Europe/Moscow",
        "role": "administrator",
    }

    assert browser_of(cast.ada).post("/settings/profile", given).status_code == 302

    user = User.objects.get(pk=cast.ada.user_id)
    assert (user.name, user.locale, user.timezone, user.role) == (
        "Ada L.",
        "ru",
        "Europe/Moscow",
        "representative",
    )


def test_a_new_password_ends_the_other_sessions(cast: Cast):
    here, elsewhere = Client(), Client()
    for client in (here, elsewhere):
        client.post("/sign-in", {"email": ADA.email, "password": PASSWORD})

    wrong = here.post("/settings/security/password", {"old": "guess", "password": "blue lamps on the quay"})
    right = here.post("/settings/security/password", {"old": PASSWORD, "password": "blue lamps on the quay"})

    assert (wrong.status_code, right.status_code) == (422, 302)
    assert here.get("/settings/profile").status_code == 200
    assert elsewhere.get("/settings/profile").status_code == 302
    assert [item.session_key for item in sign_in.sessions_of(cast.ada.user_id, at=NOON)] == [
        here.session.session_key
    ]


def test_a_session_is_ended_by_its_owner_alone(cast: Cast):
    client = Client()
    client.post("/sign-in", {"email": ADA.email, "password": PASSWORD})
    session = SignIn.objects.get()

    browser_of(cast.cleo).post(f"/settings/security/sessions/{session.pk}/end")
    assert client.get("/settings/profile").status_code == 200
    client.post(f"/settings/security/sessions/{session.pk}/end")
    assert client.get("/settings/profile").status_code == 302


def test_a_token_is_shown_once_and_ended(cast: Cast):
    client = browser_of(cast.ada)

    page = client.post("/settings/tokens", {"name": "Sheet", "read_only": "1"}).content.decode()

    assert re.search(r'value="odn_[\w-]{20,}"', page)
    assert "odn_" not in client.get("/settings/tokens").content.decode()
    token = Token.objects.get()
    assert (token.name, token.read_only, token.user_id) == ("Sheet", True, cast.ada.user_id)
    assert browser_of(cast.cleo).post(f"/settings/tokens/{token.pk}/end").status_code == 403
    assert client.post(f"/settings/tokens/{token.pk}/end").status_code == 302
    assert Token.objects.get().revoked_at
