"""`/api/v1/openapi.json`: the API, described by OpenAPI 3.1."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from odnos.api import parameters
from odnos.api.endpoint import endpoint
from odnos.api.openapi import operations, parts, schemas
from odnos.objects.registry import registry

ABOUT = """Every object of Odnos has the same addresses. Lists are pages with a cursor; a change names the version it \
knows; a refusal is problem details (RFC 9457) that name the field and the reason. Unknown parameters and fields are \
refused, not ignored."""


def document() -> dict[str, Any]:
    """Return the description, in English."""
    with translation.override("en"):
        return {
            "openapi": "3.1.0",
            "info": {"title": "Odnos", "version": "1", "description": ABOUT},
            "servers": [{"url": "/api/v1"}],
            "security": [{"token": []}],
            "paths": operations.paths(),
            "components": {
                "schemas": schemas.components(),
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


@lru_cache(maxsize=1)
def written(_shape: int) -> bytes:
    """Return the description of the objects as they are; made anew when one gets other fields."""
    return orjson.dumps(document())


def get(request: HttpRequest) -> HttpResponse:
    """Answer with the description; it holds nothing secret and is open to all."""
    parameters.taken(request, ())
    return HttpResponse(written(registry.shape), content_type="application/json")


view = endpoint(public=True, get=get)
