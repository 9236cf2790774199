"""Short messages at the corner of the page, with Undo where there is something to undo."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote, unquote

from django.http import HttpRequest, HttpResponse

COOKIE = "toast"


def now(
    response: HttpResponse, text: str, *, undo: str = "", tone: str = "good", steps: bool = False
) -> HttpResponse:
    """Show `text` when htmx or an island takes this answer. `undo` is the address that a POST undoes it at.

    With `steps` it is one of many small steps: the toast of the last one stands for all.
    """
    said: dict[str, Any] = message(text, undo=undo, tone=tone)
    return trigger(response, "toast", {**said, "steps": True} if steps else said)


def later(response: HttpResponse, text: str, *, undo: str = "", tone: str = "good") -> HttpResponse:
    """Show `text` on the page that this redirect leads to."""
    said = quote(json.dumps(message(text[:300], undo=undo, tone=tone)))
    response.set_cookie(COOKIE, said, max_age=20, samesite="Lax")
    return response


def trigger(response: HttpResponse, event: str, detail: Any = None) -> HttpResponse:
    """Raise `event` in the page that takes this answer, beside those already there (htmx's HX-Trigger)."""
    given = json.loads(response.headers.get("HX-Trigger", "{}"))
    response.headers["HX-Trigger"] = json.dumps(given | {event: detail if detail is not None else {}})
    return response


def waiting(request: HttpRequest) -> tuple[dict[str, str], ...]:
    """Return the message that a redirect left for this page."""
    try:
        said = json.loads(unquote(request.COOKIES.get(COOKIE, "")))
        return (message(str(said["text"]), undo=path(said["undo"]), tone=str(said["tone"])),)
    except (ValueError, KeyError, TypeError):
        return ()


def path(address: str) -> str:
    """Only our own addresses: the cookie is the browser's to change."""
    return address if address.startswith("/") and not address.startswith("//") else ""


def message(text: str, *, undo: str, tone: str) -> dict[str, str]:
    return {"text": text, "undo": undo, "tone": tone}
