"""The third and fourth step: what the check found, and what the import did."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from odnos.engine.access.actor import Actor
from odnos.engine.transfer import imports
from odnos.engine.transfer.models import ImportRun
from odnos.objects import fields as f
from odnos.objects.registry import registry
from odnos.web import toasts
from odnos.web.jinja import render
from odnos.web.pages.importer import choices, paths, words

State = ImportRun.State
SHOWN = 100


@require_GET
def show(request: HttpRequest, run_id: int) -> HttpResponse:
    """Where the import stands; while it works, the part that asks again."""
    visit: Any = request.visit  # type: ignore[attr-defined]
    run = imports.get(run_id, by=visit.by)
    if run.state == State.UPLOADED:
        return HttpResponseRedirect(f"/imports/{run.pk}/columns")
    if run.state in (State.CHECKING, State.CHECKED):
        return HttpResponseRedirect(f"/imports/{run.pk}/check")
    block = "state" if "HX-Request" in request.headers else ""
    return render(request, "pages/import_result.html", context_of(run, visit, is_check=False), block=block)


@require_http_methods(["GET", "POST"])
def check(request: HttpRequest, run_id: int) -> HttpResponse:
    """What would become of every row; posting keeps the decisions about unknown names and checks again."""
    visit: Any = request.visit  # type: ignore[attr-defined]
    run = imports.get(run_id, by=visit.by)
    if run.state not in (State.CHECKING, State.CHECKED):
        return HttpResponseRedirect(f"/imports/{run.pk}")
    if request.method == "POST":
        keep(run, request.POST, by=visit.by)
        imports.begin_check(run, at=visit.at)
        return HttpResponseRedirect(f"/imports/{run.pk}/check")
    asked = choices.questions(run)
    context = context_of(run, visit, is_check=True) | {
        "unknown": asked,
        "may_make": choices.may_make_all(asked),
        "paths": paths.shown(run),
    }
    block = "state" if "HX-Request" in request.headers else ""
    return render(request, "pages/import_check.html", context, block=block)


@require_POST
def start(request: HttpRequest, run_id: int) -> HttpResponse:
    """Begin to write. Decisions that stand in the form are kept first."""
    visit: Any = request.visit  # type: ignore[attr-defined]
    run = imports.get(run_id, by=visit.by)
    if run.state in imports.BEFORE_START:
        keep(run, request.POST, by=visit.by)
    try:
        imports.start(run, by=visit.by, at=visit.at)
    except imports.BadOption as error:
        return toasts.later(HttpResponseRedirect(f"/imports/{run.pk}/columns"), str(error), tone="bad")
    return HttpResponseRedirect(f"/imports/{run.pk}")


def keep(run: ImportRun, form: QueryDict, *, by: Actor) -> None:
    """Keep what the form decides about unknown names and about the stages that these become."""
    imports.configure(run, by=by, **paths.given(run, form))
    imports.configure(run, by=by, **choices.decided(run, form))


@require_POST
def cancel(request: HttpRequest, run_id: int) -> HttpResponse:
    visit: Any = request.visit  # type: ignore[attr-defined]
    run = imports.get(run_id, by=visit.by)
    imports.cancel(run, at=visit.at)
    return HttpResponseRedirect(f"/imports/{run.pk}")


@require_POST
def carry_on(request: HttpRequest, run_id: int) -> HttpResponse:
    """Go on with an import that is held, in the administrator's own name."""
    visit: Any = request.visit  # type: ignore[attr-defined]
    run = imports.get(run_id, by=visit.by)
    imports.carry_on(run, by=visit.by, at=visit.at)
    return HttpResponseRedirect(f"/imports/{run.pk}")


@require_POST
def undo(request: HttpRequest, run_id: int) -> HttpResponse:
    visit: Any = request.visit  # type: ignore[attr-defined]
    run = imports.get(run_id, by=visit.by)
    imports.undo(run, by=visit.by, at=visit.at)
    return HttpResponseRedirect(f"/imports/{run.pk}")


def context_of(run: ImportRun, visit: Any, *, is_check: bool) -> dict[str, Any]:
    ctx, field = visit.ctx(), f.Date("dropped_at")
    label, tone = words.state_of(run)
    wanted = run.problems.filter(is_check=is_check).order_by("-is_fatal", "row")
    return {
        "steps": [str(step) for step in words.STEPS],
        "run": run,
        "kind": registry.get(run.object_key),
        "state": label,
        "tone": tone,
        "is_busy": run.state in (State.CHECKING, State.RUNNING, State.UNDOING),
        "is_undone": imports.state_of(run) == State.UNDONE,
        "dropped": field.html(run.dropped_at, ctx) if run.dropped_at else "",
        "found": run.findings,
        "may_carry_on": run.state == State.HELD and visit.by.is_administrator,
        "tallies": tallies(run, is_check=is_check),
        "headings": [_("What to know"), *run.header],
        "rows": [row_of(problem) for problem in wanted[:SHOWN]],
        "more": max(0, wanted.count() - SHOWN),
        "total": run.total or run.findings.get("rows", 0),
    }


def tallies(run: ImportRun, *, is_check: bool) -> list[tuple[str, int, str, str]]:
    if is_check:
        found = run.findings
        return [
            (_("Rows"), found.get("rows", 0), "muted", ""),
            (pgettext("rows", "New"), found.get("new", 0), "good", ""),
            (_("Updates"), found.get("matching", 0), "info", ""),
            (_("Left out"), found.get("skipping", 0), "muted", ""),
            (_("Duplicates"), found.get("duplicates", 0), "warn", ""),
            (_("Would fail"), found.get("failing", 0), "bad", ""),
        ]
    return [
        (_("Rows"), run.rows, "muted", ""),
        (_("Created"), run.created, "good", ""),
        (_("Updated"), run.updated, "info", ""),
        (_("Skipped"), run.skipped, "muted", ""),
        (_("Failed"), run.failed, "bad", ""),
    ]


def row_of(problem: Any) -> dict[str, Any]:
    state = "wrong" if problem.is_fatal else "guess"
    cells = [{"text": text if len(text) <= 60 else f"{text[:59]}…", "state": ""} for text in problem.cells]
    return {
        "number": problem.row,
        "wrong": problem.is_fatal,
        "cells": [{"text": problem.reason, "state": state}, *cells],
    }
