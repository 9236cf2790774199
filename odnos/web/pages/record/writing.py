"""Writing a note and planning a task on a record's timeline."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from odnos.engine.records import files, write
from odnos.engine.records.errors import Invalid
from odnos.engine.records.row import Row
from odnos.objects.fields import Invalid as Unreadable
from odnos.objects.registry import ObjectType, registry
from odnos.web import toasts
from odnos.web.pages.lists.places import led
from odnos.web.pages.record import telling
from odnos.web.pages.record.found import address_of, reasons, row_of, visit_of


@require_POST
def notes(request: HttpRequest, kind: ObjectType, record_id: int) -> HttpResponse:
    """Write a note about the record."""
    row = row_of(request, kind, record_id)
    values: dict[str, Any] = {"body": request.POST.get("body", "")}
    upload = request.FILES.get("file")
    try:
        if upload is not None:
            values["file"] = files.store(upload.chunks(), upload.name or "")
            values["body"] = values["body"].strip() or values["file"]["name"]
        return add(request, row, "note", values)
    except Unreadable as error:
        return telling.told(request, row, status=422, errors={"body": [str(error.message)]}, draft=values)


@require_POST
def tasks(request: HttpRequest, kind: ObjectType, record_id: int) -> HttpResponse:
    """Plan a task about the record."""
    row = row_of(request, kind, record_id)
    names = ("name", "due_on", "assignee")
    values = {name: request.POST.get(name, "") for name in names if request.POST.get(name, "")}
    return add(request, row, "task", {"name": "", **values})


def add(request: HttpRequest, row: Row, key: str, values: dict[str, Any]) -> HttpResponse:
    visit = visit_of(request)
    try:
        write.create(registry.get(key), {**values, "about": row.reference}, by=visit.by, at=visit.at)
    except Invalid as error:
        said = reasons(error.errors)
        shown = {name: words for name, words in said.items() if name in ("body", "name")}
        rest = [word for name, words in said.items() if name not in shown for word in words]
        where = "body" if key == "note" else "name"
        shown[where] = [*shown.get(where, []), *rest]
        return telling.told(request, row, status=422, errors=shown, draft=values, drafting_task=key == "task")
    if not request.headers.get("HX-Request"):
        return led(request, address_of(row))
    return toasts.trigger(telling.told(request, row), "record-changed", {})
