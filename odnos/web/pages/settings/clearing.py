"""Deleting stages and pipelines: where their deals go, and how far that is."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from odnos.domains.deals import clearing as domain
from odnos.domains.deals.deleting import delete_pipeline, delete_stage
from odnos.domains.deals.objects import PIPELINE, STAGE
from odnos.engine.audit.models import ChangeSet
from odnos.engine.outbox import jobs
from odnos.engine.records import read
from odnos.engine.records.errors import Invalid
from odnos.lib import numbers
from odnos.web import toasts
from odnos.web.given import whole
from odnos.web.jinja import render
from odnos.web.pages.settings.goals import goals_of, questions, stages
from odnos.web.pages.settings.sections import actor, administrator, now, show

AT_ONCE = 500


def stage(request: HttpRequest, number: int) -> HttpResponse:
    """Ask where the deals of a stage go, and delete it."""
    by = administrator(request)
    row = read.get(STAGE, number, by=by)
    errors: Any = {}
    if request.method == "POST":
        move_to = whole(request.POST.get("move_to", ""))
        try:
            return begun(request, delete_stage(number, move_to=move_to, by=by, at=now(request)))
        except Invalid as refusal:
            errors = refusal.errors
    goals = [(other, other.title) for other in stages(request, row["pipeline"]) if other.id != number]
    context = {
        "title": row.title,
        "action": f"/settings/stages/{number}/deletion",
        "back": f"/settings/pipelines/{row['pipeline']}",
        "asked": questions(request, {"move_to": row}, goals, errors),
        "errors": errors,
    }
    return form(request, context, errors)


def pipeline(request: HttpRequest, number: int) -> HttpResponse:
    """Ask where the deals of each stage go, and delete the pipeline with its stages."""
    by = administrator(request)
    row = read.get(PIPELINE, number, by=by)
    own = stages(request, number)
    errors: Any = {}
    if request.method == "POST":
        given = {stage.id: whole(request.POST.get(f"move_to-{stage.id}", "")) for stage in own}
        moves = {key: goal for key, goal in given.items() if goal is not None}
        try:
            return begun(request, delete_pipeline(number, moves=moves, by=by, at=now(request)))
        except Invalid as refusal:
            errors = refusal.errors
    context = {
        "title": row.title,
        "action": f"/settings/pipelines/{number}/deletion",
        "back": "/settings/pipelines",
        "asked": questions(
            request, {f"move_to-{stage.id}": stage for stage in own}, goals_of(request, number), errors
        ),
        "errors": errors,
    }
    return form(request, context, errors)


def form(request: HttpRequest, context: dict[str, Any], errors: Any) -> HttpResponse:
    status = 422 if errors else 200
    return show(request, "pages/settings_deletion.html", "pipelines", context, status=status)


def begun(request: HttpRequest, made: ChangeSet) -> HttpResponse:
    """Do a small clearing at once, and leave a large one to the worker."""
    by, at = actor(request), now(request)
    if domain.progress(made.pk).total > AT_ONCE:
        args = {"change_set": made.pk, "user_id": by.user_id}
        jobs.enqueue("deals.clear_stages", args, at=at, key=f"clearing:{made.pk}")
        return HttpResponseRedirect(f"/settings/clearings/{made.pk}")
    while domain.step(made.pk, by=by, at=at):
        pass
    result = domain.progress(made.pk)
    answer = HttpResponseRedirect("/settings/pipelines")
    tone = "warn" if result.reasons else "good"
    return toasts.later(answer, said(result), undo=f"/history/{made.pk}/undo", tone=tone)


def said(result: domain.Clearing) -> str:
    """Return the words for what a clearing did."""
    if result.reasons:
        return _("It could not be deleted: %(why)s") % {"why": " ".join(result.reasons[:2])}
    if result.pipeline is not None:
        words = ngettext(
            "The pipeline is deleted, %(num)s deal was moved.",
            "The pipeline is deleted, %(num)s deals were moved.",
            result.done,
        )
    else:
        words = ngettext(
            "The stage is deleted, %(num)s deal was moved.",
            "The stage is deleted, %(num)s deals were moved.",
            result.done,
        )
    return words % {"num": result.done}


@require_GET
def watch(request: HttpRequest, change_set: int) -> HttpResponse:
    """Answer with how far a large clearing is."""
    by = administrator(request)
    result = domain.progress(change_set)
    context = {
        "result": result,
        "href": "" if result.is_over else f"/settings/clearings/{change_set}",
        "said": said(result),
        "undo": f"/history/{change_set}/undo" if result.is_over else "",
        "done": numbers.show(result.done, locale=by.locale),
        "total": numbers.show(result.total, locale=by.locale),
    }
    if request.headers.get("HX-Request"):
        return render(request, "pages/settings_clearing.html", context, block="progress")
    return show(request, "pages/settings_clearing.html", "pipelines", context)
