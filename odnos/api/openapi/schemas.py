"""The schemas of records: as they come out, as they go in."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from odnos.engine.access.askable import fillable
from odnos.engine.records import ruled
from odnos.objects.action import actions
from odnos.objects.fields import Field, Stage
from odnos.objects.registry import ObjectType, registry

Schema = dict[str, Any]
ID: Schema = {"type": "integer", "minimum": 1}
VERSION: Schema = {"type": "integer", "minimum": 1}
TITLES: Schema = {
    "type": "object",
    "description": "With expand=titles: the title of every linked record by object:id; null for one you may not see.",
    "additionalProperties": {"type": ["string", "null"]},
}


def name_of(object_type: ObjectType) -> str:
    return "".join(word.capitalize() for word in object_type.key.split("_"))


def ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def components(kinds: Iterable[ObjectType] = registry) -> dict[str, Schema]:
    """Return every named schema."""
    found = {**shared()}
    for object_type in kinds:
        name = name_of(object_type)
        found[name] = record(object_type)
        found[f"{name}Page"] = page(name)
        found[f"{name}New"] = new(object_type)
        found[f"{name}Change"] = change(object_type)
        found[f"{name}Bulk"] = bulk(object_type)
    return found


def shared() -> dict[str, Schema]:
    text: Schema = {"type": "string"}
    error = {
        "type": "object",
        "properties": {"field": text, "reason": text},
        "required": ["field", "reason"],
    }
    problem = {
        "type": "object",
        "description": "Problem details (RFC 9457).",
        "properties": {
            "type": text,
            "title": text,
            "status": {"type": "integer"},
            "detail": text,
            "errors": {"type": "array", "items": error},
            "position": {"type": "integer", "description": "Where in the filter, counted from 1."},
            "current": {"type": "object", "description": "The record as it is now."},
            "changed": {"type": "array", "items": text, "description": "Fields that others changed."},
        },
        "required": ["type", "title", "status", "detail"],
    }
    count = {
        "type": "object",
        "description": "How many records match; if capped, there are more than the number.",
        "properties": {"number": {"type": "integer"}, "capped": {"type": "boolean"}},
        "required": ["number", "capped"],
    }
    outcome = {
        "type": "object",
        "properties": {
            "status": {"type": "integer", "enum": [200, 201, 204, 409, 422]},
            "id": {"type": ["integer", "null"]},
            "version": VERSION,
            "changed": {"type": "array", "items": text},
            "errors": {"type": "array", "items": error},
        },
        "required": ["status"],
    }
    return {"Problem": problem, "Count": count, "Outcome": outcome, "BulkAnswer": bulk_answer()}


def record(object_type: ObjectType) -> Schema:
    """Return the schema of a record; all but id and version can be left out by `fields`."""
    properties = {"id": ID, "version": VERSION}
    properties |= {
        field.name: described(object_type, field, field.schema()) for field in object_type.all_fields
    }
    return {
        "type": "object",
        "description": str(object_type.label),
        "properties": {**properties, "titles": TITLES},
        "required": ["id", "version"],
        "additionalProperties": False,
    }


def described(object_type: ObjectType, field: Field, schema: Schema) -> Schema:
    words = {"title": str(field.label or field.name)}
    if said := [*([str(field.help)] if field.help else []), *ruled.notes(object_type, field.name)]:
        words["description"] = " ".join(said)
    more = {"readOnly": True} if field.readonly else {}
    return {**words, **schema, **more}


def page(name: str) -> Schema:
    properties = {
        "data": {"type": "array", "items": ref(name)},
        "next": {"type": ["string", "null"], "description": "The cursor of the next page."},
        "count": ref("Count"),
        "titles": TITLES,
    }
    return {
        "type": "object",
        "properties": properties,
        "required": ["data", "next", "count"],
        "additionalProperties": False,
    }


def inputs(object_type: ObjectType) -> dict[str, Schema]:
    return {
        field.name: described(object_type, field, taken(field))
        for field in object_type.all_fields
        if not field.readonly
    }


def taken(field: Field) -> Schema:
    """Return what a field takes: a required one takes no null."""
    schema = field.input_schema()
    kinds = schema.get("type")
    if field.required and isinstance(kinds, list):
        schema = {**schema, "type": [kind for kind in kinds if kind != "null"]}
        if "enum" in schema:
            schema["enum"] = [key for key in schema["enum"] if key is not None]
        if "maxLength" in schema:
            schema["minLength"] = 1
    return schema


def new(object_type: ObjectType) -> Schema:
    return {
        "type": "object",
        "properties": inputs(object_type),
        "required": must(object_type),
        "additionalProperties": False,
    }


def must(object_type: ObjectType) -> list[str]:
    """Return the fields that a new record must be given: no default fills them, and no stage implies them."""
    implied = {field.pipeline for field in object_type.fields if isinstance(field, Stage)}
    return [
        field.name
        for field in object_type.fields
        if field.required and field.default is None and not field.readonly and field.name not in implied
    ]


def change(object_type: ObjectType) -> Schema:
    version = {**VERSION, "description": "The version that you know, unless If-Match says it."}
    return {
        "type": "object",
        "properties": {"version": version, **inputs(object_type)},
        "additionalProperties": False,
    }


def bulk(object_type: ObjectType) -> Schema:
    name = name_of(object_type)
    update = {
        "type": "object",
        "properties": {"id": ID, "version": VERSION, **inputs(object_type)},
        "required": ["id"],
        "additionalProperties": False,
    }
    return {
        "type": "object",
        "description": "At most 1,000 items in all; no record twice.",
        "properties": {
            "create": {"type": "array", "items": ref(f"{name}New"), "maxItems": 1000},
            "update": {"type": "array", "items": update, "maxItems": 1000},
            "delete": {"type": "array", "items": ID, "maxItems": 1000},
        },
        "minProperties": 1,
        "additionalProperties": False,
    }


def bulk_answer() -> Schema:
    lists = {part: {"type": "array", "items": ref("Outcome")} for part in ("create", "update", "delete")}
    return {
        "type": "object",
        "description": "What became of each item, in the order sent; the change set undoes them all.",
        "properties": {"change_set": {"type": ["integer", "null"]}, **lists},
        "required": ["change_set", "create", "update", "delete"],
    }


def action_input(name: str, object_type: ObjectType) -> Schema:
    fields = fillable(actions.get(name), object_type)
    return {
        "type": "object",
        "properties": {field.name: described(object_type, field, taken(field)) for field in fields},
        "required": [field.name for field in fields if field.required],
        "additionalProperties": False,
    }
