"""The gate of a stage: what a deal needs to enter it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from odnos.domains.deals.gates.declared import STAGE_GATE
from odnos.domains.deals.objects import DEAL, STAGE
from odnos.engine.access import roles
from odnos.engine.filters.tree import Condition
from odnos.engine.records import read, write
from odnos.engine.records.errors import Invalid
from odnos.engine.records.row import Row
from odnos.engine.tables import definitions
from odnos.objects.registry import registry
from odnos.web.pages.settings.conditions import condition
from odnos.web.pages.settings.sections import actor, administrator, now, saved, show

TICKS = ("needs_approval", "is_open_to_imports", "is_both_ways")
NOTHING = {"needed": (), "condition": "", "checklist": (), "void_on": ()}


def gate(request: HttpRequest, number: int) -> HttpResponse:
    """Show what a stage needs, or save it; a gate that asks for nothing goes away."""
    by = administrator(request)
    stage = read.get(STAGE, number, by=by)
    row = gate_of(request, stage)
    if request.method != "POST":
        values = {field.name: row[field.name] for field in STAGE_GATE.declared} if row else dict(NOTHING)
        return form(request, stage, values, {}, row=row)
    values = given(request)
    try:
        save(request, stage, row, values)
    except Invalid as refusal:
        return form(request, stage, values, refusal.errors, row=row, status=422)
    definitions.refresh()
    return saved(f"/settings/pipelines/{stage['pipeline']}", _("Saved."))


def gate_of(request: HttpRequest, stage: Row) -> Row | None:
    asked = Condition(("stage",), "is", stage.id)
    rows = read.query(STAGE_GATE, by=actor(request), at=now(request), filter=asked, limit=1).rows
    return rows[0] if rows else None


def save(request: HttpRequest, stage: Row, row: Row | None, values: dict[str, Any]) -> None:
    by, at = actor(request), now(request)
    asks = any(values[name] for name in ("needed", "condition", "checklist", "needs_approval"))
    if row is None and asks:
        write.create(STAGE_GATE, {**values, "stage": stage.id}, by=by, at=at)
    elif row is not None and asks:
        write.update(STAGE_GATE, row.id, values, version=None, by=by, at=at)
    elif row is not None:
        write.delete_one(STAGE_GATE, row.id, by=by, at=at)


def given(request: HttpRequest) -> dict[str, Any]:
    lines = (line.strip()[:100] for line in request.POST.get("checklist", "").splitlines())
    return {
        "needed": request.POST.getlist("needed"),
        "condition": request.POST.get("condition", "").strip(),
        "message": request.POST.get("message", "").strip(),
        "checklist": [line for line in lines if line],
        "approver": request.POST.get("approver", ""),
        "approver_role": request.POST.get("approver_role", ""),
        "void_on": request.POST.getlist("void_on"),
        **{name: bool(request.POST.get(name)) for name in TICKS},
    }


def form(
    request: HttpRequest,
    stage: Row,
    values: dict[str, Any],
    errors: Any,
    *,
    row: Row | None,
    status: int = 200,
) -> HttpResponse:
    by = actor(request)
    people = read.query(registry.get("user"), by=by, at=now(request), sort="name", limit=500).rows
    offered = [(item.name, item.label) for item in DEAL.all_fields if item.by_hand and item.kind != "boolean"]
    context = {
        "stage": stage,
        "row": row,
        "values": values,
        "fields": [item for item in offered if item[0] not in (DEAL.path, "pipeline")],
        "when": condition(request, DEAL, values.get("condition")),
        "people": [("", "—"), *((person.id, person.title) for person in people)],
        "roles": [("", "—"), *((code, role.label) for code, role in roles.known().items())],
        "errors": {name: [str(reason) for reason in reasons] for name, reasons in errors.items()},
    }
    return show(request, "pages/settings_gate.html", "pipelines", context, status=status)
