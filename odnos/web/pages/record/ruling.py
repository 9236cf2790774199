"""How conditional rules treat the fields of a form or a record now; asked again while somebody types."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from odnos.engine.access import rights
from odnos.engine.access.fields import safe
from odnos.engine.records import read, ruled, trying
from odnos.engine.records.row import Row
from odnos.engine.records.ruled import State
from odnos.objects.fields import File
from odnos.objects.registry import ObjectType
from odnos.web.pages.record import create
from odnos.web.pages.record.found import row_of, visit_of

States = dict[str, State]


@require_POST
def new(request: HttpRequest, kind: ObjectType) -> HttpResponse:
    """Answer with how the fields of a new record are to be treated for what its form holds; nothing is made."""
    by = visit_of(request).by
    rights.check(by, "create", kind)
    return told(of_form(request, kind), kind, by=by)


@require_GET
def one(request: HttpRequest, kind: ObjectType, record_id: int) -> HttpResponse:
    """Answer with how the fields of a record are to be treated as it is now."""
    row = row_of(request, kind, record_id)
    return told(of_row(request, row), kind, by=visit_of(request).by)


def of_form(request: HttpRequest, kind: ObjectType) -> States:
    if not ruled.rules_of(kind):
        return {}
    visit = visit_of(request)
    names = [field for field in create.fields_of(request, kind) if not isinstance(field, File)]
    raw = {field.name: field.from_form(request.POST) for field in names}
    raw |= {name: request.POST[name] for name in create.fixed(kind) if request.POST.get(name)}
    given = {name: value for name, value in raw.items() if not create.blank_pipeline(kind, name, value)}
    return trying.states(kind, given | create.pipeline(request, kind, given), by=visit.by, at=visit.at)


def of_row(request: HttpRequest, row: Row) -> States:
    if not ruled.rules_of(row.type):
        return {}
    visit = visit_of(request)
    whole = read.get(row.type, row.id, by=visit.by, deleted=None, as_kept=True)
    return trying.states_of(whole, by=visit.by, at=visit.at)


def told(states: States, kind: ObjectType, *, by: Any) -> HttpResponse:
    """Return the states of those fields that the reader may know, each with a sentence for who does not see the page."""
    known = safe(kind, by=by).by_name
    found = {
        name: {
            "hidden": state.hidden,
            "required": state.required and not state.hidden,
            "readonly": state.readonly,
            "why": str(state.why),
            "said": f"{known[name].label}: {in_a_word(state)}",
        }
        for name, state in states.items()
        if name in known
    }
    return JsonResponse({"fields": found})


def in_a_word(state: State) -> str:
    if state.hidden:
        return _("hidden")
    if state.readonly:
        return _("cannot be changed")
    return _("must be filled in") if state.required else _("may be filled in")
