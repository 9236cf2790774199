"""Retention rules: made and changed, with what they would take today."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from odnos.engine.filters.tree import FilterError
from odnos.engine.privacy import retaining, rules
from odnos.engine.privacy.objects import OUTCOMES, RETENTION_RULE
from odnos.engine.records import read, write
from odnos.engine.records.errors import Invalid
from odnos.engine.records.row import Row
from odnos.lib import numbers
from odnos.objects.registry import UnknownField, registry
from odnos.web.jinja import render
from odnos.web.pages.record.found import address, reasons
from odnos.web.pages.settings.conditions import condition
from odnos.web.pages.settings.sections import actor, administrator, now, saved, show

NAMES = ("name", "object", "only", "since", "days", "outcome", "is_active")
SHOWN = 50
EXPLAINED = {
    "bin": gettext_lazy("They wait in the bin; the history takes it back."),
    "anonymous": gettext_lazy("Only what says nothing about who it was stays. For persons."),
    "erase": gettext_lazy("Nothing of them stays, and nothing brings them back. For persons."),
}


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """List the rules with how many records each would take today."""
    by, at = administrator(request), now(request)
    rows = [row for batch in read.iterate(RETENTION_RULE, by=by, at=at, sort="name") for row in batch]
    outcomes = dict(OUTCOMES)
    listed = [
        {
            "id": row.id,
            "name": row.title,
            "kind": kind_of(row),
            "days": numbers.show(row["days"], locale=by.locale),
            "outcome": outcomes.get(row["outcome"], row["outcome"]),
            "active": row["is_active"],
            "due": due(row, by=by, at=at)[0],
        }
        for row in rows
    ]
    return show(request, "pages/settings_retention.html", "retention", {"rules": listed})


def kind_of(row: Row) -> str:
    return str(registry.get(row["object"]).plural) if row["object"] in registry else row["object"]


def due(row: Row, *, by: Any, at: Any) -> tuple[int | None, str]:
    """Return how many records a rule would take, or why that cannot be told."""
    try:
        return retaining.number(row, by=by, at=at), ""
    except (FilterError, UnknownField, LookupError) as error:
        return None, str(error)


def new(request: HttpRequest) -> HttpResponse:
    """Show the form of a new rule, or make it."""
    by = administrator(request)
    given = values(request)
    if request.method != "POST":
        return form(request, {"outcome": "bin", "days": "730", "since": "updated_at", "object": "lead"}, {})
    try:
        made = write.create(RETENTION_RULE, given, by=by, at=now(request))
    except Invalid as refusal:
        return form(request, given, reasons(refusal.errors), status=422)
    return saved(f"/settings/retention/{made.id}", _("Saved. Below is what it would take today."))


@require_GET
def only(request: HttpRequest) -> HttpResponse:
    """Answer with the condition's builder for records of the kind that has just been chosen."""
    administrator(request)
    context = {"only": built(request, request.GET.get("object", ""), ""), "errors": {}}
    return render(request, "pages/settings_retention_rule.html", context, block="only")


def built(request: HttpRequest, key: str, written: str) -> dict[str, str] | None:
    kinds = {kind.key: kind for kind in rules.kept_objects()}
    return condition(request, kinds[key], written, name="only") if key in kinds else None


def edit(request: HttpRequest, number: int) -> HttpResponse:
    """Show a rule with what it would take today, or change it."""
    by = administrator(request)
    row = read.get(RETENTION_RULE, number, by=by)
    if request.method != "POST":
        kept = {name: row[name] if row[name] is not None else "" for name in NAMES}
        return form(request, kept | {"days": f"{row['days']:f}".removesuffix(".0000")}, {}, row=row)
    given = values(request)
    try:
        write.update(RETENTION_RULE, number, given, version=None, by=by, at=now(request))
    except Invalid as refusal:
        return form(request, given, reasons(refusal.errors), row=row, status=422)
    return saved(f"/settings/retention/{number}", _("Saved. Below is what it would take today."))


def values(request: HttpRequest) -> dict[str, Any]:
    given: dict[str, Any] = {name: request.POST.get(name, "").strip() for name in NAMES}
    return given | {"is_active": request.POST.get("is_active") == "1"}


def form(
    request: HttpRequest,
    given: dict[str, Any],
    errors: dict[str, list[str]],
    *,
    row: Row | None = None,
    status: int = 200,
) -> HttpResponse:
    by, at = actor(request), now(request)
    number, fault = due(row, by=by, at=at) if row else (None, "")
    context = {
        "given": given,
        "errors": errors,
        "row": row,
        "objects": [(kind.key, kind.plural) for kind in rules.kept_objects()],
        "only": built(request, given.get("object") or "", given.get("only") or ""),
        "dates": offered_dates(),
        "outcomes": [(key, label, EXPLAINED[key]) for key, label in OUTCOMES],
        "number": number,
        "fault": fault,
        "taken": taken(row, by=by, at=at) if row and number else [],
    }
    return show(request, "pages/settings_retention_rule.html", "retention", context, status=status)


def offered_dates() -> list[tuple[str, str]]:
    """Return the dates from which time can be counted, each once: what an object does not have is refused on saving."""
    found: dict[str, str] = {}
    for kind in rules.kept_objects():
        for field in kind.all_fields:
            if field.kind in rules.DATED:
                found.setdefault(field.name, str(field.label))
    return sorted(found.items(), key=lambda pair: pair[1].casefold())


def taken(row: Row, *, by: Any, at: Any) -> list[dict[str, str]]:
    """Return the first records that a rule would take."""
    kind = registry.get(row["object"])
    ids = retaining.due(row, by=by, at=at, limit=SHOWN)
    found = read.get_many(kind, ids, by=by)
    return [{"title": found[one].title, "href": address(kind, one)} for one in ids if one in found]


@require_POST
def delete(request: HttpRequest, number: int) -> HttpResponse:
    """Move a rule to the bin: nothing is taken by it any more."""
    write.delete_one(RETENTION_RULE, number, by=administrator(request), at=now(request))
    return saved("/settings/retention", _("The rule is in the bin."))
