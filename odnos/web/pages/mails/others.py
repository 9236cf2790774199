"""What goes to others: listed for who subscribed them or may change the report, and ended by them, with a way back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from odnos.analytics.mailing import managing
from odnos.engine.records import read
from odnos.engine.records.errors import Invalid
from odnos.engine.records.row import Row
from odnos.web import toasts
from odnos.web.pages.lists.places import led, next_of
from odnos.web.pages.mails import words

SETTINGS = "/settings/subscriptions"


def listed(rows: Sequence[Row], visit: Any) -> list[dict[str, Any]]:
    """Return what goes to others as pages show it: to whom, from whom, when."""
    people = {("user", row[name]) for row in rows for name in ("owner", "created_by")}
    titles = read.titles(people, by=visit.by)
    return [
        {
            **words.told(row),
            "to": titles.get(("user", row["owner"])) or _("Hidden"),
            "subscriber": ""
            if row["created_by"] == visit.by.user_id
            else titles.get(("user", row["created_by"])) or "",
            "ending": f"{SETTINGS}/{row.id}/ending",
        }
        for row in rows
    ]


@require_POST
def end(request: HttpRequest, number: int) -> HttpResponse:
    """End what goes to somebody else, and offer to take that back."""
    visit = request.visit  # type: ignore[attr-defined]
    row = managing.end(number, by=visit.by, at=visit.at)
    name = read.titles({("user", row["owner"])}, by=visit.by).get(("user", row["owner"])) or _("Hidden")
    said = _("“%(report)s” no longer goes to %(person)s.") % {"report": row["name"], "person": name}
    return led(request, next_of(request, SETTINGS), said, undo=f"{SETTINGS}/{row.id}/restoring")


@require_POST
def restore(request: HttpRequest, number: int) -> HttpResponse:
    """Have it sent again."""
    visit = request.visit  # type: ignore[attr-defined]
    said, tone = _("It is sent again."), "good"
    try:
        managing.take_back(number, by=visit.by, at=visit.at)
    except Invalid as error:
        said, tone = " ".join(str(one) for every in error.errors.values() for one in every), "bad"
    if request.headers.get("HX-Request"):
        return toasts.now(HttpResponse(status=204), said, tone=tone)
    return led(request, next_of(request, SETTINGS), said, tone=tone)
