"""A client of the API: `api("GET", "/deals")` as somebody of the cast, over the whole of Django."""

import json
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client

from tests.people import NOON, Cast


@dataclass
class Api:
    """Calls with a token of its own; `with_token` calls with another."""

    token: str

    def __call__(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        given: dict[str, Any] = {"headers": {"Authorization": f"Bearer {self.token}", **headers}}
        if body is not None:
            given |= {"data": body if isinstance(body, bytes) else json.dumps(body)}
            given |= {"content_type": headers.pop("Content-Type", "application/json")}
        return Client().generic(method, f"/api/v1{path}", **given)

    def with_token(self, token: str) -> "Api":
        return Api(token)


def api_of(actor: Any, **narrow: Any) -> Api:
    """Return a client with a new token of `actor`."""
    from odnos.engine.access import tokens
    from odnos.engine.access.models import User

    return Api(tokens.make_token(User.objects.get(pk=actor.user_id), at=NOON, **narrow))


@pytest.fixture
def api(cast: Cast) -> Api:
    """Ada's."""
    return api_of(cast.ada)


@pytest.fixture
def dora(cast: Cast) -> Api:
    return api_of(cast.dora)


@pytest.fixture
def cleo(cast: Cast) -> Api:
    return api_of(cast.cleo)
