"""One value edited in the cell where it stands: asked for, saved with its version, refused in place."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from odnos.engine.records import read, write
from odnos.engine.records.errors import Conflict, Invalid
from odnos.engine.records.row import Row
from odnos.objects.fields import Field
from odnos.objects.registry import ObjectType
from odnos.web import toasts
from odnos.web.given import whole
from odnos.web.jinja import render
from odnos.web.pages.lists import controls
from odnos.web.pages.lists.places import led
from odnos.web.pages.record import conflict
from odnos.web.render import cells, rows


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, kind: ObjectType, record_id: int, name: str) -> HttpResponse:
    """Answer with the control, and after a POST with the inside of the cell as it is then."""
    visit = request.visit  # type: ignore[attr-defined]
    field = kind.field(name)
    if request.method == "GET":
        row = read.get(kind, record_id, by=visit.by)
        return form(request, row, field, row[name], version=row.version)
    raw = field.from_form(request.POST)
    version = whole(request.POST.get("version"))
    try:
        row = write.update(
            kind,
            record_id,
            {name: raw},
            version=version,
            by=visit.by,
            at=visit.at,
        )
    except Invalid as error:
        row = read.get(kind, record_id, by=visit.by)
        reasons = [str(reason) for every in error.errors.values() for reason in every]
        return form(request, row, field, raw, version=version or row.version, errors=reasons, status=422)
    except Conflict as error:
        return merged(request, kind, error, {name: raw})
    return saved(request, row, field)


def merged(request: HttpRequest, kind: ObjectType, error: Conflict, values: dict[str, Any]) -> HttpResponse:
    """Answer with the dialog of two people's changes, which leads back to this list."""
    here = urlsplit(request.headers.get("HX-Current-URL") or request.headers.get("Referer") or "")
    asked = request.GET.copy()
    asked["next"] = f"{here.path or f'/{kind.plural_key}'}{f'?{here.query}' if here.query else ''}"
    request.GET = asked  # type: ignore[assignment]
    return conflict.answer(request, error, values)


def saved(request: HttpRequest, row: Row, field: Field) -> HttpResponse:
    """Answer with the new inside; without script, with the list."""
    if not request.headers.get("HX-Request"):
        return led(request, f"/{row.type.plural_key}")
    visit = request.visit  # type: ignore[attr-defined]
    ctx = visit.ctx(read.titles(field.references(row[field.name]), by=visit.by))
    status = str(row.columns.get("status") or "")
    is_open = status == "open" or row.columns.get("is_done") is False
    inside = cells.inside(field, row[field.name], ctx, status=status, is_open=is_open)
    answer = HttpResponse(inside)
    answer["X-Version"] = str(row.version)
    if row.type.derived:
        follow = {item.name: cells.inside(item, row[item.name], visit.ctx({})) for item in row.type.derived}
        toasts.trigger(answer, "record-version", {"id": row.id, "version": row.version, "cells": follow})
    return answer


def form(  # noqa: PLR0913 -- what a form knows
    request: HttpRequest,
    row: Row,
    field: Field,
    value: Any,
    *,
    version: int,
    errors: list[str] | None = None,
    status: int = 200,
) -> HttpResponse:
    if not rows.is_editable(field):
        return HttpResponse(status=403)
    context = {
        "action": f"/{row.type.plural_key}/{row.id}/cell/{field.name}",
        "control": controls.control(request, row, field, value),
        "version": version,
        "name": field.name,
        "label": field.label,
        "errors": errors or [],
        "title": row.title,
    }
    block = "cell" if request.headers.get("HX-Request") else ""
    return render(request, "pages/list_cell.html", context, block=block, status=status)
