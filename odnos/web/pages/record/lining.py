"""The lines of a record by themselves, and one more of them."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from odnos.engine.custom import layouts
from odnos.engine.records import read, write
from odnos.engine.records.errors import Invalid, NotFound
from odnos.engine.records.row import Row
from odnos.objects.registry import ObjectType
from odnos.web import toasts
from odnos.web.jinja import render
from odnos.web.pages.lists import controls
from odnos.web.pages.lists.places import led
from odnos.web.pages.record import related
from odnos.web.pages.record.found import address_of, may, reasons, row_of, visit_of
from odnos.web.pages.record.grid import table


@require_http_methods(["GET", "POST"])
def lines(request: HttpRequest, kind: ObjectType, record_id: int, part: str) -> HttpResponse:
    """Answer with the table again; after a POST with another line in it."""
    row = row_of(request, kind, record_id)
    section = section_of(request, row, part)
    if request.method == "GET" and request.GET.get("form"):
        return form(request, row, section.kind, {}, {})
    if request.method == "GET":
        return answer(request, row, section)
    return add(request, row, section)


def section_of(request: HttpRequest, row: Row, part: str) -> related.Section:
    visit = visit_of(request)
    can_edit = may(row, "edit", by=visit.by)
    for item in layouts.of(row.type, by=visit.by).related:
        if item.object == part and "." not in item.through:
            made = related.section(row, item, by=visit.by, at=visit.at, can_edit=can_edit)
            if made is not None and made.grid:
                return made
    raise NotFound(part)


def answer(request: HttpRequest, row: Row, section: related.Section) -> HttpResponse:
    visit = visit_of(request)
    ctx = visit.ctx(read.titles(related.references([section]), by=visit.by))
    shown = table(section, row, ctx, can_edit=bool(section.add))
    return render(request, "pages/record_lines.html", {"section": section, "table": shown}, block="lines")


def add(request: HttpRequest, row: Row, section: related.Section) -> HttpResponse:
    visit, part = visit_of(request), section.kind
    assert part.parent_field is not None
    given = {name: part.field(name).from_form(request.POST) for name in layouts.of(part, by=visit.by).quick}
    try:
        write.create(part, {**given, part.parent_field.name: row.id}, by=visit.by, at=visit.at)
    except Invalid as error:
        return form(request, row, part, given, reasons(error.errors))
    if not request.headers.get("HX-Request"):
        return led(request, address_of(row), _("Added."))
    return toasts.trigger(HttpResponse(""), "record-changed", {})


def form(
    request: HttpRequest, row: Row, part: ObjectType, given: dict[str, Any], errors: dict[str, list[str]]
) -> HttpResponse:
    fields = [part.field(name) for name in layouts.of(part, by=visit_of(request).by).quick]
    ctx = visit_of(request).ctx()
    context = {
        "title": part.label,
        "back": address_of(row),
        "action": address_of(row, "lines", part.key),
        "fields": [
            {
                "field": item,
                "control": controls.control(request, None, item, given.get(item.name, item.initial(ctx))),
                "errors": errors.get(item.name, []),
            }
            for item in fields
        ],
        "errors": errors.get("", []),
        "page": not request.headers.get("HX-Request"),
    }
    block = "dialog" if request.headers.get("HX-Request") else ""
    return render(request, "pages/record_line.html", context, block=block, status=422 if errors else 200)
