"""`/api/v1/<plural>/<id>/actions/<verb>`: what can be done to a record besides editing it."""

from __future__ import annotations

from typing import Any, cast

from django.http import HttpResponse
from django.utils.translation import gettext as _

from odnos.api import answers, bodies, parameters
from odnos.api.endpoint import Call, endpoint
from odnos.api.idempotent import idempotent
from odnos.api.problems import Problem, error
from odnos.engine.access.askable import askable
from odnos.engine.access.rights import Deed, Denied
from odnos.engine.records import acting, read
from odnos.engine.records.errors import NotFound
from odnos.engine.records.reach import reach
from odnos.objects.action import Action, actions
from odnos.objects.fields import Invalid
from odnos.objects.registry import ObjectType


@idempotent
def run(call: Call, *, plural: str, record_id: int, verb: str) -> HttpResponse:
    """Do it, and answer with the record as it is then; with nothing if it is gone."""
    object_type = call.kind(plural)
    parameters.taken(call.request, ())
    action = action_of(object_type, verb)
    body = bodies.of(call.request, empty=True)
    check(call, object_type, action, record_id)
    acting.perform(action, record_id, by=call.by, at=call.at, **inputs(call, action, body))
    found = read.get_many(object_type, [record_id], by=call.by)
    if record_id not in found:
        return HttpResponse(status=204)
    row = found[record_id]
    return answers.json(answers.record(row), headers={"ETag": answers.etag(row.version)})


def action_of(object_type: ObjectType, verb: str) -> Action:
    found = next((item for item in actions.of(object_type.key) if item.name.rpartition(".")[2] == verb), None)
    if found is None:
        raise NotFound(verb)
    return found


def check(call: Call, object_type: ObjectType, action: Action, record_id: int) -> None:
    """A record that cannot be seen is not there; one that can, but not for this, is denied."""
    read.get(object_type, record_id, by=call.by)
    deed = cast(Deed, action.right)
    if not reach(object_type, by=call.by, deed=deed).filter(pk=record_id).exists():
        raise Denied(_("You may see this record, but not do this with it."))


def inputs(call: Call, action: Action, body: dict[str, Any]) -> dict[str, Any]:
    """Return what the action asks for, parsed. Raises Problem 422."""
    known = {field.name: field for field in askable(action, by=call.by)}
    wrong = [error(name, _("There is no such field.")) for name in body if name not in known]
    wrong += bodies.misfits(known, body)
    values: dict[str, Any] = {}
    for name, field in known.items():
        try:
            values[name] = field.parse(body.get(name), call.by.context(call.at)) if not wrong else None
        except Invalid as refusal:
            wrong.append(error(name, str(refusal.message)))
            continue
        if field.required and field.is_empty(values[name]):
            wrong.append(error(name, _("Fill this in.")))
    if wrong:
        raise Problem(422, _("Some values cannot be taken."), errors=wrong)
    return {name: value for name, value in values.items() if name in body}


view = endpoint(post=run)
