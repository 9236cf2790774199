"""`/api/v1/imports`: a file brought in by the worker; its progress, its counts, and the rows that failed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils.translation import gettext as _

from odnos.api import answers, parameters
from odnos.api.endpoint import Call, endpoint
from odnos.api.idempotent import idempotent
from odnos.api.problems import Problem, at_field
from odnos.engine.access.rights import Denied
from odnos.engine.transfer import imports, problems, reasons
from odnos.engine.transfer.imports import BadOption
from odnos.engine.transfer.models import ImportRun
from odnos.lib.tables import Unreadable
from odnos.objects.registry import UnknownObject, registry

WORDS = ("object", "filename", "map", "key", "create_missing", "duplicates")
BLOCK = 1 << 19
COUNTS = ("rows", "created", "updated", "skipped", "failed")


@idempotent
def begin(call: Call) -> HttpResponse:
    """Take a file (multipart, or the bare bytes with the words as parameters) and start its import."""
    if call.by.narrow and call.by.narrow.objects:
        raise Denied(_("A token for some objects alone cannot import: a file may touch others."))
    given, filename, blocks = sent(call.request)
    try:
        run = imports.upload(kind_of(given), filename, blocks, by=call.by, at=call.at)
        imports.remap(run, mapping_of(given.get("map", "")), by=call.by)
        imports.configure(run, by=call.by, **options_of(given))
        imports.start(run, by=call.by, at=call.at)
    except Unreadable as refusal:
        raise at_field(422, "file", reasons.of_file(refusal)) from refusal
    except BadOption as refusal:
        raise at_field(422, "map", str(refusal)) from refusal
    return answers.json(shown(run), status=202, headers={"Location": f"/api/v1/imports/{run.pk}"})


def sent(request: HttpRequest) -> tuple[dict[str, str], str, Iterable[bytes]]:
    """Return the words, the file's name and its bytes. Raises Problem."""
    if request.content_type == "multipart/form-data":
        parameters.taken(request, ())
        given = {name: values[-1] for name, values in request.POST.lists()}
        if unknown := next((name for name in given if name not in WORDS), None):
            raise at_field(422, unknown, _("There is no such field."))
        file = request.FILES.get("file")
        if file is None or isinstance(file, list):
            raise at_field(422, "file", _("Send the file."))
        return given, given.get("filename") or file.name or "file", file.chunks(BLOCK)
    if request.content_type in ("application/json", "application/x-www-form-urlencoded", ""):
        raise Problem(415, _("Send multipart/form-data, or the file's bytes as text/csv or the like."))
    given = parameters.taken(request, WORDS)
    return given, given.get("filename") or "file", bare(request)


def bare(request: HttpRequest) -> Iterator[bytes]:
    yield from iter(lambda: request.read(BLOCK), b"")


def kind_of(given: dict[str, str]) -> Any:
    try:
        return registry.get(given.get("object", ""))
    except UnknownObject as refusal:
        offered = ", ".join(item.key for item in registry)
        raise at_field(422, "object", _("Use one of: %(offered)s.") % {"offered": offered}) from refusal


def mapping_of(written: str) -> dict[str, str]:
    """Return the columns and their fields out of a JSON object of texts."""
    try:
        found = json.loads(written or "{}")
    except ValueError:
        found = None
    if not isinstance(found, dict) or not all(isinstance(value, str) for value in found.values()):
        raise at_field(422, "map", _("Send a JSON object of columns and their fields."))
    return found


def options_of(given: dict[str, str]) -> dict[str, Any]:
    found: dict[str, Any] = {name: given[name] for name in ("key", "duplicates") if given.get(name)}
    if "duplicates" in found:
        parameters.choice("duplicates", found["duplicates"], ("create", "skip", "update"))
    missing = parameters.choice("create_missing", given.get("create_missing", "false"), ("true", "false"))
    return {**found, "create_missing": missing == "true"}


def shown(run: ImportRun) -> dict[str, Any]:
    return {
        "id": run.pk,
        "object": run.object_key,
        "filename": run.filename,
        "state": imports.state_of(run),
        "reason": run.reason or None,
        **{name: getattr(run, name) for name in COUNTS},
        "mapping": run.mapping,
        "change_set": run.change_set_id,
        "errors": f"/api/v1/imports/{run.pk}/errors.csv",
    }


def page(call: Call) -> HttpResponse:
    """Answer with the caller's imports, the newest first."""
    given = parameters.taken(call.request, ("limit",))
    limit = parameters.whole("limit", given.get("limit"), usual=50, most=parameters.LARGEST_PAGE)
    return answers.json({"data": [shown(run) for run in imports.runs(by=call.by)[:limit]]})


def get(call: Call, *, run_id: int) -> HttpResponse:
    """Say how far an import is."""
    parameters.taken(call.request, ())
    return answers.json(shown(imports.get(run_id, by=call.by)))


def errors(call: Call, *, run_id: int) -> StreamingHttpResponse:
    """Answer with the rows that failed and why, as CSV."""
    parameters.taken(call.request, ())
    run = imports.get(run_id, by=call.by)
    found = StreamingHttpResponse(problems.csv_of(run), content_type="text/csv; charset=utf-8")
    name = quote(f"{run.filename.rpartition('.')[0] or run.filename}-errors.csv")
    found["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    return found


@idempotent
def undo(call: Call, *, run_id: int) -> HttpResponse:
    """Have everything taken back that the import wrote."""
    parameters.taken(call.request, ())
    run = imports.get(run_id, by=call.by)
    if call.by.narrow:
        raise Denied(_("A narrowed token cannot undo an import."))
    imports.undo(run, by=call.by, at=call.at)
    return answers.json(shown(run), status=202)


view = endpoint(get=page, post=begin)
one = endpoint(get=get)
failed = endpoint(get=errors)
undoing = endpoint(post=undo)
