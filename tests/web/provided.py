"""The way to an identity provider and back, for the tests of single sign-on."""

import datetime as dt

from django.test import Client

from odnos.engine.access.entrance import oidc, sealed
from odnos.engine.access.entrance.models import Provider
from tests.issuer import CLIENT, SECRET, Issuer

SITE = "http://localhost:8000"


def provider_at(issuer: Issuer, **more) -> Provider:
    given = {
        "pk": 1,
        "name": "Company",
        "issuer": issuer.url,
        "client_id": CLIENT,
        "secret": sealed.seal(SECRET, oidc.PURPOSE),
    }
    return Provider.objects.create(**{**given, "made_at": now(), **more})


def now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def leave(client: Client, query: str = "") -> str:
    """Return where the browser is sent to."""
    answer = client.get(f"/sign-in/with/1{query}")
    assert answer.status_code == 302, answer.content.decode()
    return answer["Location"]


def come_back(client: Client, issuer: Issuer, login: str, query: str = ""):
    place = issuer.sign_in(leave(client, query), login)
    return client.get(place.removeprefix(SITE))


def is_in(client: Client) -> bool:
    return client.get("/settings/profile").status_code == 200
