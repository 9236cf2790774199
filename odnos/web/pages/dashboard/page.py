"""Puts the dashboard together."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from odnos.domains.deals.objects import DEAL
from odnos.engine.access import rights
from odnos.objects.labels import Label
from odnos.web.jinja import render
from odnos.web.pages.dashboard import figures, first, mine
from odnos.web.pages.dashboard.span import PERIODS, SCOPES, Span, label_of, span_of
from odnos.web.pages.settings import tries


def dashboard(request: HttpRequest) -> HttpResponse:
    """Show how selling goes within what the person may see, and their own day; whoever sees no deals has the other dashboards."""
    by, at = request.visit.by, request.visit.at  # type: ignore[attr-defined]
    if not rights.sees_some(by, DEAL):
        return HttpResponseRedirect("/dashboards")
    span = span_of(request.GET, by=by, at=at)
    context: dict[str, Any] = {
        "greeting": greeting(by.name, by.context(at).at.astimezone(by.context(at).timezone).hour),
        "periods": periods(span, by.locale),
        "period": label_of(span.period, locale=by.locale),
        "scopes": [(SCOPES[key][0], span.address(scope=key), key == span.scope) for key in span.scopes],
        "steps": first.waiting(by=by, at=at),
        "news": tries.news(request),
        **figures.tiles(span, by=by, at=at),
        **mine.tiles(by=by, at=at),
    }
    return render(request, "pages/dashboard.html", context)


def periods(span: Span, locale: str) -> list[tuple[Label, str, bool]]:
    """Return the periods to choose from with their addresses; one of the past stands among them while it is shown."""
    keys = [*PERIODS, *([] if span.period in PERIODS else [span.period])]
    return [(label_of(key, locale=locale), span.address(period=key), key == span.period) for key in keys]


def greeting(name: str, hour: int) -> str:
    first_name = name.split()[0] if name.split() else name
    if hour < 5 or hour >= 18:
        return _("Good evening, %(name)s") % {"name": first_name}
    if hour < 12:
        return _("Good morning, %(name)s") % {"name": first_name}
    return _("Good afternoon, %(name)s") % {"name": first_name}
