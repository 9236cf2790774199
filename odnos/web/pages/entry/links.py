"""The link by which somebody chooses a password: an invitation, or help for one who forgot."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language

from odnos.domains.organisation import doors
from odnos.engine.access.actor import organisation
from odnos.engine.access.entrance import invitations
from odnos.engine.access.entrance.models import Invitation
from odnos.engine.records.errors import Invalid
from odnos.lib import dates
from odnos.web.jinja import render
from odnos.web.middleware.visits import open_to_all
from odnos.web.pages.entry.admission import admit, now
from odnos.web.pages.entry.places import address_of


@open_to_all
def join(request: HttpRequest, key: str) -> HttpResponse:
    """Show the form behind the link, or take the password and go on as one who has signed in."""
    found = invitations.living(key, at=now(request))
    if found is None:
        return render(request, "pages/join.html", {"holder": None}, status=410)
    context: dict[str, Any] = {"holder": found.user, "until": until(found, request), "errors": {}}
    if request.method != "POST":
        return render(request, "pages/join.html", context)
    try:
        user = doors.choose_password(
            key, request.POST.get("password", ""), address=address_of(request), at=now(request)
        )
    except Invalid as refusal:
        return render(request, "pages/join.html", context | {"errors": refusal.errors}, status=422)
    return admit(request, user, "link", place="/")


def until(invitation: Invitation, request: HttpRequest) -> str:
    """Return in words when the link ends."""
    zone = ZoneInfo(organisation().timezone)
    today = now(request).astimezone(zone).date()
    return dates.show_moment(invitation.expires_at, locale=get_language() or "en", zone=zone, today=today)
