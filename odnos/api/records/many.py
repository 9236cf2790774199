"""`/api/v1/<plural>`: a page of records, and a new one."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse

from odnos.api import answers, bodies, parameters
from odnos.api.endpoint import Call, endpoint
from odnos.api.idempotent import idempotent
from odnos.api.records.values import values_of
from odnos.engine.filters.tree import conditions
from odnos.engine.records import read, reads, write


def page(call: Call, *, plural: str) -> HttpResponse:
    """Answer with one page, the cursor of the next, and how many there are."""
    object_type = call.kind(plural)
    asked = parameters.of_list(call.request, object_type)
    found = parameters.page_of(asked, object_type, by=call.by, at=call.at)
    reads.told(found.rows, asked.fields, by=call.by, at=call.at)
    by_filter = [condition.path for condition in conditions(asked.filter)] if asked.filter else []
    by_order = (asked.sort.removeprefix("-"),)
    reads.asked(object_type, [*by_filter, by_order], by=call.by, at=call.at)
    body: dict[str, Any] = {
        "data": answers.records(object_type, found.rows, asked.fields),
        "next": found.next,
        "count": count_of(found.count),
    }
    if asked.titles:
        names = asked.fields if asked.fields is not None else object_type.by_name
        body["titles"] = answers.titles(found.rows, names, by=call.by)
    return answers.json(body)


def count_of(count: read.Count) -> dict[str, Any]:
    return {"number": count.number, "capped": count.capped}


@idempotent
def create(call: Call, *, plural: str) -> HttpResponse:
    """Make a record and say where it is."""
    object_type = call.kind(plural)
    parameters.taken(call.request, ())
    values = values_of(object_type, bodies.of(call.request))
    row = write.create(object_type, values, by=call.by, at=call.at)
    headers = {"Location": answers.address(row), "ETag": answers.etag(row.version)}
    return answers.json(answers.record(row), status=201, headers=headers)


view = endpoint(get=page, post=create)
