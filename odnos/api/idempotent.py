"""The Idempotency-Key header: a write that is sent twice is done once."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from functools import wraps
from typing import Any, cast

import orjson
from django.http import HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _

from odnos.api.endpoint import Call, Verb
from odnos.api.problems import at_field
from odnos.engine.access.fields import hidden
from odnos.engine.records import idempotency, read

KEY = re.compile(r"[A-Za-z0-9_.:-]{1,200}")
KEPT_HEADERS = ("Location", "ETag")


def idempotent(verb: Verb) -> Verb:
    """Let a write carry the header. Its answer is kept in the transaction of the write, and given again."""

    @wraps(verb)
    def write(call: Call, **kwargs: Any) -> HttpResponseBase:
        key = call.request.headers.get("Idempotency-Key")
        if key is None:
            return verb(call, **kwargs)
        if not KEY.fullmatch(key):
            raise at_field(400, "Idempotency-Key", _("Use 1 to 200 letters, digits and the marks _ . : -"))
        done: list[bool] = []
        kept = idempotency.once(
            key, request=digest(call), by=call.by, at=call.at, do=doing(verb, call, kwargs, done)
        )
        if not done:
            kept = as_seen(kept, call, **kwargs)
        return HttpResponse(
            kept["body"], status=kept["status"], content_type=kept["type"], headers=kept["headers"]
        )

    return write


def as_seen(kept: dict[str, Any], call: Call, plural: str = "", **_named: Any) -> dict[str, Any]:
    """A record is shown again to those alone who see it still, without what is hidden from them by now. Raises NotFound."""
    told = orjson.loads(kept["body"] or "{}")
    if not plural or "id" not in told:
        return kept
    kind = call.kind(plural)
    read.get(kind, told["id"], by=call.by, deleted=None)
    gone = hidden(kind, by=call.by)
    shown = {name: value for name, value in told.items() if name not in gone}
    return kept if len(shown) == len(told) else {**kept, "body": orjson.dumps(shown).decode()}


def doing(verb: Verb, call: Call, kwargs: dict[str, Any], done: list[bool]) -> Callable[[], dict[str, Any]]:
    """Return what does it and keeps the answer; `done` tells afterwards whether it was asked to."""

    def do() -> dict[str, Any]:
        done.append(True)
        answer = cast(HttpResponse, verb(call, **kwargs))  # what streams is read, not written
        headers = {name: answer.headers[name] for name in KEPT_HEADERS if name in answer.headers}
        return {
            "status": answer.status_code,
            "type": answer.headers.get("Content-Type", ""),
            "body": answer.content.decode(),
            "headers": headers,
        }

    return do


def digest(call: Call) -> str:
    """Return what tells this request from others: also how far its token reaches, so that a narrower one learns nothing."""
    request, narrow = call.request, call.by.narrow
    reach = [narrow.read_only, sorted(narrow.objects)] if narrow else None
    head = [
        request.method,
        request.get_full_path(),
        request.content_type,
        request.headers.get("If-Match"),
        reach,
    ]
    return hashlib.sha256(orjson.dumps(head) + request.body).hexdigest()
