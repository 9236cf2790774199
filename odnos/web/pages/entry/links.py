"""The link by which somebody chooses a password: an invitation, or help for one who forgot."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse

from odnos.domains.organisation import doors
from odnos.engine.access.actor import organisation
from odnos.engine.records.errors import Invalid
from odnos.web.jinja import render
from odnos.web.middleware.visits import open_to_all
from odnos.web.pages.entry.sign_in import begin


@open_to_all
def join(request: HttpRequest, key: str) -> HttpResponse:
    """Show the form behind the link, or take the password and let the person in."""
    holder = doors.holder_of(key)
    context: dict[str, Any] = {"holder": holder, "company": organisation().name, "errors": {}}
    if request.method != "POST" or holder is None:
        return render(request, "pages/join.html", context, status=200 if holder else 410)
    try:
        user = doors.choose_password(key, request.POST.get("password", ""), at=request.at)  # type: ignore[attr-defined]
    except Invalid as refusal:
        return render(request, "pages/join.html", context | {"errors": refusal.errors}, status=422)
    doors.note_entry(user, at=request.at)  # type: ignore[attr-defined]
    return begin(request, user)
