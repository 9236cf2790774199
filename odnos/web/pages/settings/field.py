"""One added field: made in two steps (of which kind, then how), changed, archived and brought back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.utils.translation import gettext as _

from odnos.domains.organisation import new_fields
from odnos.engine.custom import actions, formulas, layouts, rollups
from odnos.engine.custom.changing import actions as changing
from odnos.engine.custom.changing import looking
from odnos.engine.custom.formula_words import FUNCTIONS_IN_WORDS
from odnos.engine.custom.kinds import KINDS
from odnos.engine.custom.objects import CUSTOM_FIELD, TONES
from odnos.engine.records import read
from odnos.engine.records.errors import Invalid
from odnos.engine.records.row import Row
from odnos.engine.tables import definitions
from odnos.objects.registry import ObjectType, registry
from odnos.web.pages.settings import gathering
from odnos.web.pages.settings.field_given import (
    blank_options,
    filled,
    given,
    given_options,
    given_rights,
    ruled_roles,
    shown_beginning,
    switches,
    written,
)
from odnos.web.pages.settings.fields import kind_of
from odnos.web.pages.settings.sections import administrator, now, saved, show


def new(request: HttpRequest, key: str) -> HttpResponse:
    """Ask of which kind the field is, then how it is to be; make it."""
    by = administrator(request)
    kind = kind_of(key)
    chosen = request.POST.get("kind") or request.GET.get("kind") or ""
    if chosen not in KINDS or not KINDS[chosen].is_by_hand:
        return choose(request, kind)
    if request.method != "POST":
        return form(request, kind, chosen, {"name": request.GET.get("name", "")[:100]}, blank_options(), {})
    values, options = given(request, chosen), given_options(request)
    code = {"code": request.POST["code"]} if request.POST.get("code") else {}
    try:
        made = new_fields.add(
            {**values, **code, "object": key, "kind": chosen},
            filled(options),
            given_rights(request),
            by=by,
            at=now(request),
        )
    except Invalid as refusal:
        return form(request, kind, chosen, values, options, refusal.errors, status=422)
    return saved(back(request, kind), _("The field “%(name)s” is there.") % {"name": made.title})


def edit(request: HttpRequest, number: int) -> HttpResponse:
    """Show an added field with its settings, or save them."""
    by = administrator(request)
    row = read.get(CUSTOM_FIELD, number, by=by)
    kind = kind_of(row["object"])
    if request.method != "POST":
        known = [written(option) for option in actions.options_of(number, by=by, at=now(request))]
        return form(request, kind, row["kind"], row, [*known, *blank_options()], {}, row=row)
    values, options = given(request, row["kind"]), given_options(request)
    version = request.POST.get("version", "")
    try:
        actions.save(
            number,
            values,
            filled(options),
            version=int(version) if version.isascii() and version.isdigit() else None,
            by=by,
            at=now(request),
        )
    except Invalid as refusal:
        return form(request, kind, row["kind"], values, options, refusal.errors, row=row, status=422)
    definitions.refresh()
    return saved(f"/settings/fields/{kind.key}", _("Saved."))


def archive(request: HttpRequest, number: int) -> HttpResponse:
    """Take a field away; its values stay."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    by = administrator(request)
    row = read.get(CUSTOM_FIELD, number, by=by)
    used = users_of(row, at=now(request))
    undo = f"/history/{actions.archive(number, by=by, at=now(request))}/undo"
    definitions.refresh()
    words = _("The field is archived; its values are kept.")
    if used:
        words = f"{words} {_('It was used by: %(names)s.') % {'names': ', '.join(used)}}"
    return saved(f"/settings/fields/{row['object']}", words, undo=undo, tone="warn" if used else "good")


def users_of(row: Row, *, at: dt.datetime) -> list[str]:
    """Return the formulas, roll-ups and rules that an added field stands in; they mean less, or keep what they had, without it."""
    kind = registry.get(row["object"])
    if row["code"] not in kind.by_name:
        return []
    field = kind.field(row["code"])
    return [use.name for use in looking.uses(kind, field, field, at=at) if use.what != "view"]


def restore(request: HttpRequest, number: int) -> HttpResponse:
    """Bring an archived field back with its values."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    by = administrator(request)
    actions.restore(number, by=by, at=now(request))
    definitions.refresh()
    key = read.get(CUSTOM_FIELD, number, by=by)["object"]
    return saved(f"/settings/fields/{key}", _("The field is back with all its values."))


def back(request: HttpRequest, kind: ObjectType) -> str:
    """Return where the maker of the field came from, if that is a page of ours."""
    wanted = request.POST.get("back", "")
    is_ours = wanted.startswith("/") and not wanted.startswith("//") and "\\" not in wanted
    return wanted if is_ours and wanted.isprintable() else f"/settings/fields/{kind.key}"


def choose(request: HttpRequest, kind: ObjectType) -> HttpResponse:
    context = {
        "kind": kind,
        "back": request.GET.get("back", ""),
        "name": request.GET.get("name", "")[:100],
        "offered": [
            {"key": key, "label": item.label, "example": item.example}
            for key, item in KINDS.items()
            if item.is_by_hand
        ],
    }
    return show(request, "pages/settings_field_kind.html", "fields", context)


def form(  # noqa: PLR0913 -- what the page shows
    request: HttpRequest,
    kind: ObjectType,
    chosen: str,
    values: Mapping[str, Any] | Row,
    options: list[dict[str, Any]],
    errors: Any,
    *,
    row: Row | None = None,
    status: int = 200,
) -> HttpResponse:
    names = [field.name for field in CUSTOM_FIELD.declared]
    known = values if isinstance(values, Row) else {**dict.fromkeys(names, ""), **values}
    shown = {name: known[name] if known[name] not in (None, "0", False) else "" for name in names}
    context = {
        "kind": kind,
        "chosen": chosen,
        "type": KINDS[chosen],
        "row": row,
        "values": shown | {"default": shown_beginning(chosen, shown["default"], options)},
        "rights": ruled_roles(request, kind, row),
        "switches": switches(chosen),
        "changeable": row is not None and bool(changing.offered(chosen)),
        "options": options,
        "tones": [("", "—"), *TONES],
        "targets": [(item.key, item.label) for item in registry if item.in_menu],
        "errors": {name: [str(reason) for reason in reasons] for name, reasons in errors.items()},
        "panels": sections(kind),
        "readable": formulas.readable(kind) if chosen == "formula" else [],
        "functions": FUNCTIONS_IN_WORDS,
        "rollups": rollups.choices(kind) if chosen == "rollup" else {},
        "gathered": gathering.only(request, known["through"], known["only"]) if chosen == "rollup" else None,
        "rolled": rollups.sentence(row) if row is not None and chosen == "rollup" else "",
        "back": request.POST.get("back") or request.GET.get("back", ""),
    }
    return show(request, "pages/settings_field.html", "fields", context, status=status)


def sections(kind: ObjectType) -> list[str]:
    """Return the sections that fields of this kind of record stand in already."""
    return layouts.sections(kind)
