"""Links from their other side: a record that is there already is chosen to lead to this one."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from odnos.engine.access.actor import Actor
from odnos.engine.access.fields import safe
from odnos.engine.audit.models import Entry
from odnos.engine.records import read, write
from odnos.engine.records.errors import Conflict, Invalid, NotFound
from odnos.engine.records.row import Row
from odnos.objects.fields import Link
from odnos.objects.registry import ObjectType, registry
from odnos.web.given import whole
from odnos.web.pages.record.again import again
from odnos.web.pages.record.found import address_of, reasons, row_of, visit_of
from odnos.web.pages.record.links import ask
from odnos.web.pages.record.related import may_lead


@require_http_methods(["GET", "POST"])
def led_by(request: HttpRequest, kind: ObjectType, record_id: int, object: str, name: str) -> HttpResponse:
    """Ask which record is to lead here; let it, and say where it led before."""
    row, by = row_of(request, kind, record_id), visit_of(request).by
    other, field = other_side(row, object, name, by=by)
    if request.method == "GET":
        return form(request, row, other, field, [])
    given = whole(request.POST.get("record"))
    if given is None:
        return form(request, row, other, field, [_("Choose a record from the list.")])
    leading = read.get(other, given, by=by)
    if leading[name] == row.id or leading.reference == row.reference:
        return form(request, row, other, field, [_("It is here already.")])
    try:
        return save(request, row, leading, field)
    except Invalid as error:
        said = [word for every in reasons(error.errors).values() for word in every]
        return form(request, row, other, field, said)
    except Conflict:
        return form(request, row, other, field, [_("Somebody changed it just now. Choose it again.")])


def other_side(row: Row, key: str, name: str, *, by: Actor) -> tuple[ObjectType, Link]:
    """Return the object whose records lead to this one, and its field that does. Raises NotFound."""
    kind = safe(registry.get(key), by=by) if key in registry else None  # spare: may_lead asks it too
    field = kind.by_name.get(name) if kind else None
    if (
        kind is None
        or not isinstance(field, Link)
        or field.to != row.type.key
        or not may_lead(kind, name, by=by)
    ):
        raise NotFound(name)
    return kind, field


def save(request: HttpRequest, row: Row, leading: Row, field: Link) -> HttpResponse:
    visit = visit_of(request)
    saved = write.update(
        leading.type, leading.id, {field.name: row.id}, version=leading.version, by=visit.by, at=visit.at
    )
    entry = Entry.objects.filter(
        object_key=leading.type.key, record_id=leading.id, version=saved.version
    ).first()
    undo = f"/history/entries/{entry.pk}/undo?next={address_of(row)}" if entry else ""
    return again(request, row, said_of(leading, field, by=visit.by), undo=undo)


def said_of(leading: Row, field: Link, *, by: Actor) -> str:
    """Return where the record is now, and where it was, as far as the reader may know."""
    before = set(field.references(leading[field.name]))
    was = next((title for title in read.titles(before, by=by).values() if title), "")
    if was:
        return _("“%(title)s” is here now, no longer with “%(other)s”.") % {
            "title": leading.title,
            "other": was,
        }
    return _("“%(title)s” is here now.") % {"title": leading.title}


def form(request: HttpRequest, row: Row, other: ObjectType, field: Link, errors: list[str]) -> HttpResponse:
    chooser = Link("record", other.label, to=other.key, required=True)
    action = address_of(row, "led-by", other.key, field.name)
    return ask(
        request, row, other.plural, chooser, "", action, errors, help=_("One that is elsewhere comes here.")
    )
