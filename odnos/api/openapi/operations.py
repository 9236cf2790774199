"""The operations of each object: address, parameters, body, answers."""

from __future__ import annotations

from collections.abc import Iterable

from odnos.api.openapi import others, schemas
from odnos.api.openapi.parts import (
    EXPAND,
    KEY,
    MATCH,
    READING,
    TEXT,
    WRITING,
    answer,
    body,
    operation,
    parameter,
    refusals,
)
from odnos.api.openapi.schemas import Schema, name_of, ref
from odnos.api.parameters import LARGEST_PAGE, USUAL_PAGE
from odnos.objects.action import actions
from odnos.objects.registry import ObjectType, registry


def paths(kinds: Iterable[ObjectType] = registry) -> dict[str, Schema]:
    """Return every address with its operations."""
    found = others.paths()
    for object_type in kinds:
        found |= of_object(object_type)
    return found


def of_object(object_type: ObjectType) -> dict[str, Schema]:
    base = f"/{object_type.plural_key}"
    one = f"{base}/{{id}}"
    id_ = {"parameters": [parameter("id", schemas.ID, "The record's id.", place="path")]}
    found: dict[str, Schema] = {
        base: {"get": page(object_type), "post": create(object_type)},
        f"{base}/bulk": {"post": bulk(object_type)},
        one: {**id_, "get": get(object_type), "patch": patch(object_type), "delete": delete(object_type)},
        f"{one}/restore": {**id_, "post": restore(object_type)},
    }
    for action in actions.of(object_type.key):
        verb = action.name.rpartition(".")[2]
        found[f"{one}/actions/{verb}"] = {**id_, "post": act(object_type, action.name, str(action.label))}
    return found


def choosing(object_type: ObjectType) -> Schema:
    names = ["id", "version", *object_type.by_name]
    schema = {"type": "array", "items": {"type": "string", "enum": names}}
    found = parameter("fields", schema, "Only these fields.")
    return {**found, "style": "form", "explode": False}


def page(object_type: ObjectType) -> Schema:
    sortable = ["id", *(field.name for field in object_type.all_fields if field.sortable)]
    orders = [sign + name for name in sortable for sign in ("", "-")]
    limit = {"type": "integer", "minimum": 1, "maximum": LARGEST_PAGE, "default": USUAL_PAGE}
    parameters = [
        parameter("filter", TEXT, "Conditions, as text or as JSON: see the filter reference."),
        parameter("sort", {"type": "string", "enum": orders, "default": "-updated_at"}, "The order."),
        choosing(object_type),
        parameter("limit", limit, "How many at most."),
        parameter("cursor", TEXT, "What the page before gave as next."),
        EXPAND,
        parameter("deleted", {"type": "boolean", "default": False}, "The bin instead of the list."),
    ]
    answers = {"200": answer(ref(f"{name_of(object_type)}Page"), "A page."), **refusals(*READING)}
    return operation(object_type, "list", f"List {object_type.plural}", answers, parameters=parameters)


def create(object_type: ObjectType) -> Schema:
    name = name_of(object_type)
    made = answer(ref(name), "The new record.", headers=("Location", "ETag"))
    answers = {"201": made, **refusals(*WRITING)}
    return operation(
        object_type,
        "create",
        f"Create {name}",
        answers,
        parameters=[KEY],
        requestBody=body(ref(f"{name}New")),
    )


def get(object_type: ObjectType) -> Schema:
    name = name_of(object_type)
    answers = {"200": answer(ref(name), "The record.", headers=("ETag",)), **refusals(*READING)}
    return operation(object_type, "get", f"Get {name}", answers, parameters=[choosing(object_type), EXPAND])


def patch(object_type: ObjectType) -> Schema:
    name = name_of(object_type)
    answers = {
        "200": answer(ref(name), "The record as it is now.", headers=("ETag",)),
        **refusals(*WRITING, 428),
    }
    return operation(
        object_type,
        "change",
        f"Change {name}",
        answers,
        parameters=[MATCH, KEY],
        requestBody=body(ref(f"{name}Change")),
    )


def delete(object_type: ObjectType) -> Schema:
    answers = {"204": {"description": "It is in the bin."}, **refusals(*WRITING)}
    return operation(object_type, "delete", f"Delete {name_of(object_type)}", answers, parameters=[KEY])


def restore(object_type: ObjectType) -> Schema:
    name = name_of(object_type)
    answers = {"200": answer(ref(name), "It is back.", headers=("ETag",)), **refusals(*WRITING)}
    return operation(object_type, "restore", f"Restore {name}", answers, parameters=[KEY])


def bulk(object_type: ObjectType) -> Schema:
    name = name_of(object_type)
    answers = {"200": answer(ref("BulkAnswer"), "What became of each item."), **refusals(*WRITING)}
    return operation(
        object_type,
        "bulk",
        f"Create, change and delete many {object_type.plural}",
        answers,
        parameters=[KEY],
        requestBody=body(ref(f"{name}Bulk")),
    )


def act(object_type: ObjectType, action: str, label: str) -> Schema:
    answers = {
        "200": answer(ref(name_of(object_type)), "The record as it is now.", headers=("ETag",)),
        "204": {"description": "Done; the record is gone."},
        **refusals(*WRITING),
    }
    verb = action.rpartition(".")[2]
    return operation(
        object_type,
        f"action_{verb}",
        label,
        answers,
        parameters=[KEY],
        requestBody=body(schemas.action_input(action, object_type), required=False),
    )
