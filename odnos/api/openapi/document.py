"""`/api/v1/openapi.json`: the API, described by OpenAPI 3.1."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from odnos.api import parameters
from odnos.api.callers import caller
from odnos.api.endpoint import endpoint
from odnos.api.openapi import operations, parts, schemas
from odnos.engine.access import fields
from odnos.engine.access.actor import Actor
from odnos.engine.records import ruled
from odnos.objects.registry import ObjectType, registry

ABOUT = """Every object of Odnos has the same addresses. Lists are pages with a cursor; a change names the version it \
knows; a refusal is problem details (RFC 9457) that name the field and the reason. Unknown parameters and fields are \
refused, not ignored."""


def document(kinds: Iterable[ObjectType] = registry) -> dict[str, Any]:
    """Return the description of objects, in English."""
    with translation.override("en"):
        return {
            "openapi": "3.1.0",
            "info": {"title": "Odnos", "version": "1", "description": ABOUT},
            "servers": [{"url": "/api/v1"}],
            "security": [{"token": []}],
            "paths": operations.paths(kinds),
            "components": {
                "schemas": schemas.components(kinds),
                "responses": parts.responses(),
                "securitySchemes": {
                    "token": {
                        "type": "http",
                        "scheme": "bearer",
                        "description": "Made with `odnos token create --user EMAIL`.",
                    },
                },
            },
        }


@lru_cache(maxsize=8)
def written(_shape: int, _rights: int, role: str) -> bytes:
    """Return the description of the objects as a role may know them; made anew when one gets other fields or rights."""
    by = Actor(user_id=None, name="", role=role)
    return orjson.dumps(document([fields.safe(item, by=by) for item in registry]))


def get(request: HttpRequest) -> HttpResponse:
    """Answer with the description of what the caller may know. Strangers get what is kept from nobody."""
    parameters.taken(request, ())
    role = caller(request, at=dt.datetime.now(dt.UTC)).role if is_known(request) else fields.STRANGER
    return HttpResponse(
        written(registry.shape + ruled.rulebook.stamp, fields.stamp(), role), content_type="application/json"
    )


def is_known(request: HttpRequest) -> bool:
    """Whether somebody says who they are."""
    return "Authorization" in request.headers or request.user.is_authenticated


view = endpoint(public=True, get=get)
