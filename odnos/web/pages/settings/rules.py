"""Conditional rules of each kind of record: what is shown, asked for or left alone when something holds."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.utils.translation import gettext as _

from odnos.engine.custom.rules import extendable
from odnos.engine.custom.ruling.declared import EFFECTS, FIELD_RULE
from odnos.engine.filters import text
from odnos.engine.filters.tree import Condition, FilterError
from odnos.engine.records import read, said, write
from odnos.engine.records.errors import Invalid
from odnos.engine.records.row import Row
from odnos.engine.tables import definitions
from odnos.objects.registry import ObjectType
from odnos.web.pages.record.found import version_of
from odnos.web.pages.settings.conditions import condition
from odnos.web.pages.settings.fields import kind_of
from odnos.web.pages.settings.sections import actor, administrator, now, saved, show

WRITTEN = ("name", "condition", "effect", "message", "message_en", "message_ru", "message_sl")


def index(request: HttpRequest) -> HttpResponse:
    """Lead to the rules of the first kind of record."""
    administrator(request)
    return HttpResponseRedirect(f"/settings/rules/{extendable()[0].key}")


def rules(request: HttpRequest, key: str) -> HttpResponse:
    """List the rules of one kind of record."""
    by = administrator(request)
    kind = kind_of(key)
    asked = Condition(("object",), "is", key)
    rows = read.query(FIELD_RULE, by=by, at=now(request), filter=asked, sort="position", limit=200).rows
    context = {
        "kind": kind,
        "kinds": [
            {"label": item.plural, "href": f"/settings/rules/{item.key}", "current": item is kind}
            for item in extendable()
        ],
        "rules": [shown(request, kind, row) for row in rows],
    }
    return show(request, "pages/settings_rules.html", "rules", context)


def shown(request: HttpRequest, kind: ObjectType, row: Row) -> dict[str, Any]:
    by = actor(request)
    labels = [str(kind.by_name[name].label) if name in kind.by_name else name for name in row["targets"]]
    try:
        when = said.of(kind, text.parse(row["condition"]), by=by, ctx=by.context(now(request)))
    except FilterError:
        when = row["condition"]
    return {
        "id": row.id,
        "name": row.title,
        "what": f"{', '.join(labels)}: {dict(EFFECTS)[row['effect']]}",
        "when": when,
        "is_on": row["is_on"],
    }


def new(request: HttpRequest, key: str) -> HttpResponse:
    """Ask for a new rule, or make it."""
    by = administrator(request)
    kind = kind_of(key)
    if request.method != "POST":
        return form(request, kind, {"is_on": True, "effect": "required", "targets": ()}, {})
    values = given(request, kind)
    try:
        stamp = {"by": by, "at": now(request)}
        write.create(FIELD_RULE, {**values, "object": key, "position": now(request).timestamp()}, **stamp)  # type: ignore[arg-type]
    except Invalid as refusal:
        return form(request, kind, values, refusal.errors, status=422)
    definitions.refresh()
    return saved(f"/settings/rules/{key}", _("The rule is in force."))


def edit(request: HttpRequest, number: int) -> HttpResponse:
    """Show a rule, or save it."""
    by = administrator(request)
    row = read.get(FIELD_RULE, number, by=by)
    kind = kind_of(row["object"])
    if request.method != "POST":
        return form(
            request, kind, {field.name: row[field.name] for field in FIELD_RULE.declared}, {}, row=row
        )
    values = given(request, kind)
    try:
        write.update(FIELD_RULE, number, values, version=version_of(request), by=by, at=now(request))
    except Invalid as refusal:
        return form(request, kind, values, refusal.errors, row=row, status=422)
    definitions.refresh()
    return saved(f"/settings/rules/{kind.key}", _("Saved."))


def delete(request: HttpRequest, number: int) -> HttpResponse:
    """Take a rule away."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    by = administrator(request)
    key = read.get(FIELD_RULE, number, by=by)["object"]
    write.delete_one(FIELD_RULE, number, by=by, at=now(request))
    definitions.refresh()
    return saved(f"/settings/rules/{key}", _("The rule is in the bin."))


def given(request: HttpRequest, kind: ObjectType) -> dict[str, Any]:
    values: dict[str, Any] = {name: request.POST.get(name, "").strip() for name in WRITTEN}
    values["targets"] = request.POST.getlist("targets")
    values["is_on"] = bool(request.POST.get("is_on"))
    values["name"] = values["name"] or summary(kind, values)
    return values


def summary(kind: ObjectType, values: dict[str, Any]) -> str:
    """Return a name for a rule that was given none."""
    labels = [str(kind.by_name[name].label) for name in values["targets"] if name in kind.by_name]
    return f"{dict(EFFECTS).get(values['effect'], '')}: {', '.join(labels)}"[:100]


def form(
    request: HttpRequest,
    kind: ObjectType,
    values: dict[str, Any],
    errors: Any,
    *,
    row: Row | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "kind": kind,
        "row": row,
        "values": {name: values.get(name) or "" for name in (*WRITTEN, "is_on")},
        "chosen": set(values.get("targets") or ()),
        "targets": [(item.name, item.label) for item in kind.all_fields if item.by_hand],
        "effects": EFFECTS,
        "when": condition(request, kind, values.get("condition")),
        "errors": {name: [str(reason) for reason in reasons] for name, reasons in errors.items()},
    }
    return show(request, "pages/settings_rule.html", "rules", context, status=status)
