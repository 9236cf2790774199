"""Two records side by side, a choice for every field in which they differ, and the merge."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from odnos.engine.access.rights import Denied
from odnos.engine.records import duplicates, merge, read
from odnos.engine.records.errors import Conflict, Invalid, NotFound
from odnos.engine.records.row import Row
from odnos.objects.context import Context
from odnos.objects.fields import Field, Link
from odnos.objects.registry import ObjectType
from odnos.web.given import whole
from odnos.web.jinja import render
from odnos.web.pages.lists.places import led
from odnos.web.pages.record.found import address, address_of, may, reasons, row_of, visit_of


@require_http_methods(["GET"])
def choose(request: HttpRequest, kind: ObjectType, record_id: int) -> HttpResponse:
    """Ask which record to merge with, those that look alike first."""
    visit, row = visit_of(request), row_of(request, kind, record_id)
    if not merge.can_merge(kind):
        raise NotFound("merge")
    given = whole(request.GET.get("record"))
    if given not in (None, row.id):
        return led(request, address_of(row, "merge", given))
    known = {name: row[name] for name in kind.by_name if not kind.field(name).is_empty(row[name])}
    doubles = duplicates.find(kind, known, by=visit.by, ctx=visit.ctx(), apart_from=[row.id])
    context = {
        "row": row,
        "href": address_of(row, "merge"),
        "alike": [
            {"href": address_of(row, "merge", item.id), "title": item.row.title, "why": why(item, kind)}
            for item in doubles
            if item.row is not None
        ],
        "control": Link("record", kind.label, to=kind.key, required=True).widget(None, visit.ctx()),
        "page": not request.headers.get("HX-Request"),
    }
    block = "dialog" if request.headers.get("HX-Request") else ""
    return render(request, "pages/merge_choose.html", context, block=block)


def why(double: duplicates.Double, kind: ObjectType) -> str:
    """Return the names of the fields by which a double was recognised."""
    return ", ".join(str(kind.field(name).label) for name in double.fields)


@require_http_methods(["GET", "POST"])
def compare(request: HttpRequest, kind: ObjectType, record_id: int, other: int) -> HttpResponse:
    """Show the two side by side (GET), or merge `other` into the record as chosen (POST)."""
    visit = visit_of(request)
    left, right = row_of(request, kind, record_id), read.get(kind, other, by=visit.by)
    if not merge.can_merge(kind) or left.id == right.id:
        raise NotFound("merge")
    if not may(left, "edit", by=visit.by):
        raise Denied(_("You may see this record, but not change it."))
    if request.method == "GET":
        return form(request, left, right, [])
    try:
        made = merge.merge(
            kind,
            left.id,
            right.id,
            picks=picks(request),
            versions=versions(request),
            by=visit.by,
            at=visit.at,
        )
    except Invalid as error:
        return form(
            request, left, right, [word for words in reasons(error.errors).values() for word in words]
        )
    except Conflict:
        words = _("One of the two was changed while you were choosing. Look again.")
        return form(request, left, right, [words], status=409)
    words = _("%(title)s is merged into this one.") % {"title": right.title}
    return led(request, address_of(left), words, undo=f"/history/{made.pk}/undo")


def picks(request: HttpRequest) -> dict[str, str]:
    return {
        key.removeprefix("pick."): str(value)
        for key, value in request.POST.items()
        if key.startswith("pick.")
    }


def versions(request: HttpRequest) -> tuple[int, int] | None:
    left, right = (whole(request.POST.get(name)) for name in ("left_version", "right_version"))
    return None if left is None or right is None else (left, right)


def form(request: HttpRequest, left: Row, right: Row, errors: list[str], *, status: int = 0) -> HttpResponse:
    visit = visit_of(request)
    names = left.type.by_name
    ctx = visit.ctx(read.titles(read.references([left, right], names), by=visit.by))
    context = {
        "left": left,
        "right": right,
        "href": address_of(left, "merge", right.id),
        "swap": address(right.type, right.id, "merge", left.id),
        "rows": [drawn(choice, request, ctx) for choice in merge.choices(left, right)],
        "notes": [note(row, ctx) for row in (left, right)],
        "errors": errors,
        "may_delete": may(right, "delete", by=visit.by),
        "page": True,
    }
    return render(request, "pages/merge.html", context, status=status or (422 if errors else 200))


def drawn(choice: merge.Choice, request: HttpRequest, ctx: Context) -> dict[str, Any]:
    field, united = choice.field, merge.is_united(choice.field)
    both = merge.united(choice) if united else None
    return {
        "name": field.name,
        "label": field.label,
        "left": shown(field, both if united else choice.left, ctx),
        "right": shown(field, choice.right, ctx),
        "same": choice.same,
        "pick": request.POST.get(f"pick.{field.name}", choice.pick),
    }


def shown(field: Field, value: Any, ctx: Context) -> Any:
    return "" if field.is_empty(value) else field.html(value, ctx)


def note(row: Row, ctx: Context) -> str:
    created = row.type.field("created_at").text(row["created_at"], ctx)
    return _("made %(when)s") % {"when": created}
