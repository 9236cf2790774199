"""The operations that belong to no single object: search, who calls, offers, reports, imports."""

from __future__ import annotations

from odnos.api.importing import COUNTS
from odnos.api.openapi import baskets, reports, schemas
from odnos.api.openapi.parts import KEY, READING, TEXT, WRITING, answer, operation, parameter, refusals
from odnos.api.openapi.schemas import Schema
from odnos.objects.access import ORDER
from odnos.objects.registry import registry


def paths() -> dict[str, Schema]:
    """Return the addresses with their operations."""
    return {
        "/search": {"get": search()},
        "/me": {"get": me()},
        "/offers": {"get": offers()},
        **reports.paths(),
        **baskets.paths(),
        **imports(),
    }


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


def offers() -> Schema:
    why = {
        "type": "object",
        "properties": {"product": schemas.ID, "title": TEXT},
        "required": ["product", "title"],
    }
    one = {
        "type": "object",
        "properties": {
            "product": schemas.ID,
            "title": TEXT,
            "because": {"type": "array", "items": why},
            **{name: {"type": "number"} for name in ("confidence", "lift")},
            "cases": {"type": "integer"},
        },
        "required": ["product", "title", "because", "confidence", "lift", "cases"],
    }
    found = {"type": "object", "properties": {"data": {"type": "array", "items": one}}, "required": ["data"]}
    ids = {"type": "array", "items": schemas.ID, "minItems": 1, "maxItems": 200}
    parameters = [
        {
            **parameter("products", ids, "What is in the basket."),
            "required": True,
            "style": "form",
            "explode": False,
        },
        parameter(
            "limit", {"type": "integer", "minimum": 1, "maximum": 20, "default": 3}, "How many at most."
        ),
    ]
    answers = {"200": answer(found, "The surest first."), **refusals(*READING)}
    return operation(None, "offers", "What to offer to a basket", answers, parameters=parameters)


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
            "rights": {
                "type": "object",
                "additionalProperties": {
                    "type": "object",
                    "additionalProperties": {"type": "string", "enum": list(ORDER)},
                },
            },
            "actions": {"type": "array", "items": TEXT},
        },
        "required": ["id", "name", "role", "rights", "actions"],
    }
    answers = {"200": answer(found, "Whom you speak for."), **refusals(*READING)}
    return operation(None, "me", "Whom the caller speaks for, and what they may do", answers)


RUN: Schema = {
    "type": "object",
    "properties": {
        "id": schemas.ID,
        "object": TEXT,
        "filename": TEXT,
        "state": TEXT,
        "reason": {"type": ["string", "null"]},
        **{name: {"type": "integer", "minimum": 0} for name in COUNTS},
        "mapping": {"type": "object", "additionalProperties": TEXT},
        "change_set": {"type": ["integer", "null"]},
        "errors": TEXT,
    },
    "required": ["id", "object", "state", *COUNTS],
}


def imports() -> dict[str, Schema]:
    """Return the addresses of imports."""
    id_ = {"parameters": [parameter("id", schemas.ID, "The import's id.", place="path")]}
    limit = parameter(
        "limit", {"type": "integer", "minimum": 1, "maximum": 500, "default": 50}, "How many at most."
    )
    runs = {"type": "object", "properties": {"data": {"type": "array", "items": RUN}}, "required": ["data"]}
    csv = {"description": "The rows that failed.", "content": {"text/csv": {"schema": TEXT}}}
    started = {"202": answer(RUN, "It is at work.", headers=("Location",)), **refusals(*WRITING)}
    undoing = {"202": answer(RUN, "It is being taken back."), **refusals(*WRITING)}
    read = refusals(*READING)
    base, one = "/imports", "/imports/{id}"
    return {
        base: {
            "get": operation(
                None,
                "imports",
                "List your imports",
                {"200": answer(runs, "The newest first."), **read},
                parameters=[limit],
            ),
            "post": operation(
                None, "import", "Import a file", started, parameters=[KEY], requestBody=upload()
            ),
        },
        one: {
            **id_,
            "get": operation(None, "import_get", "How far an import is", {"200": answer(RUN, "It."), **read}),
        },
        f"{one}/errors.csv": {
            **id_,
            "get": operation(None, "import_errors", "The rows that failed", {"200": csv, **read}),
        },
        f"{one}/undo": {
            **id_,
            "post": operation(None, "import_undo", "Undo an import", undoing, parameters=[KEY]),
        },
    }


def upload() -> Schema:
    schema = {
        "type": "object",
        "properties": {
            "file": {"type": "string", "contentMediaType": "application/octet-stream"},
            "object": {"type": "string", "enum": [item.key for item in registry]},
            "map": {"type": "string", "description": "A JSON object of columns and their fields."},
            "key": {"type": "string", "description": "The field that tells which record a row is."},
            "create_missing": {"type": "string", "enum": ["true", "false"]},
            "duplicates": {"type": "string", "enum": ["create", "skip", "update"]},
            "filename": TEXT,
        },
        "required": ["file", "object"],
        "additionalProperties": False,
    }
    return {"required": True, "content": {"multipart/form-data": {"schema": schema}}}
