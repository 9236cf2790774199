"""How far a large segment is; once all its records are there, its list."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from odnos.analytics.findings import runs, segments
from odnos.engine.records.errors import NotFound
from odnos.objects.registry import registry
from odnos.web.jinja import render
from odnos.web.pages.insights import state
from odnos.web.pages.insights.words import State
from odnos.web.pages.lists.places import led


@require_GET
def show(request: HttpRequest, run_id: int) -> HttpResponse:
    """Show how far a segment is; the part that asks again leads to the list when it is done."""
    visit = request.visit  # type: ignore[attr-defined]
    run = runs.get(run_id, by=visit.by)
    if run.kind != segments.KIND:
        raise NotFound(f"segment {run_id}")
    if run.state == State.DONE:
        words = _("Segment “%(name)s” is saved.") % {"name": run.terms["name"]}
        return led(
            request, f"/{registry.get(run.outcome['object']).plural_key}?view=v{run.outcome['view']}", words
        )
    context = {"run": state.shown(run, visit), "name": run.terms["name"]}
    block = "state" if "HX-Request" in request.headers else ""
    return render(request, "pages/insights_segment.html", context, block=block)
