"""From a proven identity to a session: a second factor is asked for where it is needed, and only then does the session begin.

Between the two steps the browser holds a session that belongs to nobody, so every other page still shows the way in.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.contrib.auth import login, logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from odnos.domains.organisation import doors
from odnos.engine.access.entrance import devices, factors, knocks, policy
from odnos.engine.access.entrance.knocks import Visitor
from odnos.engine.access.models import User
from odnos.engine.access.rights import Denied
from odnos.web.pages.entry.places import address_of, onward

BACKEND = "odnos.engine.access.passwords.EmailBackend"
PATIENCE = dt.timedelta(minutes=10)
FRESH = dt.timedelta(minutes=30)
YEAR = 365 * 24 * 60 * 60


def admit(request: HttpRequest, user: User, way: str, *, second: str = "", place: str = "") -> HttpResponse:
    """Let a person in who has shown who they are by `way`, or ask for the second factor first. Raises Denied.

    `way` is password, link, passkey, single or demo; `second` names a second factor that was part of it.
    """
    rules, place = policy.current(), place or onward(request)
    owns = factors.has_second(user.pk)
    if rules.only_single_sign_on and way != "single" and not (policy.may_break_in(user) and (owns or second)):
        knocks.note(user, way, "refused", visitor_of(request), at=now(request))
        raise Denied(_("Sign in through your company's single sign-on."))
    if not second and (owns or rules.wants_second(user)):
        await_second(request, user, way, place, stage="second" if owns else "setup")
        return HttpResponseRedirect("/sign-in/second" if owns else "/sign-in/setup")
    return begin(request, user, way, second=second, place=place)


def await_second(request: HttpRequest, user: User, way: str, place: str, *, stage: str) -> None:
    """Remember who waits for the second step, under a new session key."""
    logout(request)
    request.session.cycle_key()
    request.session["pending"] = {
        "user": user.pk,
        "hash": user.get_session_auth_hash(),
        "way": way,
        "place": place,
        "stage": stage,
        "at": now(request).isoformat(),
    }


def waiting(request: HttpRequest, stage: str) -> tuple[User, dict[str, Any]] | None:
    """Return who waits for this step in this browser; nobody when it took too long or the password changed meanwhile."""
    kept = request.session.get("pending")
    if not kept or kept["stage"] != stage or is_old(kept["at"], request, PATIENCE):
        return None
    user = User.objects.filter(pk=kept["user"], is_active=True, deleted_at__isnull=True).first()
    return (user, kept) if user is not None and user.get_session_auth_hash() == kept["hash"] else None


def begin(request: HttpRequest, user: User, way: str, *, second: str = "", place: str = "/") -> HttpResponse:
    """Begin a session under a new key, and go where the person wanted to."""
    open_session(request, user, way, second=second)
    return recognised(request, HttpResponseRedirect(place))


def open_session(request: HttpRequest, user: User, way: str, *, second: str = "") -> None:
    request.session.pop("pending", None)
    login(request, user, backend=BACKEND)
    request.session["way"], request.session["second"] = way, second
    request.session["confirmed_at"] = now(request).isoformat()
    if not request.session.session_key:
        request.session.save()
    key = str(request.session.session_key)
    visitor = visitor_of(request)
    doors.enter(user, session_key=key, way=way, second=second, visitor=visitor, at=now(request))


def visitor_of(request: HttpRequest) -> Visitor:
    """Return from where somebody knocks; the browser gets a mark to be recognised by if it has none."""
    if not hasattr(request, "device"):
        request.device = request.COOKIES.get(device_cookie(), "")[:100] or devices.new_token()  # type: ignore[attr-defined]
    return Visitor(
        address=address_of(request),
        browser=request.headers.get("User-Agent", ""),
        device=request.device,  # type: ignore[attr-defined]
    )


def recognised(request: HttpRequest, answer: HttpResponse) -> HttpResponse:
    """Have the browser keep its mark: it opens nothing, but its tries are counted apart from a stranger's."""
    answer.set_cookie(
        device_cookie(),
        visitor_of(request).device,
        max_age=YEAR,
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
    )
    return answer


def device_cookie() -> str:
    return "__Host-device" if settings.SESSION_COOKIE_SECURE else "device"


def now(request: HttpRequest) -> dt.datetime:
    at: dt.datetime = request.at  # type: ignore[attr-defined]
    return at


def is_fresh(request: HttpRequest) -> bool:
    """Whether this session has shown lately who sits before it."""
    return not is_old(request.session.get("confirmed_at", ""), request, FRESH)


def is_old(written: str, request: HttpRequest, life: dt.timedelta) -> bool:
    """Whether the moment that a session holds is further back than `life`, or none."""
    try:
        return now(request) - dt.datetime.fromisoformat(written) > life
    except (ValueError, TypeError):
        return True
