"""Asking another server over HTTP: few seconds, few bytes, no redirects, and HTTPS unless it is this very machine."""

from __future__ import annotations

import http.client
import json
import ssl
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Mapping
from typing import Any

PATIENCE = 6.0
MOST = 1 << 20
LOCAL = frozenset(("localhost", "127.0.0.1", "::1"))


class Unreachable(RuntimeError):
    """The server did not answer, or not with what was asked for."""


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_given: Any) -> None:
        return None


def is_safe(address: str, *, local: bool) -> bool:
    """Whether this may be asked: an HTTPS address, or where `local` is allowed also plain HTTP on this machine."""
    try:
        parts = urllib.parse.urlsplit(address)
        parts.port  # noqa: B018 -- raises for one that is no number
    except ValueError:
        return False
    is_plain = bool(parts.hostname) and not parts.username and not parts.fragment
    return is_plain and (
        parts.scheme == "https" or (local and parts.scheme == "http" and parts.hostname in LOCAL)
    )


def json_of(
    address: str,
    *,
    local: bool,
    form: Mapping[str, str] | None = None,
    headers: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """Return the JSON object at `address`, or the answer to posting `form` there. Raises Unreachable."""
    if not is_safe(address, local=local):
        raise Unreachable(f"{address}: only https addresses are asked")
    body = urllib.parse.urlencode(form).encode() if form is not None else None
    told = {"Accept": "application/json", **(headers or {})}
    request = urllib.request.Request(address, data=body, headers=told)  # noqa: S310 -- checked above
    secure = urllib.request.HTTPSHandler(context=ssl.create_default_context())
    try:
        with urllib.request.build_opener(_NoRedirects, secure).open(request, timeout=PATIENCE) as answer:
            text = answer.read(MOST + 1)
        found = json.loads(text) if len(text) <= MOST else None
    except (OSError, ValueError, http.client.HTTPException) as fault:
        raise Unreachable(f"{address}: {fault}") from fault
    if not isinstance(found, dict):
        raise Unreachable(f"{address}: no object")
    return found
