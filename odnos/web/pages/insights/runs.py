"""Asking for a run and taking it back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from odnos.analytics.findings import keeping, offering, runs
from odnos.analytics.findings.terms import SIDES
from odnos.engine.records.errors import Invalid
from odnos.web import toasts
from odnos.web.pages.insights import baskets, customers, items

PAGES: dict[str, tuple[Callable[..., HttpResponse], str]] = {
    "customers": (customers.page, customers.HREF),
    "baskets": (baskets.page, baskets.HREF),
}


@require_POST
def begin(request: HttpRequest, analysis: str) -> HttpResponse:
    """Have the worker run a model; what is wrong with the form is told in it."""
    if analysis not in PAGES:
        raise Http404
    visit = request.visit  # type: ignore[attr-defined]
    given: dict[str, Any] = {
        name: items.chosen(request.POST.getlist(name)) if name in SIDES else request.POST[name]
        for name in request.POST
    }
    try:
        runs.begin(analysis, given, by=visit.by, at=visit.at)
    except Invalid as refusal:
        return PAGES[analysis][0](request, given=given, errors=refusal.errors, status=422)
    return HttpResponseRedirect(PAGES[analysis][1])


@require_POST
def cancel(request: HttpRequest, run_id: int) -> HttpResponse:
    """Let a run end without an answer."""
    visit = request.visit  # type: ignore[attr-defined]
    run = runs.get(run_id, by=visit.by)
    runs.cancel(run, at=visit.at)
    return HttpResponseRedirect(PAGES[run.kind][1] if run.kind in PAGES else f"/insights/segments/{run.pk}")


@require_POST
def keep(request: HttpRequest, run_id: int) -> HttpResponse:
    """Make the figures of a run fields of its customers."""
    visit = request.visit  # type: ignore[attr-defined]
    run = runs.get(run_id, by=visit.by)
    keeping.keep(run, by=visit.by, at=visit.at)
    said = _("The figures become fields of the records; a large number takes a moment.")
    return toasts.later(HttpResponseRedirect(customers.HREF), said)


@require_POST
def publish(request: HttpRequest, run_id: int) -> HttpResponse:
    """Let everybody's offers follow the rules of a run."""
    visit = request.visit  # type: ignore[attr-defined]
    offering.publish(runs.get(run_id, by=visit.by), by=visit.by, at=visit.at)
    return toasts.later(HttpResponseRedirect(baskets.HREF), _("Offers follow these rules now."))
