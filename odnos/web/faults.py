"""When the machine cannot: a database that is busy, full or away is answered with 503 and words that say what to do.

Whatever was asked for was rolled back: a fault changes nothing.
"""

from __future__ import annotations

import errno
import logging
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import DatabaseError, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template import engines
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from odnos.objects.labels import Label

log = logging.getLogger(__name__)
FULL = {"53100", "53200"}  # SQLSTATE: disk full, out of memory
BUSY = {"55P03", "40001", "40P01", "57014"}  # lock not available, serialization, deadlock, cancelled


@dataclass(frozen=True)
class Fault:
    """A condition of the machine: what to call it, what to tell people, when to come back (seconds)."""

    name: str
    title: Label
    message: Label
    status: int = 503
    retry_after: int = 2


LOCKED = Fault(
    "busy",
    _("The database is busy"),
    _("Somebody else is writing at length. Nothing of yours was saved. Try again in a moment."),
)
DISK_FULL = Fault(
    "full",
    _("The disk is full"),
    _(
        "Reading works, but nothing can be saved until the administrator frees space on the server. Nothing of yours was saved."
    ),
    retry_after=60,
)
AWAY = Fault(
    "away",
    _("The database does not answer"),
    _(
        "It may be restarting. Nothing of yours was saved. Try again in a moment; if this stays, tell your administrator."
    ),
    retry_after=5,
)
BROKEN = Fault(
    "broken",
    _("Something went wrong here"),
    _("The mistake is ours and was written to the server's log. Nothing of yours was saved."),
    status=500,
    retry_after=0,
)


def fault_of(error: BaseException | None) -> Fault | None:
    """Return which condition of the machine `error` speaks of, or None if it is none."""
    if isinstance(error, OSError) and error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return DISK_FULL
    if not isinstance(error, DatabaseError | InterfaceError):
        return None
    text, state = str(error).lower(), getattr(error.__cause__, "sqlstate", None) or ""
    if state in FULL or "disk is full" in text or "no space left" in text or "disk i/o error" in text:
        return DISK_FULL
    if state in BUSY or "is locked" in text or "is busy" in text:
        return LOCKED
    return AWAY if isinstance(error, OperationalError | InterfaceError) else None


class FaultMiddleware:
    """Answers for views that met a fault of the machine."""

    def __init__(self, respond: Callable[[HttpRequest], HttpResponse]) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.respond(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        fault = fault_of(error)
        if fault is None:
            return None
        log.warning("%s %s: %s: %s", request.method, request.path, fault.name, error)
        return answer(request, fault)


def failed(request: HttpRequest, *_arguments: Any) -> HttpResponse:
    """Answer for whatever nobody caught, faults met before any view among them (handler500)."""
    return answer(request, fault_of(sys.exc_info()[1]) or BROKEN)


def answer(request: HttpRequest, fault: Fault) -> HttpResponse:
    """Say what is the matter: as problem+json to the API, as a page to people."""
    language = translation.get_language_from_request(request)
    current = translation.get_language() or ""
    with translation.override(current if current in dict(settings.LANGUAGES) else language):
        made = _problem(fault) if request.path.startswith("/api/") else _page(request, fault)
    if fault.retry_after:
        made["Retry-After"] = str(fault.retry_after)
    made["Cache-Control"] = "no-store"
    return made


def _problem(fault: Fault) -> HttpResponse:
    body = {
        "type": f"urn:odnos:fault:{fault.name}",
        "title": str(fault.title),
        "status": fault.status,
        "detail": str(fault.message),
    }
    return JsonResponse(body, status=fault.status, content_type="application/problem+json")


def _page(request: HttpRequest, fault: Fault) -> HttpResponse:
    again = request.get_full_path() if request.method == "GET" else request.headers.get("Referer", "/")
    context = {
        "title": fault.title,
        "message": fault.message,
        "again": again,
        "locale": translation.get_language(),
    }
    page = engines["jinja2"].env.get_template("pages/fault.html")  # type: ignore[attr-defined]
    return HttpResponse(page.render(context), status=fault.status)
