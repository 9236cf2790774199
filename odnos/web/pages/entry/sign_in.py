"""Signing in and out."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import login, logout
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from odnos.domains.organisation import actions, doors
from odnos.engine.access import sign_in as door
from odnos.engine.access.actor import organisation
from odnos.engine.access.limits import TooOften
from odnos.engine.access.models import User
from odnos.engine.access.rights import Denied
from odnos.web.jinja import render
from odnos.web.middleware.visits import open_to_all
from odnos.web.pages.entry import demo
from odnos.web.pages.entry.places import address_of, onward

BACKEND = "odnos.engine.access.passwords.EmailBackend"


@open_to_all
def sign_in(request: HttpRequest) -> HttpResponse:
    """Show the form, or let somebody in."""
    if not actions.is_founded():
        return HttpResponseRedirect("/welcome")
    if request.method == "POST":
        return let_in(request)
    return HttpResponseRedirect(onward(request)) if hasattr(request, "visit") else form(request)


def let_in(request: HttpRequest) -> HttpResponse:
    at = request.at  # type: ignore[attr-defined]
    email, password = request.POST.get("email", ""), request.POST.get("password", "")
    try:
        user = doors.let_in(email, password, address=address_of(request), at=at)
    except door.WrongPassword:
        return form(request, error=_("This e-mail and password do not belong together."), status=422)
    except TooOften as limit:
        minutes = max(1, round(limit.wait.total_seconds() / 60))
        wait = ngettext(
            "Too many tries. Wait %(num)s minute and try again.",
            "Too many tries. Wait %(num)s minutes and try again.",
            minutes,
        ) % {"num": minutes}
        return form(request, error=wait, status=429)
    return begin(request, user)


def begin(request: HttpRequest, user: User) -> HttpResponse:
    """Begin a session under a new key, and go where the person wanted to."""
    login(request, user, backend=BACKEND)
    door.remember(
        user,
        session_key=str(request.session.session_key),
        address=address_of(request),
        browser=request.headers.get("User-Agent", ""),
        at=request.at,  # type: ignore[attr-defined]
    )
    return HttpResponseRedirect(onward(request))


@open_to_all
def sign_in_as(request: HttpRequest) -> HttpResponse:
    """Let the owner of this machine look at the demo company with other eyes; nowhere else."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    user = demo.person(request, request.POST.get("user", ""))
    if user is None:
        raise Denied(_("Sign in with your e-mail and password."))
    doors.note_entry(user, at=request.at)  # type: ignore[attr-defined]
    return begin(request, user)


@open_to_all
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    if isinstance(request.user, User):
        doors.note_exit(request.user, at=request.at)  # type: ignore[attr-defined]
        door.end(str(request.session.session_key))
    logout(request)
    return HttpResponseRedirect("/sign-in")


def form(request: HttpRequest, *, error: str = "", status: int = 200) -> HttpResponse:
    context: dict[str, Any] = {
        "company": organisation().name,
        "email": request.POST.get("email", ""),
        "error": error,
        "next": onward(request, ""),
        "people": demo.people(request),
    }
    return render(request, "pages/sign_in.html", context, status=status)
