"""Refusals of the engine, worded as pages: not found, not allowed, not understood. Nothing was changed by any of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from odnos.engine.access.rights import Denied
from odnos.engine.filters.tree import FilterError
from odnos.engine.records.errors import NotFound
from odnos.objects.fields.naming import LARGEST_ID
from odnos.objects.registry import UnknownField, UnknownObject
from odnos.web.jinja import render


class RefusalMiddleware:
    """Turns exceptions of the engine into answers that say what to do."""

    def __init__(self, respond: Callable[[HttpRequest], HttpResponse]) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.respond(request)

    def process_view(
        self, request: HttpRequest, _view: Any, _args: Any, named: dict[str, Any]
    ) -> HttpResponse | None:
        """An address with a number that no database holds names nothing."""
        if any(isinstance(value, int) and value > LARGEST_ID for value in named.values()):
            return self.process_exception(request, NotFound(request.path))
        return None

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if request.path.startswith("/api/"):
            return None
        found = wording(error)
        if found is None:
            return None
        status, title, message = found
        context: dict[str, Any] = {"status": status, "title": title, "message": message}
        return render(request, "pages/refusal.html", context, status=status)


def missing(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 -- Django's signature
    """Answer for an address that leads nowhere (handler404); strangers get a page that tells nothing of the inside."""
    context = {"title": _("Not found"), "message": _("Nothing is at this address.")}
    if hasattr(request, "visit"):
        return render(request, "pages/refusal.html", context, status=404)
    way_in = {"locale": get_language(), "again": settings.LOGIN_URL, "label": _("Sign in")}
    return render(request, "pages/fault.html", context | way_in, status=404)


def wording(error: Exception) -> tuple[int, str, str] | None:
    if isinstance(error, NotFound | UnknownObject):
        return 404, _("Not found"), _("It may have been deleted, or you may not see it.")
    if isinstance(error, Denied):
        return 403, _("You may not do this"), str(error.message)
    if isinstance(error, FilterError | UnknownField):
        return 400, _("This filter cannot be understood"), str(error)
    return None
