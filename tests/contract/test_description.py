"""`/api/v1/openapi.json` is true: generated calls to a running server find no defect and no answer it does not describe."""

from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable
from schemathesis import checks
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from odnos.engine.tables import definitions
from odnos.objects.registry import registry
from tests.contract.world import World
from tests.live import Live
from tests.people import EVERYBODY, Cast

EXAMPLES = 5
OBJECTS = {"companies", "deals", "deal-lines", "notes", "users", "stages"}
"""One of each way to guard and to link; the others are served by the same code."""
CHECKS = [
    checks.not_a_server_error,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
]
MODES = {
    "right": (schemathesis.GenerationMode.POSITIVE, CHECKS),
    "wrong": (schemathesis.GenerationMode.NEGATIVE, [*CHECKS, negative_data_rejection]),
}


def records_of(live: Live) -> dict[str, int]:
    """Make a record of every object, and return the ids by plural."""
    from odnos.engine.access.actor import actor_for
    from odnos.engine.access.models import User

    cast = Cast()
    for person in EVERYBODY:
        user = User.objects.get(email=person.email)
        cast.actors[person.name.lower()] = actor_for(user)
        cast.teams[person.team] = user.team_id
    world = World(cast)
    try:
        return {item.plural_key: world.one(item.key) for item in registry}
    finally:
        definitions.forget()  # what was defined there is known to the server, and to none of the other tests


IDS: dict[str, int] = {}
"""The records of the server that both tests call."""


@pytest.mark.parametrize("mode", ["right", pytest.param("wrong", marks=pytest.mark.sqlite)])
def test_generated_calls_are_answered_as_described(shared_live: Live, mode: str) -> None:
    IDS.update(IDS or records_of(shared_live))
    if "analytics" not in shared_live.processes:
        shared_live.count()
    generation, wanted = MODES[mode]
    schema = schemathesis.openapi.from_url(f"{shared_live.url}/api/v1/openapi.json")
    headers = {"Authorization": f"Bearer {shared_live.token('dora@odnos.example')}"}
    wrong = []

    for result in schema.get_all_operations():
        operation = result.ok()
        plural = operation.path.split("/")[1]
        if plural not in OBJECTS and "{id}" in operation.path and plural != "imports":
            continue
        if plural == "users" and operation.method.upper() != "GET":
            continue  # it would lock itself out
        try:
            strategy = operation.as_strategy(generation_mode=generation)
            # A bulk call answers item by item, so wrong items are no refusal of the whole.
            asked = CHECKS if operation.path.endswith("/bulk") else wanted
            calls(strategy, headers, asked, IDS.get(plural) if mode == "right" else None)()
        except Unsatisfiable:
            assert mode == "wrong", operation.label  # there is nothing that could be wrong
        except (Exception, BaseExceptionGroup) as failure:  # noqa: BLE001 -- all that is wrong is told at once
            wrong.append(f"{operation.label}: {failure}")

    assert not wrong, "\n\n".join(wrong)
    assert "Traceback" not in shared_live.log()


def calls(strategy: Any, headers: dict[str, str], wanted: list[Any], record_id: int | None) -> Any:
    """Return a function that makes some calls; of every other one, about a record that is there."""

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=strategy, there=st.booleans())
    def call(case: Any, there: bool) -> None:
        if there and record_id and "id" in (case.path_parameters or {}):
            case.path_parameters["id"] = record_id
        case.call_and_validate(headers=headers, checks=wanted)

    return call
