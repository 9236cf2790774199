"""Pipelines and their stages."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from odnos.domains.deals import pipelines as domain
from odnos.domains.deals.gates.current import gates
from odnos.domains.deals.objects import KINDS, PIPELINE, STAGE
from odnos.domains.deals.stages import numbers_in
from odnos.engine.records import read
from odnos.engine.records.errors import Invalid
from odnos.engine.records.row import Row
from odnos.lib import numbers
from odnos.web import toasts
from odnos.web.given import whole
from odnos.web.pages.settings.goals import stages
from odnos.web.pages.settings.sections import administrator, now, show

NEW = "new"


def pipelines(request: HttpRequest) -> HttpResponse:
    """List the pipelines, or make one with the usual stages."""
    by = administrator(request)
    if request.method != "POST":
        return page(request, {})
    name = request.POST.get("name", "").strip()
    try:
        made = domain.make_pipeline(name, domain.FIRST_STEPS, by=by, at=now(request))
    except Invalid as refusal:
        return page(request, refusal.errors, name=name, status=422)
    return HttpResponseRedirect(f"/settings/pipelines/{made}")


def page(request: HttpRequest, errors: Any, *, name: str = "", status: int = 200) -> HttpResponse:
    by, at = request.visit.by, request.visit.at  # type: ignore[attr-defined]
    rows = read.query(PIPELINE, by=by, at=at, sort="position", columns=("name",), limit=100).rows
    found = [
        {"id": row.id, "name": row.title, "stages": [stage.title for stage in stages(request, row.id)]}
        for row in rows
    ]
    context = {"pipelines": found, "errors": errors, "name": name}
    return show(request, "pages/settings_pipelines.html", "pipelines", context, status=status)


def pipeline(request: HttpRequest, number: int) -> HttpResponse:
    """Show a pipeline with its stages to edit, or save them."""
    by = administrator(request)
    row = read.get(PIPELINE, number, by=by)
    if request.method != "POST":
        rows = [written(stage) for stage in stages(request, number)]
        return form(request, number, row.title, rows, {})
    name, rows = request.POST.get("name", "").strip(), given(request)
    wanted = [stage for stage in rows if stage["id"] is not None or stage["name"]]
    try:
        made = domain.save_pipeline(number, name, wanted, by=by, at=now(request))
    except Invalid as refusal:
        return form(request, number, name, wanted, refusal.errors, status=422)
    answer = HttpResponseRedirect(f"/settings/pipelines/{number}")
    return toasts.later(answer, _("Saved."), undo=f"/history/{made}/undo" if made else "")


def written(stage: Row) -> dict[str, Any]:
    """Return a stage as its inputs show it."""

    def number(value: Any) -> str:
        return "" if value is None else numbers.show(value, locale="en").replace(",", "")

    return {
        "id": stage.id,
        "name": stage.title,
        "kind": stage["kind"],
        "probability": number(stage["probability"]),
        "rots_after_days": number(stage["rots_after_days"]),
    }


def given(request: HttpRequest) -> list[dict[str, Any]]:
    """Return the stages as the form sends them, in its order."""
    names = ("name", "kind", "probability", "rots_after_days")
    return [
        {
            "id": whole(key),
            **{name: request.POST.get(f"{name}-{key}", "").strip() for name in names},
        }
        for key in request.POST.getlist("stage")
    ]


def form(
    request: HttpRequest,
    number: int,
    name: str,
    rows: list[dict[str, Any]],
    errors: Any,
    *,
    status: int = 200,
) -> HttpResponse:
    deals = numbers_in([row["id"] for row in rows if row["id"]])
    shown = [
        {
            **row,
            "key": row["id"] or NEW,
            "deals": deals.get(row["id"], 0),
            "gated": row["id"] in gates.by_stage,
            "errors": said(errors, f"{place}."),
        }
        for place, row in enumerate(rows)
    ]
    if not any(row["id"] is None for row in rows):
        shown.append(
            {
                "id": None,
                "key": NEW,
                "name": "",
                "kind": "open",
                "probability": "",
                "rots_after_days": "",
                "deals": 0,
                "errors": [],
            }
        )
    context = {
        "number": number,
        "name": name,
        "stages": shown,
        "kinds": KINDS,
        "errors": errors,
        "general": said(errors, "", whole=True),
    }
    return show(request, "pages/settings_pipeline.html", "pipelines", context, status=status)


def said(errors: Any, before: str, *, whole: bool = False) -> list[str]:
    """Return what is wrong with one stage, each reason with the name of its field, or with the whole pipeline."""
    if whole:
        return [str(reason) for reason in errors.get("", ())]
    labels = STAGE.by_name
    found = []
    for key, reasons in errors.items():
        if key.startswith(before) and key:
            field = labels.get(key.removeprefix(before))
            found += [f"{field.label}: {reason}" if field else str(reason) for reason in reasons]
    return found
