"""The operations of reports: what is asked, what is answered."""

from __future__ import annotations

from typing import get_args

from odnos.analytics.reports import counted
from odnos.analytics.reports.definition import ChartKind, Grain, MeasureKind, Shown
from odnos.analytics.reports.result import Unit
from odnos.analytics.saved.kept import LIMIT, VERSION
from odnos.api.openapi.parts import READING, TEXT, answer, body, operation, parameter, refusals
from odnos.api.openapi.schemas import ID, Schema
from odnos.objects.registry import registry

FLAG: Schema = {"type": "boolean"}
FIGURE: Schema = {
    "type": ["integer", "string", "null"],
    "description": "A whole number, or a decimal as text, so that it stays exact.",
}
FILTER: Schema = {"type": "string", "description": "A filter, as lists take it."}
PATH: Schema = {"type": "string", "description": "A field, through links if need be: company.industry."}


def paths() -> dict[str, Schema]:
    """Return the address with its operations."""
    found = {"200": answer(result(), "The figures.")}
    asked = [
        parameter("ask", TEXT, "The report, as JSON."),
        parameter("report", ID, "The id of a kept report, instead."),
        parameter("span", TEXT, "Another period, where it has one: last_month, 2026-01-01..2026-03-31."),
        parameter("person", TEXT, "Whose records: me, or an id."),
        parameter("team", TEXT, "The records of which team: mine, or an id."),
    ]
    refused = refusals(*READING)
    return {
        "/reports/run": {
            "get": operation(
                None, "report_answer", "Answer a report", {**found, **refused}, parameters=asked
            ),
            "post": operation(
                None,
                "report_run",
                "Answer a report",
                {**found, **refusals(*READING, 413, 415, 422)},
                requestBody=body(definition()),
            ),
        }
    }


def definition() -> Schema:
    """Return the schema of what is asked."""
    measure = {
        "kind": chosen(MeasureKind),
        "path": PATH,
        "where": FILTER,
        "shown": chosen(Shown),
        "since": {
            "type": "array",
            "items": PATH,
            "description": "Days from the first of these dates that a record has to the one at `path`, or up to now.",
        },
        "label": TEXT,
        "of": {"type": "object", "description": "What a ratio divides: a figure as this one."},
        "by": {"type": "object", "description": "What a ratio divides by: a figure as this one."},
    }
    dimension = {"path": PATH, "grain": chosen(Grain), "bins": listed(TEXT), "label": TEXT}
    properties = {
        "object": {"type": "string", "enum": [item.key for item in (*registry, *counted.every())]},
        "measures": listed({"type": "object", "properties": measure}),
        "rows": listed({"type": "object", "properties": dimension, "required": ["path"]}),
        "columns": listed({"type": "object", "properties": dimension, "required": ["path"]}),
        "where": FILTER,
        "period": {"type": "object", "properties": {"path": PATH, "span": TEXT}, "required": ["path"]},
        "compared": {"type": "string", "enum": ["", "before", "year_before"]},
        "top": {
            "type": "object",
            "properties": {"number": {"type": "integer"}, "by": {"type": "integer"}, "other": FLAG},
        },
        "order": listed(TEXT),
        "subtotals": FLAG,
        "chart": chosen(ChartKind),
        "target": {
            "type": ["string", "number"],
            "description": "What a gauge's figure is to reach; of a share, parts of one.",
        },
        "limit": {"type": "integer", "minimum": 1, "maximum": LIMIT, "description": "Lines at most."},
        "version": {"const": VERSION, "description": "Of the language of definitions; it may be left out."},
    }
    return {"type": "object", "properties": properties, "required": ["object"]}


def result() -> Schema:
    """Return the schema of what is answered."""
    head = {"label": TEXT, "unit": chosen(Unit), "currency": {"type": ["string", "null"]}}
    group = {"value": {}, "text": TEXT, "is_other": FLAG, "filter": {"type": ["string", "null"]}}
    groups = listed({"type": "object", "properties": group, "required": ["value", "text"]})
    line = {"groups": groups, "figures": listed(listed(FIGURE)), "filter": {"type": ["string", "null"]}}
    a_line = {"type": "object", "properties": line, "required": ["groups", "figures"]}
    heads = listed({"type": "object", "properties": head, "required": ["label", "unit"]})
    properties = {
        "report": {"type": "object"},
        "words": TEXT,
        "as_of": {"type": "string", "format": "date-time"},
        "dimensions": heads,
        "measures": heads,
        "across": listed(groups),
        "lines": listed(a_line),
        "total": a_line,
        "cut": {
            "type": ["integer", "null"],
            "description": "How many lines there are, where fewer are shown.",
        },
        "unconverted": {"type": "integer", "description": "Amounts left out for want of a rate."},
        "immature": {**listed({"type": "integer"}), "description": "Places of lines whose time is not over."},
        "immature_across": {
            **listed({"type": "integer"}),
            "description": "Places across whose time is not over.",
        },
        "compared": compared(),
        "before": {"type": ["object", "null"], "description": "The same over the days compared with."},
    }
    return {"type": "object", "properties": properties, "required": ["words", "as_of", "lines", "total"]}


def compared() -> Schema:
    """Return the schema of the days that are compared: two ISO days each, both included."""
    days = {**listed({"type": "string", "format": "date"}), "minItems": 2, "maxItems": 2}
    is_cut = {**FLAG, "description": "The period is not over: as many days of the one before are compared."}
    properties = {"days": days, "with": days, "is_cut": is_cut}
    return {"type": ["object", "null"], "properties": properties}


def listed(item: Schema) -> Schema:
    return {"type": "array", "items": item}


def chosen(words: object) -> Schema:
    return {"type": "string", "enum": list(get_args(words))}
