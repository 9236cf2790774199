"""`/api/v1/<plural>/<id>`: one record, read, changed, deleted and restored."""

from __future__ import annotations

import re
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from odnos.api import answers, bodies, parameters
from odnos.api.endpoint import Call, endpoint
from odnos.api.idempotent import idempotent
from odnos.api.problems import Problem, at_field
from odnos.api.records.values import values_of
from odnos.engine.records import read, reads, write
from odnos.engine.records.errors import Invalid, NotFound
from odnos.engine.records.row import Row

ETAG = re.compile(r'(?:W/)?"(\d{1,9})"')


def get(call: Call, *, plural: str, record_id: int) -> HttpResponse:
    """Answer with one record; its ETag is its version."""
    object_type = call.kind(plural)
    given = parameters.taken(call.request, ("fields", "expand"))
    names = parameters.fields_of(object_type, given.get("fields"))
    row = read.get(object_type, record_id, by=call.by)
    reads.told([row], names, by=call.by, at=call.at)
    body = answers.record(row, names)
    if parameters.titles_of(given.get("expand", "")):
        body["titles"] = answers.titles([row], object_type.by_name if names is None else names, by=call.by)
    return answers.json(body, headers={"ETag": answers.etag(row.version)})


@idempotent
def patch(call: Call, *, plural: str, record_id: int) -> HttpResponse:
    """Change the fields that are given, if the record still has the version that the caller knows."""
    object_type = call.kind(plural)
    parameters.taken(call.request, ())
    body = bodies.of(call.request)
    version = version_of(call, body)
    values = values_of(object_type, body)
    row = write.update(object_type, record_id, values, version=version, by=call.by, at=call.at)
    return changed(row)


def changed(row: Row) -> HttpResponse:
    return answers.json(answers.record(row), headers={"ETag": answers.etag(row.version)})


def version_of(call: Call, body: dict[str, Any]) -> int | None:
    """Return the version that the caller knows, from If-Match or from the body, which loses it; `*` is any. Raises Problem."""
    header, written = call.request.headers.get("If-Match"), body.pop("version", None)
    if written is not None and (isinstance(written, bool) or not isinstance(written, int)):
        raise at_field(422, "version", _("This takes a whole number."))
    if header is None and written is None:
        raise Problem(428, _("Say which version you know: the header If-Match, or “version” in the body."))
    if header is None or header.strip() == "*":
        return None if written is None else int(written)
    found = ETAG.fullmatch(header.strip())
    if not found or (written is not None and int(found[1]) != written):
        raise at_field(400, "If-Match", _("Send the ETag of the record, one version in all."))
    return int(found[1])


@idempotent
def delete(call: Call, *, plural: str, record_id: int) -> HttpResponse:
    """Put the record into the bin."""
    parameters.taken(call.request, ())
    write.delete_one(call.kind(plural), record_id, by=call.by, at=call.at)
    return HttpResponse(status=204)


@idempotent
def restore(call: Call, *, plural: str, record_id: int) -> HttpResponse:
    """Take the record out of the bin."""
    object_type = call.kind(plural)
    parameters.taken(call.request, ())
    nothing_in(call)
    [outcome] = write.restore(object_type, [record_id], by=call.by, at=call.at)
    if outcome.id is None:
        if "" in outcome.errors:
            raise NotFound(f"{plural} {record_id} is not in the bin")
        raise Invalid(outcome.errors)
    return changed(read.get(object_type, record_id, by=call.by))


def nothing_in(call: Call) -> None:
    if bodies.of(call.request, empty=True):
        raise Problem(422, _("This takes no values."))


view = endpoint(get=get, patch=patch, delete=delete)
restoring = endpoint(post=restore)
