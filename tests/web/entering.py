"""Ways of standing at the door, for the tests of signing in."""

import datetime as dt

import pyotp
from django.test import Client

from odnos.domains.organisation import factors as own
from odnos.engine.access.entrance import codes
from odnos.engine.access.entrance.models import Policy
from odnos.engine.access.models import User
from odnos.engine.tables import definitions
from tests.people import ADA, PASSWORD


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
