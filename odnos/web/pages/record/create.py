"""A new record: the quick fields first, all the others behind «more», and a warning when it is here already."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from odnos.engine.access import rights
from odnos.engine.access.fields import safe
from odnos.engine.custom import layouts
from odnos.engine.filters.tree import All, Condition
from odnos.engine.records import duplicates, files, merge, read, ruled, write
from odnos.engine.records.errors import Invalid
from odnos.objects.fields import Field, File
from odnos.objects.fields import Invalid as Unreadable
from odnos.objects.registry import ObjectType, registry
from odnos.web.given import whole
from odnos.web.jinja import render
from odnos.web.pages.lists import controls
from odnos.web.pages.lists.places import led, next_of
from odnos.web.pages.record.found import address, address_of, reasons, visit_of
from odnos.web.pages.record.merging import why
from odnos.web.pages.record.values import is_by_hand


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, kind: ObjectType) -> HttpResponse:
    """Ask for a new record (GET), or make it (POST); one that looks like another is asked about first."""
    rights.check(visit_of(request).by, "create", kind)
    if request.method == "GET":
        return form(request, kind, started(request, kind), {})
    try:
        raw = given(request, kind)
    except Unreadable as error:
        return form(request, kind, {}, {"": [str(error.message)]})
    asked = request.POST.get("anyway") or request.POST.get("merge")
    if not asked and (doubles := found(request, kind, raw)):
        return form(request, kind, raw, {}, doubles=doubles)
    visit = visit_of(request)
    try:
        row = write.create(kind, raw, by=visit.by, at=visit.at)
    except Invalid as error:
        return form(request, kind, raw, reasons(error.errors))
    if (double := whole(request.POST.get("merge"))) is not None:
        return led(request, address(kind, double, "merge", row.id))
    words = _("%(title)s is created.") % {"title": row.title}
    seen = read.get_many(kind, [row.id], by=visit.by)
    back = next_of(request, address_of(row) if seen else f"/{kind.plural_key}")
    return led(request, back, words)


@require_GET
def doubles_of(request: HttpRequest, kind: ObjectType) -> HttpResponse:
    """Answer with the warning for what has been typed so far."""
    rights.check(visit_of(request).by, "create", kind)
    raw = {name: kind.field(name).from_form(request.GET) for name in kind.duplicates}
    context = {"doubles": found(request, kind, raw), "kind": kind}
    return render(request, "pages/create.html", context, block="doubles")


def found(request: HttpRequest, kind: ObjectType, raw: dict[str, Any]) -> list[dict[str, Any]]:
    """Return what looks the same, as the page shows it: a record with its address, or that there is a hidden one."""
    if not merge.can_merge(kind):
        return []
    visit = visit_of(request)
    looked = duplicates.find(kind, raw, by=visit.by, ctx=visit.ctx())
    return [shown(item, kind) for item in looked if item.certainty >= SURE or item.fields != (kind.title,)]


SURE = 92


def shown(double: duplicates.Double, kind: ObjectType) -> dict[str, Any]:
    fields = why(double, kind)
    if double.row is None:
        words = _(
            "A record that you may not see has the same %(fields)s. Ask an administrator before you make another."
        )
        return {"href": "", "title": "", "sub": words % {"fields": fields}}
    same = _("same %(fields)s") if double.certainty == 100 else _("nearly the same %(fields)s")
    return {
        "href": address_of(double.row),
        "title": double.row.title,
        "sub": same % {"fields": fields},
        "merge": double.id,
    }


def given(request: HttpRequest, kind: ObjectType) -> dict[str, Any]:
    """Return the raw values of the fields that the form held."""
    raw: dict[str, Any] = {}
    for field in fields_of(request, kind):
        if isinstance(field, File):
            upload = request.FILES.get(field.name)
            raw[field.name] = files.store(upload.chunks(), upload.name or "") if upload else None
        else:
            raw[field.name] = field.from_form(request.POST)
    for name in fixed(kind):
        if request.POST.get(name):
            raw[name] = request.POST[name]
    if not raw.get("owner"):
        raw.pop("owner", None)
    return {name: value for name, value in raw.items() if not blank_pipeline(kind, name, value)} | pipeline(
        request, kind, raw
    )


def blank_pipeline(kind: ObjectType, name: str, value: Any) -> bool:
    return name == "pipeline" and bool(kind.path) and not value


def pipeline(request: HttpRequest, kind: ObjectType, raw: dict[str, Any]) -> dict[str, Any]:
    """A new record of an object with a path begins in the first stage of the first pipeline unless one is chosen."""
    path = kind.path
    if not path or raw.get(path):
        return stage_pipeline(request, kind, raw)
    visit = visit_of(request)
    chosen = raw.get("pipeline") or first(request, "pipeline")
    asked = All((Condition(("pipeline",), "is", chosen), Condition(("kind",), "is", "open")))
    stages = (
        read.query(
            registry.get("stage"), by=visit.by, at=visit.at, filter=asked, sort="position", limit=1
        ).rows
        if chosen
        else ()
    )
    return {"pipeline": chosen, path: stages[0].id} if stages else {}


def stage_pipeline(request: HttpRequest, kind: ObjectType, raw: dict[str, Any]) -> dict[str, Any]:
    """A chosen stage brings its pipeline."""
    stage = whole(str(raw.get(kind.path, ""))) if kind.path else None
    if stage is None:
        return {}
    rows = read.get_many(registry.get("stage"), [stage], by=visit_of(request).by)
    return {"pipeline": rows[stage]["pipeline"]} if rows else {}


def first(request: HttpRequest, key: str) -> int | None:
    visit = visit_of(request)
    rows = read.query(registry.get(key), by=visit.by, at=visit.at, sort="position", limit=1).rows
    return rows[0].id if rows else None


def fixed(kind: ObjectType) -> list[str]:
    """Return the links that come with the address and are not asked for: what the new record is about or a part of."""
    parent = kind.parent_field
    return [parent.name] if parent is not None else []


def fields_of(request: HttpRequest, kind: ObjectType) -> list[Field]:
    """Return the fields that people fill in: the quick ones, then the rest of the layout."""
    by = visit_of(request).by
    layout, known = layouts.of(kind, by=by), safe(kind, by=by)
    names = dict.fromkeys((*layout.quick, *layout.fields))
    return [field for name in names if is_by_hand(field := known.field(name)) and name != "external_id"]


def started(request: HttpRequest, kind: ObjectType) -> dict[str, Any]:
    """Return the values that a form begins with: those in the address, and the defaults."""
    ctx = visit_of(request).ctx()
    values: dict[str, Any] = {}
    for field in fields_of(request, kind):
        written = request.GET.get(field.name)
        try:
            values[field.name] = field.parse(written, ctx) if written else field.initial(ctx)
        except Unreadable:
            values[field.name] = field.initial(ctx)
    if "owner" in layouts.of(kind, by=visit_of(request).by).fields:
        values["owner"] = ctx.user_id
    return values


def form(
    request: HttpRequest,
    kind: ObjectType,
    values: dict[str, Any],
    errors: dict[str, list[str]],
    *,
    doubles: list[dict[str, Any]] | None = None,
) -> HttpResponse:
    fields = fields_of(request, kind)
    quick = set(layouts.of(kind, by=visit_of(request).by).quick)
    shown_ = [control(request, field, values, errors) for field in fields]
    known = {field.name for field in fields}
    rest = [item for item in shown_ if item["field"].name not in quick]
    context = {
        "kind": kind,
        "action": f"/{kind.plural_key}/new",
        "rules": f"/{kind.plural_key}/new/rules" if ruled.rules_of(kind) else "",
        "watch": f"/{kind.plural_key}/new/doubles" if merge.can_merge(kind) else "",
        "quick": [item for item in shown_ if item["field"].name in quick],
        "rest": rest,
        "open": any(item["errors"] for item in rest),
        "errors": [word for name, words in errors.items() if name not in known for word in words],
        "fixed": {name: (request.POST.get(name) or request.GET.get(name) or "") for name in fixed(kind)},
        "doubles": doubles or [],
        "next": next_of(request, ""),
        "page": not request.headers.get("HX-Request"),
    }
    block = "dialog" if request.headers.get("HX-Request") else ""
    return render(
        request, "pages/create.html", context, block=block, status=422 if errors or doubles else 200
    )


def control(
    request: HttpRequest, field: Field, values: dict[str, Any], errors: dict[str, list[str]]
) -> dict[str, Any]:
    value = values.get(field.name)
    if field.names_records and isinstance(value, str):
        value = whole(value)
    return {
        "field": field,
        "control": controls.control(request, None, field, value),
        "errors": errors.get(field.name, []),
        "wide": field.kind in ("long_text", "address"),
    }
