"""The gate of a stage as a dialog: what is missing, filled in where it is asked for, and the move goes on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from odnos.domains.deals.gates import approving, trying
from odnos.domains.deals.gates.current import Gate, gates
from odnos.domains.deals.gates.declared import APPROVAL
from odnos.domains.deals.gates.missing import Missing, in_words
from odnos.domains.deals.steps import stage_of_kind
from odnos.engine.access import rights
from odnos.engine.access.fields import safe
from odnos.engine.records import read, write
from odnos.engine.records.draft import Draft
from odnos.engine.records.errors import Invalid
from odnos.engine.records.row import Row
from odnos.objects.registry import registry
from odnos.web.jinja import render
from odnos.web.pages.lists import controls
from odnos.web.pages.lists.places import led
from odnos.web.pages.record.found import address_of, may, reasons, visit_of


def stop(
    request: HttpRequest, row: Row, stage: int | None, *, action: str, keep: Mapping[str, Any]
) -> HttpResponse | None:
    """Answer with what is missing for a stage; None if nothing is, and the move may go on with `given` values."""
    gate = trying.gate_of(row.type.key, stage)
    if gate is None:
        return None
    visit, values = visit_of(request), given(request, row, stage)
    told = "gate" in request.POST
    if told and may(row, "edit", by=visit.by):
        trying.tick(row.id, gate, request.POST.getlist("gate-item"), by=visit.by, at=visit.at)
    draft = trying.trial(row.id, gate.stage, values, by=visit.by, at=visit.at)
    found = trying.needs(gate, draft, by=visit.by)
    wrong = {name: words for name, words in reasons(draft.errors).items() if name in values}
    if not found and not wrong:
        return None
    if "ask" in request.POST and not wrong and found == Missing(approval=found.approval):
        return asked(request, row, gate, values)
    return dialog(request, row, gate, draft, found, wrong if told else {}, action=action, keep=keep)


def of_action(request: HttpRequest, row: Row, name: str) -> HttpResponse | None:
    """Answer with what is missing for the stage that an action leads to; None for other actions, or if nothing is."""
    kind = {"deal.win": "won", "deal.lose": "lost"}.get(name)
    if kind is None:
        return None
    visit = visit_of(request)
    stage = stage_of_kind(kind, deal=row, by=visit.by, at=visit.at)
    keep: dict[str, Any] = {"stage": stage, "version": row.version}
    if request.POST.get("lost_reason"):
        keep["lost_reason"] = request.POST["lost_reason"]
    return stop(request, row, stage, action=address_of(row, "stage"), keep=keep)


def given(request: HttpRequest, row: Row, stage: int | None) -> dict[str, Any]:
    """Return the values that the dialog of a gate brought."""
    gate = trying.gate_of(row.type.key, stage)
    known = safe(row.type, by=visit_of(request).by).by_name
    if gate is None or "gate" not in request.POST:
        return {}
    return {
        name: known[name].from_form(request.POST)
        for name in request.POST.getlist("gate-field")
        if name in gate.needed and name in known and known[name].by_hand
    }


def asked(request: HttpRequest, row: Row, gate: Gate, values: dict[str, Any]) -> HttpResponse:
    """Keep what was filled in, ask for the approval, and show the record with it."""
    visit = visit_of(request)
    try:
        if values:
            write.update(row.type, row.id, values, version=None, by=visit.by, at=visit.at)
        approving.ask_approval(
            row.id, gate.stage, comment=request.POST.get("comment", ""), by=visit.by, at=visit.at
        )
    except Invalid as error:
        words = " ".join(word for every in reasons(error.errors).values() for word in every)
        return led(request, address_of(row), words, tone="bad")
    return led(request, address_of(row), _("The approval is asked for."))


def dialog(  # noqa: PLR0913 -- what the dialog shows
    request: HttpRequest,
    row: Row,
    gate: Gate,
    draft: Draft,
    found: Missing,
    wrong: Mapping[str, list[str]],
    *,
    action: str,
    keep: Mapping[str, Any],
) -> HttpResponse:
    visit, is_answer = visit_of(request), "gate" in request.POST
    known = safe(row.type, by=visit.by).by_name
    names = dict.fromkeys((*found.fields, *request.POST.getlist("gate-field"), *wrong))
    fields = [known[name] for name in names if name in known and known[name].by_hand and name in gate.needed]
    stage = registry.get("stage")
    context = {
        "row": row,
        "action": action,
        "stage": read.titles([(stage.key, gate.stage)], by=visit.by)[stage.key, gate.stage] or "",
        "keep": keep,
        "fields": [
            {
                "field": item,
                "control": controls.control(request, row, item, draft[item.name]),
                "errors": wrong.get(item.name)
                or ([_("Fill this in.")] if is_answer and item.name in found.fields else []),
            }
            for item in fields
        ],
        "hidden": len([name for name in found.fields if name not in {item.name for item in fields}]),
        "condition": found.condition,
        "items": [(item, item not in found.items) for item in gate.checklist],
        "approval": found.approval,
        "page": not request.headers.get("HX-Request"),
    }
    block = "dialog" if request.headers.get("HX-Request") else ""
    return render(request, "pages/gate.html", context, block=block, status=422 if is_answer else 200)


def needs_of(request: HttpRequest, row: Row, stages: list[Row]) -> dict[int, str]:
    """Return in words what the record needs for each stage of its path."""
    if row.type.key != "deal":
        return {}
    visit = visit_of(request)
    found = trying.ahead(row.id, [stage.id for stage in stages], by=visit.by, at=visit.at)
    return {stage: in_words(item, by=visit.by) for stage, item in found.items()}


def approvals(request: HttpRequest, row: Row) -> list[dict[str, Any]]:
    """Return the approvals of a record that wait, and the last answer, as its page tells them."""
    visit = visit_of(request)
    if row.type.key != "deal" or not gates.by_stage or not rights.sees_some(visit.by, APPROVAL):
        return []
    rows = approving.of_deal(row.id, by=visit.by, at=visit.at)
    shown = [item for place, item in enumerate(rows) if item["status"] == "asked" or place == 0]
    ctx = visit.ctx(
        read.titles(read.references(shown, ("stage", "asked_by", "decided_by", "approver")), by=visit.by)
    )
    return [told(item, ctx, by=visit.by) for item in shown]


def told(row: Row, ctx: Any, *, by: Any) -> dict[str, Any]:
    words = {
        "asked": _("%(who)s asks for the approval of “%(stage)s”."),
        "approved": _("“%(stage)s” is approved by %(by)s."),
        "refused": _("“%(stage)s” is refused by %(by)s."),
        "withdrawn": _("The question for “%(stage)s” was taken back."),
        "void": _("The approval of “%(stage)s” is void: what it was about has changed."),
    }
    text = {name: row.type.field(name).text(row[name], ctx) for name in ("stage", "asked_by", "decided_by")}
    here = address_of(row)
    waits, may_answer = row["status"] == "asked", approving.may_decide(row, by=by)
    return {
        "text": words[row["status"]]
        % {"stage": text["stage"], "who": text["asked_by"], "by": text["decided_by"]},
        "comment": row["answer"] or row["comment"] or "",
        "tone": {"asked": "warn", "approved": "good", "refused": "bad"}.get(row["status"], "info"),
        "href": here,
        "approve": f"{here}/approve" if waits and may_answer else "",
        "refuse": f"{here}/refuse" if waits and may_answer else "",
        "withdraw": f"{here}/withdraw" if waits and row["asked_by"] == by.user_id else "",
    }
