"""Puts the dashboard together."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.utils.translation import gettext as _

from odnos.web.jinja import render
from odnos.web.pages.dashboard import figures, first, mine
from odnos.web.pages.dashboard.span import PERIODS, SCOPES, span_of

YEAR = 365 * 24 * 60 * 60


def dashboard(request: HttpRequest) -> HttpResponse:
    """Show how selling goes within what the person may see, and their own day."""
    by, at = request.visit.by, request.visit.at  # type: ignore[attr-defined]
    span = span_of(request.GET, by=by, at=at)
    context: dict[str, Any] = {
        "greeting": greeting(by.name, by.context(at).at.astimezone(by.context(at).timezone).hour),
        "periods": [(label, span.address(period=key), key == span.period) for key, label in PERIODS.items()],
        "period": PERIODS[span.period],
        "scopes": [(SCOPES[key][0], span.address(scope=key), key == span.scope) for key in span.scopes],
        "steps": [] if request.COOKIES.get("steps") == "gone" else first.steps(by=by, at=at),
        **figures.tiles(span, by=by, at=at),
        **mine.tiles(by=by, at=at),
    }
    return render(request, "pages/dashboard.html", context)


def greeting(name: str, hour: int) -> str:
    first_name = name.split()[0] if name.split() else name
    if hour < 5 or hour >= 18:
        return _("Good evening, %(name)s") % {"name": first_name}
    if hour < 12:
        return _("Good morning, %(name)s") % {"name": first_name}
    return _("Good afternoon, %(name)s") % {"name": first_name}


def dismiss(request: HttpRequest) -> HttpResponse:
    """Put the first steps away."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    answer = HttpResponseRedirect("/")
    answer.set_cookie("steps", "gone", max_age=YEAR, samesite="Lax")
    return answer
