"""One field edited where it stands: its form, and what a saved or refused value looks like."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from odnos.engine.records import files, read, write
from odnos.engine.records.errors import Conflict, Denied, Invalid
from odnos.engine.records.row import Row
from odnos.objects.fields import Field, File, Links
from odnos.objects.fields import Invalid as Unreadable
from odnos.objects.registry import ObjectType
from odnos.web import toasts
from odnos.web.given import wholes
from odnos.web.jinja import render
from odnos.web.pages.lists import controls
from odnos.web.pages.lists.places import led, next_of
from odnos.web.pages.record import conflict, values
from odnos.web.pages.record.found import address_of, may, reasons, row_of, version_of, visit_of


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, kind: ObjectType, record_id: int, name: str) -> HttpResponse:
    """Answer with the form of one field; after a POST with its new value, its mistake (422) or the conflict (409)."""
    visit = visit_of(request)
    row = row_of(request, kind, record_id)
    field = kind.field(name)
    if not values.is_by_hand(field) or not may(row, "edit", by=visit.by):
        raise Denied(_("You may see this field, but not change it."))
    if request.method == "GET":
        return form(request, row, field, row[name])
    try:
        raw = given(request, row, field)
        saved = save(request, row, {name: raw})
    except Unreadable as error:
        return form(request, row, field, row[name], errors=[str(error.message)])
    except Invalid as error:
        said = [word for every in reasons(error.errors).values() for word in every]
        return form(request, row, field, given(request, row, field), errors=said)
    except Conflict as error:
        return conflict.answer(request, error, {name: given(request, row, field)})
    return answer(request, saved, field)


def given(request: HttpRequest, row: Row, field: Field) -> Any:
    """Return the raw value of the submitted form: a file is stored, and links keep the roles they had."""
    if isinstance(field, File):
        upload = request.FILES.get(field.name)
        return files.store(upload.chunks(), upload.name or "") if upload else None
    raw = field.from_form(request.POST)
    return with_roles(field, raw, row) if isinstance(field, Links) else raw


def with_roles(field: Links, raw: Any, row: Row) -> list[dict[str, Any]]:
    roles = {item.id: item.role for item in row[field.name]}
    chosen = wholes(str(raw or "").split(","))
    return [{"id": item, "role": roles.get(item, "")} for item in chosen]


def save(request: HttpRequest, row: Row, changed: Mapping[str, Any]) -> Row:
    """Write values over the version that was seen. Where others changed only other fields since, nobody's work is lost by it."""
    visit = visit_of(request)
    stamp = {"by": visit.by, "at": visit.at}
    try:
        return write.update(row.type, row.id, changed, version=version_of(request), **stamp)
    except Conflict as error:
        if error.fields & set(changed):
            raise
        return write.update(row.type, row.id, changed, version=error.current.version, **stamp)


def answer(request: HttpRequest, row: Row, field: Field) -> HttpResponse:
    """Answer with the new inside of the field's row and the version it has now."""
    if not request.headers.get("HX-Request"):
        return led(request, next_of(request, address_of(row)), _("Saved."))
    visit = visit_of(request)
    ctx = visit.ctx(read.titles(field.references(row[field.name]), by=visit.by))
    shown = values.shown(row, field, ctx, can_edit=True)
    response = render(request, "pages/record_field.html", {"shown": shown}, block="value")
    response["X-Version"] = str(row.version)
    if row.type.derived:
        cells = {item.name: value_of(request, row, item) for item in row.type.derived}
        toasts.trigger(response, "record-version", {"id": row.id, "version": row.version, "cells": cells})
    return toasts.trigger(response, "record-changed", {"field": field.name})


def value_of(request: HttpRequest, row: Row, field: Field) -> str:
    """Return the inside of the row of a field that follows from others."""
    shown = values.shown(row, field, visit_of(request).ctx({}), can_edit=False)
    return str(render(request, "pages/record_field.html", {"shown": shown}, block="value").content.decode())


def form(
    request: HttpRequest, row: Row, field: Field, value: Any, *, errors: list[str] | None = None
) -> HttpResponse:
    """Answer with the control of a field and, if there are `errors`, with what is wrong (422)."""
    context = {
        "row": row,
        "field": field,
        "shown": None,
        "action": address_of(row, "field", field.name),
        "control": controls.control(request, row, field, value),
        "version": version_of(request) or row.version,
        "errors": errors or [],
    }
    block = "form" if request.headers.get("HX-Request") else ""
    return render(request, "pages/record_field.html", context, block=block, status=422 if errors else 200)
