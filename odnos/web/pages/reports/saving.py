"""Keeping a report under a name; renaming, sharing, copying, deleting with undo."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from odnos.analytics.saved import kept, rules
from odnos.analytics.saved.objects import AUDIENCES, REPORT
from odnos.engine.access import rights
from odnos.engine.access.actor import Actor
from odnos.engine.filters.tree import FilterError
from odnos.engine.records import write
from odnos.engine.records.errors import Conflict, Invalid, NotFound
from odnos.engine.records.row import Row
from odnos.engine.views import favourites
from odnos.objects.registry import ObjectType, UnknownObject
from odnos.web.given import whole
from odnos.web.jinja import render
from odnos.web.pages.lists.places import led
from odnos.web.pages.reports.asked import Asked, kept_row, read_asked


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Ask for a name and keep the report of the address under it."""
    visit = request.visit  # type: ignore[attr-defined]
    try:
        asked = read_asked(request)
    except (kept.Unreadable, FilterError, UnknownObject) as error:
        return led(request, "/reports", str(error), tone="bad")
    if request.method == "GET":
        return dialog(request, asked)
    try:
        values = given(request) | {"definition": kept.dump(asked.report)}
        row = write.create(REPORT, values, by=visit.by, at=visit.at)
    except Invalid as error:
        return dialog(request, asked, errors=error.errors, status=422)
    return led(request, f"/reports/{row.id}", _("“%(name)s” is saved.") % {"name": row.title})


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, report_id: int) -> HttpResponse:
    """Ask for another name or audience, and take over the definition of the address if it is another."""
    visit = request.visit  # type: ignore[attr-defined]
    row = kept_row(report_id, by=visit.by)
    try:
        asked = read_asked(request, row)
    except (kept.Unreadable, FilterError, UnknownObject) as error:
        return led(request, f"/reports/{row.id}", str(error), tone="bad")
    if request.method == "GET":
        return dialog(request, asked)
    values = given(request) if "name" in request.POST else {}
    if request.POST.get("take_over"):
        values |= {"definition": kept.dump(asked.report)}
    try:
        changed = write.update(
            REPORT, row.id, values, by=visit.by, at=visit.at, version=whole(request.POST.get("version")) or 0
        )
    except Invalid as error:
        return dialog(request, asked, errors=error.errors, status=422)
    except Conflict:
        words = _(
            "Somebody else has changed this report meanwhile. Nothing was saved; here it is as it is now."
        )
        return led(request, f"/reports/{row.id}", words, tone="warn")
    return led(request, f"/reports/{row.id}", _("“%(name)s” is saved.") % {"name": changed.title})


def given(request: HttpRequest) -> dict[str, Any]:
    """Return what the form says of a report beside its definition."""
    values = {name: request.POST.get(name, "") for name in ("name", "description") if name in request.POST}
    if "audience" in request.POST:
        values |= {
            "audience": request.POST["audience"],
            "editors": "audience" if request.POST.get("editors") else "owner",
        }
    return values


@require_POST
def duplicate(request: HttpRequest, report_id: int) -> HttpResponse:
    """Make a copy of one's own."""
    visit = request.visit  # type: ignore[attr-defined]
    row = kept_row(report_id, by=visit.by)
    name = _("%(name)s (copy)") % {"name": row.title[:80]}
    values = {"name": name, "description": row["description"], "definition": row["definition"]}
    copy = write.create(REPORT, values, by=visit.by, at=visit.at)
    return led(request, f"/reports/{copy.id}", _("This is your copy. Change it as you like."))


@require_POST
def star(request: HttpRequest, report_id: int) -> HttpResponse:
    """Keep a report among the favourites, or no longer."""
    visit = request.visit  # type: ignore[attr-defined]
    row = kept_row(report_id, by=visit.by)
    favourites.toggle(row.reference, by=visit.by, at=visit.at)
    back = request.POST.get("back") == "list"
    return HttpResponseRedirect("/reports" if back else f"/reports/{row.id}")


@require_POST
def delete(request: HttpRequest, report_id: int) -> HttpResponse:
    return deleted(request, REPORT, report_id)


@require_POST
def restore(request: HttpRequest, report_id: int) -> HttpResponse:
    return restored(request, REPORT, report_id)


def deleted(request: HttpRequest, kind: ObjectType, number: int) -> HttpResponse:
    """Move a report or a dashboard to the bin, and offer to bring it back."""
    visit = request.visit  # type: ignore[attr-defined]
    write.delete_one(kind, number, by=visit.by, at=visit.at)
    undo = f"/{kind.plural_key}/{number}/restoring"
    return led(request, f"/{kind.plural_key}", _("It is in the bin."), undo=undo)


def restored(request: HttpRequest, kind: ObjectType, number: int) -> HttpResponse:
    visit = request.visit  # type: ignore[attr-defined]
    [outcome] = write.restore(kind, [number], by=visit.by, at=visit.at)
    if outcome.errors:
        raise NotFound(f"{kind.key} {number}")
    return led(request, f"/{kind.plural_key}/{number}", _("Restored."))


def audiences(by: Actor, row: Row | None) -> list[tuple[str, Any, Any]]:
    """Return who somebody may open it to; what is open already stays on offer."""
    has_team, publishes = bool(by.team_id), rights.allows(by, rules.PUBLISH)
    fits = {"private": True, "team": has_team, "everyone": publishes}
    now = row["audience"] if row else "private"
    help_ = _("Each counts only the records they may see.")
    return [
        (key, label, "" if key == "private" else help_) for key, label in AUDIENCES if fits[key] or key == now
    ]


def dialog(request: HttpRequest, asked: Asked, *, errors: Any = None, status: int = 200) -> HttpResponse:
    """Answer with the questions of keeping a report."""
    by, row = request.visit.by, asked.saved  # type: ignore[attr-defined]
    known = row.get if row else lambda _name: None
    context = {
        "asked": asked,
        "row": row,
        "rules": row is None or row["owner"] == by.user_id or by.is_administrator,
        "audiences": audiences(by, row),
        "errors": errors or {},
        "given": {
            name: request.POST.get(name, known(name) or "") for name in ("name", "description", "audience")
        },
        "editors": bool(request.POST.get("editors")) or known("editors") == "audience",
        "action": f"/reports/{row.id}/settings" if row else "/reports/keeping",
        "fields": asked.parameters() | ({"version": str(row.version)} if row else {}),
        "page": not request.headers.get("HX-Request"),
    }
    block = "dialog" if request.headers.get("HX-Request") else ""
    return render(request, "pages/report_save.html", context, block=block, status=status)
