"""A step along the path of stages; a lost one asks why first."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from odnos.engine.access.actor import Actor
from odnos.engine.access.askable import is_free
from odnos.engine.records import read, write
from odnos.engine.records.errors import Conflict, Invalid
from odnos.engine.records.row import Row
from odnos.objects.fields import Field
from odnos.objects.registry import ObjectType, registry
from odnos.web.given import whole
from odnos.web.jinja import render
from odnos.web.pages.record import conflict, gating
from odnos.web.pages.record.again import again
from odnos.web.pages.record.found import address_of, reasons, row_of, version_of, visit_of


@require_http_methods(["POST"])
def move(request: HttpRequest, kind: ObjectType, record_id: int) -> HttpResponse:
    """Put the record into another stage; a lost one asks why first."""
    visit = visit_of(request)
    row = row_of(request, kind, record_id)
    field = kind.field(kind.path)
    target = stage_asked(request, field, by=visit.by)
    if target is not None and needs_reason(row, target) and "lost_reason" not in request.POST:
        return ask_reason(request, row, target)
    values: dict[str, Any] = {field.name: request.POST.get("stage", "")}
    if "lost_reason" in request.POST:
        values["lost_reason"] = request.POST["lost_reason"]
        if not values["lost_reason"].strip():
            return ask_reason(request, row, target, errors=[_("Say why the deal was lost.")])
    keep = {name: request.POST[name] for name in ("stage", "version", "lost_reason") if name in request.POST}
    goes = target.id if target is not None and target.id != row[field.name] else None
    if answer := gating.stop(request, row, goes, action=address_of(row, "stage"), keep=keep):
        return answer
    values |= gating.given(request, row, goes)
    try:
        moved = write.update(kind, record_id, values, version=version_of(request), by=visit.by, at=visit.at)
    except Conflict as error:
        return conflict.answer(request, error, values)
    except Invalid as error:
        words = " ".join(word for every in reasons(error.errors).values() for word in every)
        return again(request, row, words, tone="bad")
    undo = f"{address_of(moved)}/move/undo?version={moved.version}" if moved.version != row.version else ""
    return again(request, moved, said(moved, target), undo=undo)


def stage_asked(request: HttpRequest, field: Field, *, by: Actor) -> Row | None:
    given = whole(request.POST.get("stage"))
    if given is None:
        return None
    kind = registry.get(str(getattr(field, "to", "")))
    return read.get_many(kind, [given], by=by).get(given)


def needs_reason(row: Row, target: Row) -> bool:
    return bool(target["kind"] == "lost" and row["status"] != "lost" and is_free(row.type, "lost_reason"))


def ask_reason(
    request: HttpRequest, row: Row, target: Row | None, *, errors: list[str] | None = None
) -> HttpResponse:
    field = row.type.field("lost_reason")
    context = {
        "row": row,
        "action": address_of(row, "stage"),
        "stage": target.id if target else request.POST.get("stage", ""),
        "version": request.POST.get("version", row.version),
        "field": field,
        "control": field.widget(request.POST.get("lost_reason", ""), visit_of(request).ctx()),
        "errors": errors or [],
        "page": not request.headers.get("HX-Request"),
    }
    block = "dialog" if request.headers.get("HX-Request") else ""
    return render(request, "pages/record_lost.html", context, block=block, status=422 if errors else 200)


def said(row: Row, target: Row | None) -> str:
    """Return the words for a step; a win is worth a good one."""
    if row["status"] == "won":
        return _("Won: %(title)s. Well done!") % {"title": row.title}
    return _("Moved to %(stage)s.") % {"stage": target.title if target else ""}
