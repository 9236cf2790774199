"""The page of one record, the same record in a side panel, and its timeline by itself."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_GET

from odnos.engine.access import rights
from odnos.engine.access.askable import is_possible
from odnos.engine.custom import layouts
from odnos.engine.custom.rules import takes_fields
from odnos.engine.privacy import subjects
from odnos.engine.records import merge, read, reads, ruled, shares, timeline
from odnos.engine.records.row import Row
from odnos.engine.views import favourites
from odnos.objects.action import actions
from odnos.objects.context import Context, Reference
from odnos.objects.layout import Layout
from odnos.objects.registry import ObjectType
from odnos.web.jinja import render
from odnos.web.pages.record import composer, gating, grid, related, ruling, stages, telling, values
from odnos.web.pages.record.found import Moved, address_of, is_deleted, may, row_of, visit_of
from odnos.web.render import ui


@require_GET
def show(request: HttpRequest, kind: ObjectType, record_id: int) -> HttpResponse:
    """Answer with the page of a record; with its panel alone where it stands beside a list."""
    try:
        row = row_of(request, kind, record_id)
    except Moved as moved:
        return HttpResponseRedirect(moved.address)
    alone = request.headers.get("HX-Request") and request.headers.get("HX-Target") == "panel"
    return render(request, "pages/record.html", context_of(request, row), block="side" if alone else "")


@require_GET
def panel(request: HttpRequest, kind: ObjectType, record_id: int) -> HttpResponse:
    """Answer with the record as a side panel."""
    try:
        row = row_of(request, kind, record_id)
    except Moved as moved:
        return HttpResponseRedirect(f"{moved.address}/panel")
    if not request.headers.get("HX-Request"):
        return HttpResponseRedirect(address_of(row))
    return render(request, "pages/record.html", context_of(request, row), block="side")


def context_of(request: HttpRequest, row: Row, layout: Layout | None = None) -> dict[str, Any]:
    """Return everything that the page or the panel of a record shows, by the reader's layout unless another is given."""
    visit = visit_of(request)
    by, at = visit.by, visit.at
    reads.told([row], by=by, at=at)
    layout = layout or layouts.of(row.type, by=by)
    can_edit = may(row, "edit", by=by)
    path = stages.stages_of(row, by=by, at=at)
    beside = related.sections(row, layout, by=by, at=at, can_edit=can_edit)
    page = telling.story_of(request, row)
    known: dict[Reference, str | None] = {row.reference: row.title}
    known |= {stage.reference: stage.title for stage in path}
    known |= related.seen_titles(beside)
    wanted = read.references([row], row.type.by_name) | timeline.references(page.items)
    wanted |= related.references(beside) | composer.references(by)
    ctx = visit.ctx(known | read.titles(wanted - known.keys(), by=by))
    return {
        "row": row,
        "kind": row.type,
        "can_edit": can_edit,
        "deleted": is_deleted(row),
        "panels": values.panels(row, layout, ctx, can_edit=can_edit, states=ruling.of_row(request, row)),
        "ruled": bool(ruled.rules_of(row.type)),
        "wide": any(panel.columns > 1 for panel in layout.panels),
        "facts": values.facts(row, layout, ctx),
        "figures": values.figures(row, layout, ctx),
        "path": stages.path(row, path, gating.needs_of(request, row, path), at=at),
        "approvals": gating.approvals(request, row),
        "mark": mark(row),
        "sections": [drawn(item, row, ctx, can_edit=can_edit) for item in beside],
        "actions": offered(row, by=by),
        "may": allowed(row, by=by),
        "here": address_of(row),
        "favourite": favourites.is_kept(row.reference, by=by),
        **telling.story_context(request, row, page, ctx),
    }


def drawn(section: related.Section, row: Row, ctx: Context, *, can_edit: bool) -> dict[str, Any]:
    table = grid.table(section, row, ctx, can_edit=can_edit) if section.grid else None
    return {"section": section, "items": [] if table else related.items(section, ctx), "table": table}


def mark(row: Row) -> Any:
    """Return the large sign of the record: a face, a company's square, or the icon of its kind."""
    if row.type.key in ("contact", "lead", "user"):
        return ui.avatar(row.title, size="xl")
    return ui.avatar(row.title, size="xl", square=True)


def offered(row: Row, *, by: Any) -> list[dict[str, Any]]:
    """Return the buttons of what can be done to the record now."""
    return [
        {
            "name": action.name,
            "verb": action.name.rpartition(".")[2],
            "label": action.label,
            "icon": action.icon,
            "asks": bool(action.inputs) and action.name not in AT_ONCE,
            "href": address_of(row, action.name.rpartition(".")[2]),
        }
        for action in actions.of(row.type.key)
        if may(row, action.right, by=by)
        and rights.allows(by, action.name, action.object)
        and action.offered(row)
        and is_possible(action, by=by)
    ]


AT_ONCE = frozenset(("deal.win", "task.complete"))
"""Actions that a click does without asking; what they could be told is told by the API."""


def allowed(row: Row, *, by: Any) -> dict[str, bool]:
    """Return what the menu of the record offers besides its actions."""
    delete = may(row, "delete", by=by)
    return {
        "delete": delete,
        "restore": is_deleted(row),
        "merge": merge.can_merge(row.type) and may(row, "edit", by=by),
        "share": shares.is_shareable(row.type) and may(row, "edit", by=by),
        "create": rights.may(by, "create", row.type) != "none",
        "person": by.is_administrator and subjects.of(row.type.key) is not None,
        "fit": by.is_administrator and takes_fields(row.type),
    }
