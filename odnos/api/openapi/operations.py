"""The operations of each object: address, parameters, body, answers."""

from __future__ import annotations

from typing import Any

from odnos.api.openapi import schemas
from odnos.api.openapi.schemas import Schema, name_of, ref
from odnos.api.parameters import LARGEST_PAGE, USUAL_PAGE
from odnos.objects.action import actions
from odnos.objects.registry import ObjectType, registry

REFUSALS = {
    400: "The request cannot be understood.",
    401: "No token, or none that is valid.",
    403: "The caller may not do this.",
    404: "There is nothing here, or nothing that the caller may see.",
    409: "Somebody changed the record meanwhile, or it contradicts another.",
    413: "The request is too large.",
    415: "The body is not application/json.",
    422: "Some values cannot be taken; errors name them.",
    428: "The version is missing.",
    429: "Too many wrong tokens.",
    503: "The database cannot be written at this moment.",
}
READING = (400, 401, 403, 404, 429, 503)
WRITING = (*READING, 409, 413, 415, 422)


def refusals(*statuses: int) -> dict[str, Schema]:
    return {str(status): {"$ref": f"#/components/responses/{status}"} for status in sorted(statuses)}


def responses() -> dict[str, Schema]:
    """Return the shared answers: one for each way to refuse."""
    return {
        str(status): {
            "description": words,
            "content": {"application/problem+json": {"schema": ref("Problem")}},
        }
        for status, words in REFUSALS.items()
    }


def paths() -> dict[str, Schema]:
    """Return every address with its operations."""
    found: dict[str, Schema] = {"/search": {"get": search()}, "/me": {"get": me()}}
    for object_type in registry:
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


def operation(
    object_type: ObjectType | None, verb: str, summary: str, answers: dict[str, Schema], **more: Any
) -> Schema:
    key = object_type.key if object_type else ""
    tags = {"tags": [str(object_type.plural)]} if object_type else {}
    return {
        "operationId": f"{key}_{verb}".strip("_"),
        "summary": summary,
        **tags,
        **more,
        "responses": answers,
    }


def answer(schema: Schema, description: str, *, headers: tuple[str, ...] = ()) -> Schema:
    found: Schema = {"description": description, "content": {"application/json": {"schema": schema}}}
    if headers:
        found["headers"] = {name: {"schema": {"type": "string"}} for name in headers}
    return found


def parameter(name: str, schema: Schema, description: str, *, place: str = "query") -> Schema:
    required = {"required": True} if place == "path" else {}
    return {"name": name, "in": place, "schema": schema, "description": description, **required}


def body(schema: Schema, *, required: bool = True) -> Schema:
    return {"required": required, "content": {"application/json": {"schema": schema}}}


TEXT: Schema = {"type": "string"}
KEY = parameter(
    "Idempotency-Key",
    {"type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[A-Za-z0-9_.:-]+$"},
    "Sent again with the same request, gives the same answer and writes nothing.",
    place="header",
)
MATCH = parameter(
    "If-Match",
    {"type": "string", "pattern": r'^("[1-9][0-9]{0,8}"|\*)$'},
    "The ETag of the version that you know; * for any.",
    place="header",
)
EXPAND = parameter("expand", {"type": "string", "enum": ["titles"]}, "Add the titles of linked records.")


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
        requestBody=body(schemas.action_input(action), required=False),
    )


def search() -> Schema:
    hit = {
        "type": "object",
        "properties": {
            "object": TEXT,
            "id": schemas.ID,
            **dict.fromkeys(("title", "subtitle", "snippet", "href"), TEXT),
        },
        "required": ["object", "id", "title", "href"],
    }
    found = {"type": "object", "properties": {"data": {"type": "array", "items": hit}}, "required": ["data"]}
    keys = {"type": "array", "items": {"type": "string", "enum": [item.key for item in registry]}}
    parameters = [
        {
            **parameter("q", {"type": "string", "minLength": 1, "maxLength": 200}, "What to look for."),
            "required": True,
        },
        {**parameter("objects", keys, "Only these objects."), "style": "form", "explode": False},
        parameter(
            "limit", {"type": "integer", "minimum": 1, "maximum": 100, "default": 20}, "How many at most."
        ),
    ]
    answers = {"200": answer(found, "The best first."), **refusals(*READING)}
    return operation(None, "search", "Find records of all objects", answers, parameters=parameters)


def me() -> Schema:
    found = {
        "type": "object",
        "properties": {
            "id": schemas.ID,
            "version": schemas.VERSION,
            "name": TEXT,
            "email": {"type": ["string", "null"]},
            "role": TEXT,
            "team": {"type": ["integer", "null"]},
            "token": {"type": ["object", "null"]},
            "rights": {"type": "object"},
        },
        "required": ["id", "name", "role", "rights"],
    }
    answers = {"200": answer(found, "Whom you speak for."), **refusals(*READING)}
    return operation(None, "me", "Whom the caller speaks for, and what they may do", answers)
