"""The filter builder of the form: that of lists, for the whole report or for one of its figures."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from odnos.analytics.reports.counted import known_to
from odnos.web.jinja import render
from odnos.web.pages.lists import builder

NAMES = ("filter", "m_where", "m_by_where")


@require_GET
def chosen(request: HttpRequest) -> HttpResponse:
    """Answer with the builder for the kind of record that was just chosen."""
    return show(request, request.GET.get("about", ""))


@require_GET
def show(request: HttpRequest, key: str) -> HttpResponse:
    """Answer with the builder of a condition on the records of an object."""
    visit = request.visit  # type: ignore[attr-defined]
    kind = known_to(key, by=visit.by)
    asked = request.GET.get("name", "")
    name = asked if asked in NAMES else NAMES[0]
    written = request.GET.get("filter", "")
    context = {"filter": builder.context(kind, written, name=name, by=visit.by, ctx=visit.ctx())}
    return render(request, "pages/report_condition.html", context, block="condition")
