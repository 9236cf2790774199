"""`/api/v1/me`: whom the caller speaks for, and what they may do."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, cast

from django.http import HttpResponse

from odnos.api import answers, parameters
from odnos.api.endpoint import Call, endpoint
from odnos.engine.access import rights
from odnos.engine.access.actor import Actor
from odnos.engine.access.rights import Deed
from odnos.engine.records import read
from odnos.objects.action import actions
from odnos.objects.registry import registry

DEEDS: tuple[Deed, ...] = ("see", "create", "edit", "delete", "export", "import")


def get(call: Call) -> HttpResponse:
    """Answer with the person, the scope of each deed for each object, and the actions that their role lets them do."""
    parameters.taken(call.request, ())
    person = read.get(registry.get("user"), cast(int, call.by.user_id), by=full(call.by))
    shown = answers.record(person, ("name", "email", "role", "team", "locale", "timezone"))
    may = {item.key: {deed: rights.may(call.by, deed, item) for deed in DEEDS} for item in registry}
    open_to = [
        action.name
        for item in registry
        for action in actions.of(item.key)
        if rights.may(call.by, cast(Deed, action.right), item) != "none"
        and rights.allows(call.by, action.name, item.key)
    ]
    return answers.json({**shown, "token": narrowing(call.by), "rights": may, "actions": sorted(open_to)})


def full(by: Actor) -> Actor:
    """A token that is narrowed to other objects still learns whom it speaks for."""
    return replace(by, narrow=None)


def narrowing(by: Actor) -> dict[str, Any] | None:
    if by.narrow is None:
        return None
    return {"read_only": by.narrow.read_only, "objects": sorted(by.narrow.objects)}


view = endpoint(get=get)
