"""Into the bin and out of it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from odnos.engine.records import write
from odnos.engine.records.errors import NotFound
from odnos.engine.records.row import Row
from odnos.objects.context import Reference
from odnos.objects.registry import ObjectType, registry
from odnos.web import toasts
from odnos.web.pages.lists.places import led, next_of
from odnos.web.pages.record.found import address, row_of, visit_of


@require_POST
def delete(request: HttpRequest, kind: ObjectType, record_id: int) -> HttpResponse:
    """Move the record to the bin and offer to take it out again."""
    visit, row = visit_of(request), row_of(request, kind, record_id)
    write.delete_one(kind, record_id, by=visit.by, at=visit.at)
    undo = address(kind, record_id, "restore")
    words = _("%(title)s is in the bin.") % {"title": row.title}
    if kind.parent_field is not None and request.headers.get("HX-Request") and request.GET.get("stay"):
        return toasts.trigger(toasts.now(HttpResponse(""), words, undo=undo), "record-changed", {})
    return led(request, next_of(request, behind(row)), words, undo=undo)


def behind(row: Row) -> str:
    """Return where to go when the record is gone: to what it was a part of, or to its list."""
    parent = row.type.parent_field
    whole: list[Reference] = list(parent.references(row[parent.name])) if parent else []
    if whole and whole[0][0] in registry:
        return address(registry.get(whole[0][0]), whole[0][1])
    return f"/{row.type.plural_key}"


@require_POST
def restore(request: HttpRequest, kind: ObjectType, record_id: int) -> HttpResponse:
    """Take the record out of the bin."""
    visit = visit_of(request)
    [outcome] = write.restore(kind, [record_id], by=visit.by, at=visit.at)
    if "" in outcome.errors:
        raise NotFound(f"{kind.key} {record_id} is not in the bin")
    words = " ".join(str(reason) for every in outcome.errors.values() for reason in every)
    if request.headers.get("HX-Request"):  # the toast, which then reads the list again
        return toasts.now(HttpResponse(status=204), words or _("Restored."), tone="bad" if words else "good")
    back = next_of(request, address(kind, record_id) if not words else "/bin")
    return led(request, back, words or _("Restored."), tone="bad" if words else "good")
