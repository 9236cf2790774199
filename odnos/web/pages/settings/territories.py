"""Territories: which records belong to them, who their people are, and what moves when that changes."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from odnos.domains.organisation import territory_actions as actions
from odnos.domains.organisation.objects import TEAM, USER
from odnos.domains.organisation.territory_actions import Plan
from odnos.domains.organisation.territory_objects import TERRITORY
from odnos.engine.records import read, territories, write
from odnos.engine.records.errors import Invalid
from odnos.engine.records.row import Row
from odnos.engine.tables import definitions
from odnos.objects.registry import ObjectType, registry
from odnos.web import toasts
from odnos.web.given import whole
from odnos.web.pages.settings.conditions import condition
from odnos.web.pages.settings.sections import actor, administrator, now, saved, show

NAMES = ("name", "name_en", "name_ru", "name_sl")


def index(request: HttpRequest) -> HttpResponse:
    """List the territories, or put them into another order."""
    by, at = administrator(request), now(request)
    if request.method == "POST":
        ids = [number for written in request.POST.getlist("territory") if (number := whole(written))]
        actions.reorder(ids[:500], by=by, at=at)
        return saved("/settings/territories", _("The order is saved."))
    rows = actions.rows(by=by, at=at)
    titles = read.titles(read.references(rows, ("people", "teams")), by=by)
    context = {
        "territories": [
            {"id": row.id, "name": row.title, "who": ", ".join(members(row, titles))} for row in rows
        ],
        "archived": [{"id": row.id, "name": row.title} for row in actions.rows(by=by, at=at, deleted=True)],
    }
    return show(request, "pages/settings_territories.html", "territories", context)


def members(row: Row, titles: Any) -> list[str]:
    found = [("team", item.id) for item in row["teams"]] + [("user", item.id) for item in row["people"]]
    return [title for reference in found if (title := titles.get(reference))]


def edit(request: HttpRequest, number: int | None = None) -> HttpResponse:
    """Show a territory; say what would move if it were as the form says; save it."""
    by, at = administrator(request), now(request)
    row = read.get(TERRITORY, number, by=by) if number else None
    if request.method != "POST":
        return page(request, row, planned(row, request), {})
    plan = given(request, number)
    try:
        actions.check(plan, by=by, at=at)
        if "preview" in request.POST:
            return page(request, row, plan, {}, moves=actions.moves(plan, by=by, at=at))
        made, undo = actions.save(plan, by=by, at=at)
    except Invalid as refusal:
        return page(request, row, plan, refusal.errors, status=422)
    definitions.refresh()
    answer = HttpResponseRedirect(f"/settings/territories/{made.id}")
    return toasts.later(
        answer, _("Saved. Records are being moved to their territories."), undo=f"/history/{undo}/undo"
    )


@require_POST
def archive(request: HttpRequest, number: int) -> HttpResponse:
    """Take a territory away."""
    by, at = administrator(request), now(request)
    undo = actions.archive(number, by=by, at=at)
    answer = HttpResponseRedirect("/settings/territories")
    return toasts.later(answer, _("The territory is archived."), undo=f"/history/{undo}/undo")


@require_POST
def restore(request: HttpRequest, number: int) -> HttpResponse:
    """Bring an archived territory back."""
    write.restore(TERRITORY, [number], by=administrator(request), at=now(request))
    return saved("/settings/territories", _("The territory is back."))


def kinds() -> list[ObjectType]:
    """Return what a market is divided by: not what people make for themselves, such as reports."""
    return [item for item in territories.placed() if item.in_menu or item.is_custom]


def planned(row: Row | None, request: HttpRequest) -> Plan:
    """Return a territory as it is."""
    if row is None:
        return Plan(number=None, values={"people": (), "teams": ()}, filters={})
    rules = actions.rules_of(row.id, by=actor(request), at=now(request))
    values = {name: row[name] or "" for name in NAMES} | {
        name: [item.id for item in row[name]] for name in ("people", "teams")
    }
    return Plan(number=row.id, values=values, filters={key: rule["filter"] for key, rule in rules.items()})


def given(request: HttpRequest, number: int | None) -> Plan:
    """Return the territory that the form says."""
    values: dict[str, Any] = {name: request.POST.get(name, "").strip() for name in NAMES}
    for name in ("people", "teams"):
        values[name] = [found for written in request.POST.getlist(name) if (found := whole(written))]
    filters = {kind.key: request.POST.get(f"filter-{kind.key}", "").strip() for kind in kinds()}
    return Plan(number=number, values=values, filters=filters)


def page(
    request: HttpRequest,
    row: Row | None,
    plan: Plan,
    errors: Any,
    *,
    moves: Any = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "row": row,
        "given": plan.values,
        "errors": errors,
        "rules": [
            {
                "kind": kind,
                "when": condition(request, kind, plan.filters.get(kind.key), name=f"filter-{kind.key}"),
                "said": bool(plan.filters.get(kind.key)),
            }
            for kind in kinds()
        ],
        "people": everybody(request, USER, plan.values["people"]),
        "teams": everybody(request, TEAM, plan.values["teams"]),
        "moves": None if moves is None else [sentence(request, move, plan) for move in moves],
    }
    return show(request, "pages/settings_territory.html", "territories", context, status=status)


def everybody(request: HttpRequest, kind: ObjectType, chosen: Any) -> list[dict[str, Any]]:
    found = read.iterate(kind, by=actor(request), at=now(request), sort="name", columns=("name",))
    return [{"id": row.id, "name": row.title, "chosen": row.id in chosen} for batch in found for row in batch]


def sentence(request: HttpRequest, move: Any, plan: Plan) -> str:
    """Say «412 companies move from North to South»."""
    names = {row.id: row.title for row in actions.rows(by=actor(request), at=now(request))}
    names[plan.number or 0] = plan.values.get("name") or _("this territory")
    words = {
        "number": move.number,
        "objects": registry.get(move.object_key).plural,
        "source": names.get(move.source or -1, "?"),
        "target": names.get(move.target if move.target is not None else -1, "?"),
    }
    if move.source is None:
        template = ngettext(
            "%(objects)s: %(number)d comes to %(target)s",
            "%(objects)s: %(number)d come to %(target)s",
            move.number,
        )
    elif move.target is None:
        template = ngettext(
            "%(objects)s: %(number)d leaves %(source)s",
            "%(objects)s: %(number)d leave %(source)s",
            move.number,
        )
    else:
        template = ngettext(
            "%(objects)s: %(number)d moves from %(source)s to %(target)s",
            "%(objects)s: %(number)d move from %(source)s to %(target)s",
            move.number,
        )
    return template % words
