"""Who sees and edits which field: all fields of a kind of record for one role, or one field for all roles."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from odnos.domains.organisation import field_right_actions as actions
from odnos.domains.organisation.field_rights import takes_rights, why_open
from odnos.domains.organisation.role_objects import ROLE
from odnos.engine.access import fields as known
from odnos.engine.access import roles
from odnos.engine.access.models import Role
from odnos.engine.records import read
from odnos.engine.records.errors import Invalid, NotFound
from odnos.engine.tables import definitions
from odnos.objects.labels import Label
from odnos.objects.registry import ObjectType, registry
from odnos.web import toasts
from odnos.web.jinja import render
from odnos.web.pages.settings.sections import actor, administrator, now, show


@dataclass(frozen=True, kw_only=True)
class Line:
    """A row of the table: its name, what is ticked, and what cannot be changed with the reason why."""

    name: str
    label: Label
    sub: str = ""
    sees: bool = True
    edits: bool = True
    fixed_sight: bool = False
    fixed_edit: bool = False
    why: Label = ""


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where the table stands: its address, its title, the tabs over it, and where one goes back to."""

    here: str
    title: str
    lead: str
    first: str
    section: str
    back: tuple[str, str]
    kinds: list[dict[str, Any]] = field(default_factory=list)


def of_role(request: HttpRequest, number: int) -> HttpResponse:
    """Show what people of a role see and edit of one kind of record, or change it."""
    administrator(request)
    row = read.get(ROLE, number, by=actor(request))
    kind = chosen(request)
    here = f"/settings/roles/{number}/fields"
    place = Place(
        here=f"{here}?object={kind.key}",
        title=str(_("Fields: %(role)s") % {"role": roles.get(row["code"]).label or row["name"]}),
        lead=_(
            "What people of this role see and edit of the records that they reach. Each is saved as you choose it."
        ),
        first=_("Field"),
        section="roles",
        back=(_("The role"), f"/settings/roles/{number}"),
        kinds=[
            {"label": item.plural, "href": f"{here}?object={item.key}", "current": item.key == kind.key}
            for item in guarded()
        ],
    )
    names = {item.name: (kind.key, item.name, row["code"]) for item in kind.all_fields}
    return answer(request, place, names, lambda: list(lines_of_role(kind, row["code"])))


def of_field(request: HttpRequest, key: str, name: str) -> HttpResponse:
    """Show who sees and edits one field, or change it."""
    administrator(request)
    kind = next((item for item in guarded() if item.key == key), None)
    if kind is None or name not in kind.by_name:
        raise NotFound(f"{key}.{name}")
    place = Place(
        here=f"/settings/fields/{key}/{name}/rights",
        title=f"{kind.plural}: {kind.field(name).label}",
        lead=_("Who sees and edits this field, by role. Each is saved as you choose it."),
        first=_("Role"),
        section="fields",
        back=(_("The fields"), f"/settings/fields/{key}"),
    )
    names = {code: (key, name, code) for code in roles.known()}
    return answer(request, place, names, lambda: list(lines_of_field(kind, name)))


def guarded() -> list[ObjectType]:
    """Return the kinds of record whose fields can be kept from people."""
    return sorted((item for item in registry if takes_rights(item)), key=lambda item: not item.in_menu)


def chosen(request: HttpRequest) -> ObjectType:
    found = guarded()
    return next((item for item in found if item.key == request.GET.get("object")), found[0])


def lines_of_role(kind: ObjectType, role: str) -> Iterator[Line]:
    for item in kind.all_fields:
        yield line(kind, item.name, role, name=item.name, label=item.label, sub=item.name)


def lines_of_field(kind: ObjectType, field_name: str) -> Iterator[Line]:
    for code, item in roles.known().items():
        yield line(kind, field_name, code, name=code, label=item.label or code)


def line(kind: ObjectType, field_name: str, role: str, *, name: str, label: Label, sub: str = "") -> Line:
    """Return what a role sees and edits of a field, and whether that can be changed here."""
    item, is_locked = kind.by_name[field_name], role == Role.ADMINISTRATOR
    own, settled = known.said(kind.key, field_name, role), known.holds(kind, field_name, role)
    is_inherited = settled.hidden and own[0]
    why: Label = _("Administrators see and edit every field.") if is_locked else why_open(kind, field_name)
    if is_inherited:
        why = _("Hidden already: by a role that it follows, or with a field that it tells of.")
    return Line(
        name=name,
        label=label,
        sub=sub,
        sees=not settled.hidden,
        edits=not settled.hidden and not settled.fixed and not item.readonly,
        fixed_sight=is_locked or is_inherited or bool(why_open(kind, field_name)),
        fixed_edit=is_locked or is_inherited or item.readonly,
        why=why,
    )


def answer(request: HttpRequest, place: Place, names: Any, lines: Any) -> HttpResponse:
    if request.method != "POST":
        return page(request, place, lines())
    wanted = {}
    for item in lines():
        if item.name in request.POST.getlist("line"):
            sees = item.sees if item.fixed_sight else f"see.{item.name}" in request.POST
            is_back = sees and not item.sees
            edits = item.fixed_edit or is_back or f"edit.{item.name}" in request.POST
            if not (item.fixed_sight and item.fixed_edit):
                wanted[names[item.name]] = (sees, sees and edits)
    try:
        made = actions.say(wanted, by=actor(request), at=now(request))
    except Invalid as refusal:
        words = " ".join(str(word) for every in refusal.errors.values() for word in every)
        return toasts.now(table(request, place, lines()), words, tone="bad")
    definitions.refresh()
    undo = f"/history/{made}/undo" if made else ""
    if request.headers.get("HX-Request"):
        return toasts.now(table(request, place, lines()), _("Saved. It holds from now on."), undo=undo)
    return toasts.later(HttpResponseRedirect(place.here), _("Saved. It holds from now on."), undo=undo)


def page(request: HttpRequest, place: Place, lines: list[Line]) -> HttpResponse:
    return show(request, "pages/settings_field_rights.html", place.section, {"place": place, "lines": lines})


def table(request: HttpRequest, place: Place, lines: list[Line]) -> HttpResponse:
    context = {"place": place, "lines": lines, "sections": []}
    return render(request, "pages/settings_field_rights.html", context, block="table")
