"""The two commands that the API begins with."""

import pytest
from django.test import Client

from odnos.config import command
from tests.people import ADA


@pytest.fixture
def ready(monkeypatch):
    """The commands set Django up; here it is."""
    monkeypatch.setattr("django.setup", lambda: None)


def test_a_token_is_printed_alone_and_works(ready, cast, capsys):
    assert command.main(["token", "create", "--user", ADA.email]) == 0

    secret = capsys.readouterr().out.strip()
    assert secret.startswith("odn_")
    assert "\n" not in secret
    answer = Client().get("/api/v1/me", headers={"Authorization": f"Bearer {secret}"})
    assert answer.json()["email"] == ADA.email
    assert command.main(["token", "revoke", secret]) == 0
    assert Client().get("/api/v1/me", headers={"Authorization": f"Bearer {secret}"}).status_code == 401


def test_a_token_for_what_there_is_not_is_refused(ready, cast, capsys):
    assert command.main(["token", "create", "--user", "nobody@x.io"]) == 1
    assert command.main(["token", "create", "--user", ADA.email, "--object", "spaceship"]) == 1
    assert capsys.readouterr().out == ""


def test_a_token_ends_after_its_days(ready, cast, capsys):
    from odnos.engine.access.models import Token

    assert command.main(["token", "create", "--user", ADA.email, "--days", "30", "--read-only"]) == 0

    token = Token.objects.get()
    assert (token.expires_at - token.created_at).days == 30
    assert token.read_only


def test_a_user_is_added_with_role_team_and_password(ready, cast, capsys):
    from odnos.engine.access.models import User

    given = [
        "user",
        "add",
        "Eve@x.io",
        "--role",
        "manager",
        "--team",
        "West",
        "--password",
        "long enough, Eve",
    ]
    assert command.main(given) == 0

    eve = User.objects.get(email="eve@x.io")
    assert (eve.role, eve.team.name) == ("manager", "West")
    assert Client().login(username="eve@x.io", password="long enough, Eve")
    assert command.main(given) == 1
