"""`/api/v1/<plural>/bulk`: many records created, changed and deleted by one call, answered one by one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from odnos.api import answers, bodies, parameters
from odnos.api.endpoint import Call, endpoint
from odnos.api.idempotent import idempotent
from odnos.api.problems import Problem, at_field, listed
from odnos.engine.records import batch
from odnos.engine.records.batch import Batch
from odnos.engine.records.outcome import Change, Outcome
from odnos.objects.fields.naming import LARGEST_ID

MOST = 1000
PARTS = ("create", "update", "delete")


@idempotent
def apply(call: Call, *, plural: str) -> HttpResponse:
    """Do all that can be done, in one transaction and one change set, and say of each item what became of it."""
    object_type = call.kind(plural)
    parameters.taken(call.request, ())
    given = parts(bodies.of(call.request))
    wrong = {
        ("create", place): bodies.misfits(object_type.by_name, item)
        for place, item in enumerate(given["create"])
    }
    wrong |= {
        ("update", place): bodies.misfits(object_type.by_name, values(item))
        for place, item in enumerate(given["update"])
    }
    refused = {key: errors for key, errors in wrong.items() if errors}
    done = batch.apply(object_type, asked(given, refused), by=call.by, at=call.at)
    body: dict[str, Any] = {"change_set": done.change_set}
    for part in PARTS:
        outcomes = iter(getattr(done, part))
        body[part] = [
            refusal(refused[part, place]) if (part, place) in refused else said(part, next(outcomes))
            for place in range(len(given[part]))
        ]
    return answers.json(body)


def parts(body: dict[str, Any]) -> dict[str, list[Any]]:
    """Return the three lists of the body. Raises Problem."""
    if unknown := next((name for name in body if name not in PARTS), None):
        raise at_field(422, unknown, _("A bulk call has the lists create, update and delete."))
    found = {part: body.get(part, []) for part in PARTS}
    if not all(isinstance(items, list) for items in found.values()):
        raise Problem(422, _("A bulk call has the lists create, update and delete."))
    number = sum(len(items) for items in found.values())
    if not 1 <= number <= MOST:
        raise Problem(422, _("Send 1 to %(most)s items.") % {"most": MOST})
    for item in found["create"]:
        if not isinstance(item, dict):
            raise at_field(422, "create", _("Each item is an object of fields."))
    for item in found["update"]:
        if not isinstance(item, dict) or not is_id(item.get("id")):
            raise at_field(422, "update", _("Each item is an object with an id, a version and fields."))
        if not isinstance(item.get("version", 0), int) or isinstance(item.get("version"), bool):
            raise at_field(422, "update", _("A version is a whole number."))
    if not all(is_id(item) for item in found["delete"]):
        raise at_field(422, "delete", _("Each item is an id."))
    once(found)
    return found


def once(found: dict[str, list[Any]]) -> None:
    ids = [*found["delete"], *(item["id"] for item in found["update"])]
    if len(set(ids)) < len(ids):
        raise Problem(422, _("A record comes twice in one call."))


def is_id(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 < value <= LARGEST_ID


def values(item: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in item.items() if name not in ("id", "version")}


def asked(given: dict[str, list[Any]], refused: dict[tuple[str, int], Any]) -> Batch:
    def good(part: str) -> list[Any]:
        return [item for place, item in enumerate(given[part]) if (part, place) not in refused]

    changes = [
        Change(id=item["id"], version=item.get("version"), values=values(item)) for item in good("update")
    ]
    return Batch(create=good("create"), update=changes, delete=good("delete"))


def said(part: str, outcome: Outcome) -> dict[str, Any]:
    if outcome.conflict:
        found = outcome.conflict
        return {
            "status": 409,
            "id": found.current.id,
            "version": found.current.version,
            "changed": sorted(found.fields),
        }
    if outcome.errors:
        return refusal(listed(outcome.errors))
    return {"status": {"create": 201, "update": 200, "delete": 204}[part], "id": outcome.id}


def refusal(errors: Sequence[Any]) -> dict[str, Any]:
    return {"status": 422, "errors": list(errors)}


view = endpoint(post=apply)
