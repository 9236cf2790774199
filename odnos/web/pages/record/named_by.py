"""Links to several records, from their other side: which records name this one, added and taken away one by one."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from odnos.engine.access.fields import safe
from odnos.engine.records import read, write
from odnos.engine.records.errors import Invalid, NotFound
from odnos.engine.records.row import Row
from odnos.objects.fields import Link, Linked, Links
from odnos.objects.registry import ObjectType, registry
from odnos.web.given import whole
from odnos.web.pages.record.again import again
from odnos.web.pages.record.found import address_of, reasons, row_of, visit_of
from odnos.web.pages.record.links import ask, roles_of


@require_http_methods(["GET", "POST"])
def named_by(request: HttpRequest, kind: ObjectType, record_id: int, object: str, name: str) -> HttpResponse:
    """Ask which record is to name this one, and in which role; let it."""
    row = row_of(request, kind, record_id)
    other, field = other_side(request, row, object, name)
    if request.method == "GET":
        return form(request, row, other, field, [])
    given = whole(request.POST.get("record"))
    if given is None:
        return form(request, row, other, field, [_("Choose a record from the list.")])
    naming = read.get(other, given, by=visit_of(request).by)
    kept = [item for item in naming[name] if item.id != row.id]
    try:
        return save(request, row, naming, name, (*kept, Linked(row.id, request.POST.get("role", ""))))
    except Invalid as error:
        return form(
            request, row, other, field, [word for every in reasons(error.errors).values() for word in every]
        )


@require_http_methods(["POST"])
def remove(  # noqa: PLR0913 -- the parts of the address
    request: HttpRequest, kind: ObjectType, record_id: int, object: str, name: str, other: int
) -> HttpResponse:
    """Let a record name this one no more; both stay."""
    row = row_of(request, kind, record_id)
    other_kind, _field = other_side(request, row, object, name)
    naming = read.get(other_kind, other, by=visit_of(request).by)
    return save(request, row, naming, name, tuple(item for item in naming[name] if item.id != row.id))


def other_side(request: HttpRequest, row: Row, key: str, name: str) -> tuple[ObjectType, Links]:
    """Return the object that names records of this one's, and its field that does. Raises NotFound."""
    kind = safe(registry.get(key), by=visit_of(request).by) if key in registry else None
    field = kind.by_name.get(name) if kind else None
    if kind is None or not isinstance(field, Links) or field.to != row.type.key:
        raise NotFound(name)
    return kind, field


def save(request: HttpRequest, row: Row, naming: Row, name: str, value: tuple[Linked, ...]) -> HttpResponse:
    visit = visit_of(request)
    write.update(naming.type, naming.id, {name: value}, version=naming.version, by=visit.by, at=visit.at)
    return again(request, row, _("Saved."))


def form(request: HttpRequest, row: Row, other: ObjectType, field: Links, errors: list[str]) -> HttpResponse:
    chooser = Link("record", other.label, to=other.key, required=True)
    action = address_of(row, "named-by", other.key, field.name)
    return ask(request, row, field.reverse_label or other.plural, chooser, roles_of(field), action, errors)
