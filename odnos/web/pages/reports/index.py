"""The list of reports: one's own, those of the team, those for everybody; favourites first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from odnos.analytics.reports import counted
from odnos.analytics.saved import kept
from odnos.analytics.saved.objects import REPORT
from odnos.engine.access.actor import Actor
from odnos.engine.filters.tree import Condition, FilterError
from odnos.engine.records import read
from odnos.engine.records.row import Row
from odnos.engine.views import favourites
from odnos.objects.registry import ObjectType
from odnos.web.jinja import render
from odnos.web.pages.reports import ready
from odnos.web.pages.reports.looks import LABELS

MOST = 200


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Show the reports that the reader may see, in groups."""
    visit = request.visit  # type: ignore[attr-defined]
    q = request.GET.get("q", "").strip()[:100]
    page = found(REPORT, q, visit)
    context = {
        "groups": grouped(REPORT, page.rows, visit),
        "q": q,
        "more": page.count.number - len(page.rows),
        "beginnings": ready.beginnings(by=visit.by),
    }
    return render(request, "pages/reports.html", context)


def found(kind: ObjectType, q: str, visit: Any) -> read.Page:
    asked = Condition(("name",), "contains", q) if q else None
    return read.query(kind, by=visit.by, at=visit.at, filter=asked, sort="name", limit=MOST)


def grouped(kind: ObjectType, rows: Sequence[Row], visit: Any) -> list[dict[str, Any]]:
    """Return rows under who they are from, favourites before all."""
    by: Actor = visit.by
    starred = {number for key, number in favourites.of(by=by) if key == kind.key}
    people = read.titles({("user", row["owner"]) for row in rows if row["owner"]}, by=by)
    groups: dict[str, list[dict[str, Any]]] = {
        "starred": [],
        "mine": [],
        "team": [],
        "everyone": [],
        "private": [],
    }
    ctx = visit.ctx(people)
    for row in rows:
        is_mine = row["owner"] == by.user_id
        place = "starred" if row.id in starred else "mine" if is_mine else row["audience"]
        groups[place].append(
            {
                "id": row.id,
                "title": row.title,
                "description": row["description"] or "",
                "owner": people.get(("user", row["owner"])) or "",
                "audience": kind.field("audience").text(row["audience"], ctx),
                "is_shared": row["audience"] != "private",
                "starred": row.id in starred,
                "changed": kind.field("updated_at").text(row["updated_at"], ctx),
                **pictured(row),
            }
        )
    words = {
        "starred": _("Favourites"),
        "mine": _("Mine"),
        "team": _("My team's"),
        "everyone": _("For everyone"),
        "private": _("Of others"),
    }
    return [{"key": key, "title": words[key], "rows": rows} for key, rows in groups.items() if rows]


def pictured(row: Row) -> dict[str, str]:
    """Return the icon of a report's picture and what it is about."""
    if row.type.key != "report":
        return {"icon": "dashboard", "about": ""}
    try:
        chart = kept.parse(row["definition"] or "").chart
    except (kept.Unreadable, FilterError):
        chart = "table"
    about = str(counted.get(row["object"]).plural) if counted.is_known(row["object"]) else ""
    return {"icon": LABELS[chart][1], "about": about}
