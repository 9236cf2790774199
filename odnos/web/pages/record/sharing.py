"""To whom a record is open besides those who see it anyway."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from odnos.engine.access.rights import Denied
from odnos.engine.records import read, shares
from odnos.engine.records.errors import Invalid
from odnos.engine.records.row import Row
from odnos.objects.fields import Date, Link
from odnos.objects.registry import ObjectType
from odnos.web.given import whole
from odnos.web.jinja import render
from odnos.web.middleware.visits import Visit
from odnos.web.pages.lists import controls
from odnos.web.pages.lists.places import led
from odnos.web.pages.record.found import address_of, reasons, row_of, visit_of

DURATIONS = (
    (1, gettext_lazy("until tomorrow")),
    (7, gettext_lazy("for a week")),
    (30, gettext_lazy("for 30 days")),
    (90, gettext_lazy("for 90 days")),
)
MOST = 36_500
UNTIL = Date("until", "")


@require_http_methods(["GET", "POST"])
def share(request: HttpRequest, kind: ObjectType, record_id: int) -> HttpResponse:
    """Show to whom the record is open; open it to one more."""
    visit, row = visit_of(request), row_of(request, kind, record_id)
    if not shares.may_share(row, by=visit.by):
        raise Denied(_("You may see this record, but not share it."))
    if request.method == "GET":
        return form(request, row, [])
    try:
        shares.share(kind, record_id, opening(request), by=visit.by, at=visit.at)
    except Invalid as error:
        return form(request, row, [word for words in reasons(error.errors).values() for word in words])
    return (
        form(request, row, [])
        if request.headers.get("HX-Request")
        else led(request, address_of(row), _("Shared."))
    )


@require_POST
def unshare(request: HttpRequest, kind: ObjectType, record_id: int) -> HttpResponse:
    """Close the record again to one of them."""
    visit, row = visit_of(request), row_of(request, kind, record_id)
    noun, _colon, number = request.POST.get("whom", "").partition(":")
    if noun in ("user", "team") and (named := whole(number)) is not None:
        shares.unshare(kind, record_id, {noun: named}, by=visit.by, at=visit.at)
    return (
        form(request, row, [])
        if request.headers.get("HX-Request")
        else led(request, address_of(row), _("No longer shared."))
    )


def opening(request: HttpRequest) -> dict[str, Any]:
    """Return whom the form names. Raises Invalid."""
    given = {name: whole(request.POST.get(name)) for name in ("user", "team")}
    named = {name: number for name, number in given.items() if number is not None}
    if len(named) != 1:
        raise Invalid({"": [_("Choose a person or a team.")]})
    until = until_of(request)
    ends = {"until": until.isoformat()} if until else {}
    return {**named, "edit": request.POST.get("edit") == "1", **ends}


def until_of(request: HttpRequest) -> dt.datetime | None:
    """Return when the share is to end: with the last of some days, or of a day that was chosen. Raises Invalid."""
    visit = visit_of(request)
    ctx, written = visit.ctx(), request.POST.get("until", "").strip()
    days = whole(request.POST.get("days"))
    if not written and days is None:
        return None
    try:
        last = (
            dt.date.fromisoformat(written) if written else ctx.today + dt.timedelta(days=min(days or 0, MOST))
        )
        midnight = dt.datetime.combine(last + dt.timedelta(days=1), dt.time(), tzinfo=ctx.timezone)
    except (ValueError, OverflowError) as error:
        raise Invalid({"until": [_("Choose a day that is still to come.")]}) from error
    return midnight.astimezone(dt.UTC)


def last_day(until: dt.datetime | None, visit: Visit) -> str:
    """Return the last day of a share as its reader writes days."""
    if until is None:
        return ""
    ctx = visit.ctx()
    last = (until.astimezone(ctx.timezone) - dt.timedelta(microseconds=1)).date()
    return UNTIL.text(last, ctx)


def form(request: HttpRequest, row: Row, errors: list[str]) -> HttpResponse:
    visit = visit_of(request)
    held = [item for item in shares.of(row.type, row.id) if item.until is None or item.until > visit.at]
    refs = {("user", item.user_id) if item.user_id else ("team", item.team_id or 0) for item in held}
    titles = read.titles(refs, by=visit.by)
    context = {
        "row": row,
        "href": address_of(row, "share"),
        "close": address_of(row, "unshare"),
        "held": [
            {
                "kind": "user" if item.user_id else "team",
                "id": item.user_id or item.team_id,
                "title": titles.get(("user", item.user_id) if item.user_id else ("team", item.team_id or 0)),
                "edit": item.may_edit,
                "until": last_day(item.until, visit),
            }
            for item in held
        ],
        "user": controls.control(request, None, Link("user", _("Person"), to="user"), None),
        "team": controls.control(request, None, Link("team", _("Team"), to="team"), None),
        "durations": [("", _("for good")), *((days, words) for days, words in DURATIONS)],
        "errors": errors,
        "page": not request.headers.get("HX-Request"),
    }
    block = "dialog" if request.headers.get("HX-Request") else ""
    return render(request, "pages/record_share.html", context, block=block, status=422 if errors else 200)
