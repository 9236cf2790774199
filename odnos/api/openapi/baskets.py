"""The operations of baskets: what is bought together, worked out with the analyst's thresholds."""

from __future__ import annotations

from odnos.analytics.findings.models import FindingRun
from odnos.api.baskets import PARTS, SORTS, TERMS
from odnos.api.openapi import schemas
from odnos.api.openapi.parts import KEY, READING, TEXT, WRITING, answer, body, operation, parameter, refusals
from odnos.api.openapi.schemas import Schema
from odnos.api.parameters import LARGEST_PAGE, USUAL_PAGE

WHOLE: Schema = {"type": "integer", "minimum": 0}
FLAG: Schema = {"type": "boolean"}
MOMENT: Schema = {"type": ["string", "null"], "format": "date-time"}
SAID = {
    "source": "Orders that were placed or paid (order), or deals that were won (deal).",
    "support": "Per cent of all baskets that have both sides, at least.",
    "confidence": "Per cent of the baskets with the left side that have the right one too, at least.",
    "lift": "How many times more often the right side is in these than in any, at least.",
    "size": "Products of both sides, at most.",
    "right_size": "Products of the right side, at most.",
    "left_any": "The left side has one of these: ids of products, or choices that they have (series=aurora).",
    "left_none": "The left side has none of these.",
    "right_any": "The right side has one of these.",
    "right_none": "The right side has none of these.",
}


def paths() -> dict[str, Schema]:
    """Return the addresses with their operations."""
    id_ = {"parameters": [parameter("id", schemas.ID, "The run's id.", place="path")]}
    read, written = refusals(*READING), refusals(*WRITING)
    begun = {"202": answer(run(), "It is at work.", headers=("Location",)), **written}
    every = {
        "type": "object",
        "properties": {"data": {"type": "array", "items": run()}},
        "required": ["data"],
    }
    return {
        "/insights/baskets": {
            "get": operation(
                None, "baskets", "List your runs", {"200": answer(every, "The newest first."), **read}
            ),
            "post": operation(
                None, "baskets_begin", "Look for rules", begun, parameters=[KEY], requestBody=asked()
            ),
        },
        "/insights/baskets/{id}": {
            **id_,
            "get": operation(None, "baskets_get", "How far a run is", {"200": answer(run(), "It."), **read}),
        },
        "/insights/baskets/{id}/cancel": {
            **id_,
            "post": operation(
                None,
                "baskets_cancel",
                "Cancel a run",
                {"200": answer(run(), "It."), **written},
                parameters=[KEY],
            ),
        },
        "/insights/baskets/{id}/rules": {**id_, "get": rules()},
    }


def asked() -> Schema:
    properties = {name: {**schema, "description": SAID[name]} for name, schema in TERMS.items()}
    return body({"type": "object", "properties": properties, "additionalProperties": False}, required=False)


def run() -> Schema:
    """Return the schema of a run."""
    outcome = dict.fromkeys(("baskets", "products", "sets", "rules"), WHOLE)
    properties = {
        "id": schemas.ID,
        "state": {"type": "string", "enum": [str(state) for state in FindingRun.State.values]},
        "progress": {"type": "integer", "minimum": 0, "maximum": 100},
        "terms": {"type": "object", "properties": TERMS},
        "reason": {"type": ["string", "null"], "description": "Why there is no outcome."},
        "is_outdated": {**FLAG, "description": "The rights have changed with which it was counted."},
        "is_published": {**FLAG, "description": "Offers follow its rules."},
        "outcome": {"type": ["object", "null"], "properties": outcome},
        **dict.fromkeys(("as_of", "created_at", "finished_at"), MOMENT),
        "rules": TEXT,
    }
    return {"type": "object", "properties": properties, "required": ["id", "state", "progress", "terms"]}


def rules() -> Schema:
    """Return the operation that answers with rules."""
    item = {"type": "object", "properties": {"product": schemas.ID, "title": {"type": ["string", "null"]}}}
    side = {"type": "array", "items": {**item, "required": ["product", "title"]}}
    number = {"type": "number"}
    properties = {"left": side, "right": side, **dict.fromkeys(PARTS, number), "cases": WHOLE}
    rule = {"type": "object", "properties": properties, "required": list(properties)}
    found = {
        "data": {"type": "array", "items": rule},
        "next": {"type": ["string", "null"], "description": "The cursor of the next page."},
        "count": {**WHOLE, "description": "Rules that are kept."},
        "found": {**WHOLE, "description": "Rules that there are."},
    }
    schema = {"type": "object", "properties": found, "required": list(found)}
    limit = {"type": "integer", "minimum": 1, "maximum": LARGEST_PAGE, "default": USUAL_PAGE}
    parameters = [
        parameter("sort", {"type": "string", "enum": list(SORTS), "default": SORTS[0]}, "In which order."),
        parameter("limit", limit, "How many at most."),
        parameter("cursor", TEXT, "Where the page before ended."),
    ]
    answers = {"200": answer(schema, "A page of rules."), **refusals(*READING, 409)}
    return operation(None, "baskets_rules", "The rules of a run", answers, parameters=parameters)
