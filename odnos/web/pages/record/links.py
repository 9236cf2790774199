"""Records that a record names with a role, such as the people of a deal: added and taken away one by one."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from odnos.engine.records import write
from odnos.engine.records.errors import Conflict, Invalid, NotFound
from odnos.engine.records.row import Row
from odnos.lib import html
from odnos.objects.fields import Link, Linked, Links
from odnos.objects.labels import Label
from odnos.objects.registry import ObjectType, registry
from odnos.web.given import whole
from odnos.web.jinja import render
from odnos.web.pages.record import conflict
from odnos.web.pages.record.again import again
from odnos.web.pages.record.found import address_of, reasons, row_of, version_of, visit_of


def field_of(kind: ObjectType, name: str) -> Links:
    field = kind.field(name)
    if not isinstance(field, Links):
        raise NotFound(name)
    return field


@require_http_methods(["GET", "POST"])
def links(request: HttpRequest, kind: ObjectType, record_id: int, name: str) -> HttpResponse:
    """Ask whom to add and in which role; add them."""
    row, field = row_of(request, kind, record_id), field_of(kind, name)
    if request.method == "GET":
        return form(request, row, field, [])
    given = whole(request.POST.get("record"))
    if given is None:
        return form(request, row, field, [_("Choose a record from the list.")])
    added = [item for item in row[name] if item.id != given]
    try:
        return save(request, row, name, (*added, Linked(given, request.POST.get("role", ""))))
    except Invalid as error:
        return form(request, row, field, [word for every in reasons(error.errors).values() for word in every])


@require_http_methods(["POST"])
def remove(request: HttpRequest, kind: ObjectType, record_id: int, name: str, other: int) -> HttpResponse:
    """Take one away; the record itself stays."""
    row, field = row_of(request, kind, record_id), field_of(kind, name)
    return save(request, row, field.name, tuple(item for item in row[name] if item.id != other))


def save(request: HttpRequest, row: Row, name: str, value: tuple[Linked, ...]) -> HttpResponse:
    visit = visit_of(request)
    version = version_of(request) or row.version
    try:
        saved = write.update(row.type, row.id, {name: value}, version=version, by=visit.by, at=visit.at)
    except Conflict as error:
        return conflict.answer(request, error, {name: value})
    return again(request, saved, _("Saved."))


def form(request: HttpRequest, row: Row, field: Links, errors: list[str]) -> HttpResponse:
    chooser = Link("record", registry.get(field.to).label, to=field.to, required=True)
    action = address_of(row, "links", field.name)
    return ask(request, row, field.label, chooser, roles_of(field), action, errors)


def roles_of(field: Links) -> Any:
    """Return the choice of a role; nothing where the field has none."""
    roles: list[Any] = [html.option("", "—"), *(html.option(key, str(label)) for key, label in field.roles)]
    return html.tag("select", *roles, class_="input", name="role", id="field-role") if field.roles else ""


def ask(  # noqa: PLR0913 -- what the dialog shows
    request: HttpRequest,
    row: Row,
    title: Label,
    chooser: Link,
    roles: Any,
    action: str,
    errors: list[str],
    *,
    help: str = "",
) -> HttpResponse:
    """Ask which record is added to the list that is called `title`, and in which role."""
    context = {
        "row": row,
        "title": title,
        "label": chooser.label,
        "action": action,
        "version": row.version,
        "control": chooser.widget(None, visit_of(request).ctx()),
        "roles": roles,
        "help": help,
        "errors": errors,
        "page": not request.headers.get("HX-Request"),
    }
    block = "dialog" if request.headers.get("HX-Request") else ""
    return render(request, "pages/record_link.html", context, block=block, status=422 if errors else 200)
