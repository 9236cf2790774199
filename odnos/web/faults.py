"""When the machine cannot: a database that is busy, full or away is answered with 503 and words that say what to do."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template import engines
from django.utils import translation

from odnos.engine.tables.faults import BROKEN, Fault, fault_of

log = logging.getLogger(__name__)


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
        "type": "about:blank",
        "title": HTTPStatus(fault.status).phrase,
        "status": fault.status,
        "detail": f"{fault.title}. {fault.message}",
        "fault": fault.name,
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
