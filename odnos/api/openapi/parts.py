"""The pieces that operations are described with."""

from __future__ import annotations

from typing import Any

from odnos.api.openapi.schemas import Schema, ref
from odnos.objects.registry import ObjectType

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
