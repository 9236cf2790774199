"""How much a request may bring. What is too large is refused by its announced length, before a byte of it is read."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from odnos.lib import sizes
from odnos.web.jinja import render

STRANGERS = 1 << 16
"""Bytes enough for signing in and for the first run; whoever is not signed in sends no files."""


class SizeMiddleware:
    """Stands behind VisitMiddleware and before whatever reads a body: the check of forms reads it before any view.

    A body without a length is none: the server hands on only as much as was announced.
    """

    def __init__(self, respond: Callable[[HttpRequest], HttpResponse]) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        most = largest(request)
        return self.respond(request) if length_of(request) <= most else refused(request, most)


def length_of(request: HttpRequest) -> int:
    given = request.META.get("CONTENT_LENGTH") or "0"
    return int(given) if given.isascii() and given.isdecimal() else 0


def largest(request: HttpRequest) -> int:
    """Return how many bytes this request may bring: files only from whoever is known, forms as much as Django reads.

    The API asks who calls before it reads.
    """
    if request.path.startswith("/api/"):
        return int(settings.UPLOAD_LIMIT)
    if not hasattr(request, "visit"):
        return STRANGERS
    is_file = request.content_type == "multipart/form-data"
    return int(settings.UPLOAD_LIMIT if is_file else settings.DATA_UPLOAD_MAX_MEMORY_SIZE)


def refused(request: HttpRequest, most: int) -> HttpResponse:
    """Answer 413 and say what the limit is."""
    words = _("This is larger than %(most)s, the most that can be sent here.") % {"most": in_words(most)}
    if request.path.startswith("/api/"):
        body = {"type": "about:blank", "title": "Content Too Large", "status": 413, "detail": words}
        answer: HttpResponse = JsonResponse(body, status=413, content_type="application/problem+json")
    else:
        context = {"status": 413, "title": _("This is too large"), "message": words}
        answer = render(request, "pages/refusal.html", context, status=413)
    return answer


def in_words(size: int) -> str:
    """Return a number of bytes as people say it in the reader's language."""
    return sizes.show(size, locale=get_language() or "en")
