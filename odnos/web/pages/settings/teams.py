"""Teams: people whose records are seen by one another."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.utils.translation import gettext as _

from odnos.domains.organisation.objects import TEAM, USER
from odnos.engine.access.rights import Denied
from odnos.engine.records import read, write
from odnos.engine.records.errors import Invalid
from odnos.web.given import whole
from odnos.web.pages.settings.sections import administrator, now, saved, show


def teams(request: HttpRequest) -> HttpResponse:
    """List the teams with their people, or add one."""
    by = administrator(request)
    if request.method != "POST":
        return page(request)
    try:
        write.create(TEAM, given(request), by=by, at=now(request))
    except Invalid as refusal:
        return page(request, errors=refusal.errors, status=422)
    return saved("/settings/teams", _("The team is made."))


def team(request: HttpRequest, number: int) -> HttpResponse:
    """Rename a team, or make it a part of another."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    by = administrator(request)
    try:
        write.update(TEAM, number, given(request), version=None, by=by, at=now(request))
    except Invalid as refusal:
        words = [word for every in refusal.errors.values() for word in every]
        return page(request, errors={number: words}, status=422)
    return saved("/settings/teams", _("Saved."))


def delete(request: HttpRequest, number: int) -> HttpResponse:
    """Delete a team in which nobody is left."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    by = administrator(request)
    try:
        write.delete_one(TEAM, number, by=by, at=now(request))
    except Denied as refusal:
        return page(request, errors={number: [refusal.message]}, status=422)
    return saved("/settings/teams", _("The team is in the bin."))


def given(request: HttpRequest) -> dict[str, Any]:
    """Return what the form says of a team; a form without the choice leaves the team where it is."""
    named: dict[str, Any] = {"name": request.POST.get("name", "")}
    return {**named, "parent": whole(request.POST["parent"])} if "parent" in request.POST else named


def members(request: HttpRequest) -> dict[int | None, list[str]]:
    by, at = request.visit.by, request.visit.at  # type: ignore[attr-defined]
    found: dict[int | None, list[str]] = defaultdict(list)
    for batch in read.iterate(USER, by=by, at=at, sort="name", columns=("name", "team")):
        for row in batch:
            found[row["team"]].append(row.title)
    return found


def page(request: HttpRequest, *, errors: Any = None, status: int = 200) -> HttpResponse:
    by, at = request.visit.by, request.visit.at  # type: ignore[attr-defined]
    people = members(request)
    rows = [
        row
        for batch in read.iterate(TEAM, by=by, at=at, sort="name", columns=("name", "parent"))
        for row in batch
    ]
    wholes = {row["parent"] for row in rows}
    found = [
        {
            "id": row.id,
            "name": row.title,
            "parent": row["parent"] or "",
            "parents": [("", "—"), *((item.id, item.title) for item in rows if item is not row)],
            "people": people.get(row.id, []),
            "may_go": row.id not in people and row.id not in wholes,
        }
        for row in rows
    ]
    context = {
        "teams": found,
        "parents": [("", "—"), *((row.id, row.title) for row in rows)],
        "errors": errors or {},
        "name": request.POST.get("name", ""),
        "alone": people.get(None, []),
    }
    return show(request, "pages/settings_teams.html", "teams", context, status=status)
