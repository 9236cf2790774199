"""Whoever calls an address: with a browser, with a token, or with neither."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.test import Client

from odnos.engine.access import tokens
from odnos.engine.access.models import User
from tests.people import NOON
from tests.web.sales import confirm


@dataclass
class Visitor:
    """Somebody with a browser and a token."""

    name: str
    client: Client
    token: str = ""

    def call(self, method: str, address: str, body: dict[str, Any]) -> HttpResponse:
        if address.startswith("/api/"):
            headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
            is_reading = method in ("GET", "HEAD")
            data: dict[str, Any] = (
                {} if is_reading else {"data": json.dumps(body), "content_type": "application/json"}
            )
            return Client().generic(method, address, headers=headers, **data)
        if method in ("GET", "HEAD"):
            return getattr(self.client, method.lower())(address)
        if method == "POST":
            return self.client.post(address, body)
        return self.client.generic(method, address, json.dumps(body), content_type="application/json")


def visitor(name: str, cast: Any, **narrow: Any) -> Visitor:
    client = Client(raise_request_exception=False)
    if name == "nobody":
        return Visitor(name, client)
    user = User.objects.get(pk=getattr(cast, name).user_id)
    client.force_login(user)
    confirm(client)
    return Visitor(name, client, tokens.make_token(user, at=NOON, **narrow))


def text_of(answer: HttpResponse) -> str:
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
    return body.decode("utf-8", "replace") + json.dumps(dict(answer.headers))


def is_sign_in(answer: HttpResponse) -> bool:
    return answer.status_code == 401 or answer.headers.get("Location", "").startswith("/sign-in")
