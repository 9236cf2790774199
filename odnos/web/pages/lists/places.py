"""Where a form leads: never outside this house, by redirect or by htmx as it was sent."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme

from odnos.web import toasts


def next_of(request: HttpRequest, otherwise: str) -> str:
    """Return the address that the form or the page it stood on names, if it is one of ours."""
    given = request.POST.get("next") or request.GET.get("next") or ""
    if (
        given.startswith("/")
        and given.isprintable()
        and url_has_allowed_host_and_scheme(given, allowed_hosts=None)
    ):
        return given
    return otherwise


def led(
    request: HttpRequest, address: str, text: str = "", *, undo: str = "", tone: str = "good"
) -> HttpResponse:
    """Go to `address` and say `text` there."""
    if request.headers.get("HX-Request"):
        answer = HttpResponse()
        answer["HX-Redirect"] = address
    else:
        answer = HttpResponseRedirect(address)
    return toasts.later(answer, text, undo=undo, tone=tone) if text else answer
