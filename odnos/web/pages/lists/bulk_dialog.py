"""The question before a change to many records: which field, whose, which tag, which list."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from odnos.domains.lists.objects import LIST
from odnos.engine.access import rights
from odnos.engine.access.actor import Actor
from odnos.engine.access.rights import Denied
from odnos.engine.filters.tree import Node
from odnos.engine.records import read
from odnos.lib import numbers
from odnos.objects.fields import Field
from odnos.objects.registry import ObjectType
from odnos.web.jinja import render
from odnos.web.pages.lists import controls
from odnos.web.pages.lists.asked import Asked
from odnos.web.render.rows import is_editable

MOST = 1_000_000
MOST_LISTS = 200
BY_DEED = {"tag": "tags", "list": "lists", "unlist": "lists"}


def field_asked(request: HttpRequest, kind: ObjectType, deed: str) -> Field | None:
    """Return the field that is to be changed, the first that can be where none is named yet. Raises Denied."""
    if deed == "delete":
        return None
    whose = "assignee" if "assignee" in kind.by_name else "owner"  # a task belongs to what it is about
    if named := whose if deed == "owner" else BY_DEED.get(deed):
        if named not in kind.by_name:
            raise Denied(_("%(objects)s have nothing of this kind.") % {"objects": kind.plural})
        return kind.field(named)
    chosen = request.POST.get("field") or request.GET.get("field")
    if chosen in kind.by_name:
        return kind.field(chosen or "")
    if not fields_of(kind):
        raise Denied(_("%(objects)s have no field that could be changed.") % {"objects": kind.plural})
    return fields_of(kind)[0]


def fields_of(kind: ObjectType) -> list[Field]:
    """Return the fields that may be set to one value for many records."""
    return [
        field for field in kind.fields if is_editable(field) and not field.unique and field.name != kind.title
    ]


def show(  # noqa: PLR0913 -- what the dialog says again
    request: HttpRequest,
    asked: Asked,
    deed: str,
    among: Node,
    ids: list[int],
    errors: Any,
    *,
    status: int = 200,
) -> HttpResponse:
    """Answer with the question; after a mistake, with what is wrong."""
    visit, kind = request.visit, asked.kind  # type: ignore[attr-defined]
    field = field_asked(request, kind, deed)
    number = len(ids) or read.count(kind, by=visit.by, at=visit.at, filter=among, cap=MOST).number
    named = deed in ("list", "unlist")
    context = {
        "kind": kind,
        "asked": asked,
        "deed": deed,
        "ids": ids,
        "number": numbers.show(number, locale=visit.by.locale),
        "plural": number,
        "field": None if named else field,
        "fields": [(item.name, item.label) for item in fields_of(kind)],
        "control": controls.control(request, None, field, field.from_form(request.POST))
        if field and not named
        else "",
        "lists": lists_of(visit) if named else [],
        "chosen": request.POST.get("list", ""),
        "new_list": request.POST.get("new_list", ""),
        "may_make_list": deed == "list" and may_make_list(visit.by),
        "errors": [str(reason) for every in errors.values() for reason in every],
        "page": not request.headers.get("HX-Request"),
    }
    block = "dialog" if request.headers.get("HX-Request") else ""
    return render(request, "pages/list_bulk.html", context, block=block, status=status)


def lists_of(visit: Any) -> list[tuple[str, str]]:
    """Return the lists to choose from, the one changed last first."""
    page = read.query(LIST, by=visit.by, at=visit.at, columns=("name",), sort="-updated_at", limit=MOST_LISTS)
    return [(str(row.id), row.title) for row in page.rows]


def may_make_list(by: Actor) -> bool:
    return rights.may(by, "create", LIST) != "none"


@require_GET
def control(request: HttpRequest, kind: ObjectType) -> HttpResponse:
    """Answer with the control of another field for the dialog."""
    field = field_asked(request, kind, "edit")
    assert field is not None
    context = {"field": field, "control": controls.control(request, None, field, None), "errors": []}
    return render(request, "pages/list_bulk.html", context, block="value")
