"""Questions to passkeys: each is asked for one purpose, answered once, within minutes."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse

from odnos.engine.access import limits
from odnos.engine.access.entrance import passkeys
from odnos.engine.access.models import User
from odnos.web.middleware.visits import open_to_all
from odnos.web.pages.entry import admission
from odnos.web.pages.entry.places import address_of

PATIENCE = dt.timedelta(minutes=5)


@open_to_all
def question(request: HttpRequest) -> HttpResponse:
    """Return what the browser asks the passkey, for a `purpose`: alone, second, confirm or new."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    purpose = request.POST.get("purpose", "")
    try:
        limits.take([(limits.CHALLENGE, address_of(request))], at=admission.now(request))
    except limits.TooOften:
        return HttpResponse(status=429)
    asked = asked_for(request, purpose)
    if asked is None:
        return HttpResponse(status=403)
    options, state = asked
    request.session["question"] = {
        "purpose": purpose,
        "state": state,
        "at": admission.now(request).isoformat(),
    }
    return JsonResponse(options)


def asked_for(request: HttpRequest, purpose: str) -> tuple[dict[str, Any], dict[str, Any]] | None:
    if purpose == "alone":
        return passkeys.ask()
    if purpose == "second":
        found = admission.waiting(request, "second")
        return passkeys.ask(found[0].pk) if found else None
    visit = getattr(request, "visit", None)
    if purpose == "confirm":
        return passkeys.ask(visit.by.user_id) if visit else None
    user = keeper(request) if purpose == "new" else None
    return passkeys.offer(user) if user else None


def keeper(request: HttpRequest) -> User | None:
    """Return who may make a passkey here: whoever has to before they get in, and whoever has just shown who they are."""
    found = admission.waiting(request, "setup")
    if found:
        return found[0]
    visit = getattr(request, "visit", None)
    if visit is None or visit.by.narrow or not admission.is_fresh(request):
        return None
    return User.objects.filter(pk=visit.by.user_id or 0).first()


def taken(request: HttpRequest, purpose: str) -> dict[str, Any]:
    """Return what to check an answer against; the question is spent, whatever comes of it. Raises passkeys.Refused."""
    kept = request.session.pop("question", None)
    if not kept or kept["purpose"] != purpose or admission.is_old(kept["at"], request, PATIENCE):
        raise passkeys.Refused("nobody asked")
    state: dict[str, Any] = kept["state"]
    return state
