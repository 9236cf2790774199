"""Signing in with e-mail and password, and out."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from odnos.domains.organisation import actions, doors
from odnos.engine.access import sign_in as door
from odnos.engine.access.actor import organisation
from odnos.engine.access.entrance import policy
from odnos.engine.access.entrance.models import Provider
from odnos.engine.access.limits import TooOften
from odnos.engine.access.models import User
from odnos.engine.access.rights import Denied
from odnos.web.jinja import render
from odnos.web.middleware.visits import open_to_all
from odnos.web.pages.entry import demo
from odnos.web.pages.entry.admission import admit, now, visitor_of
from odnos.web.pages.entry.places import address_of, onward


@open_to_all
def sign_in(request: HttpRequest) -> HttpResponse:
    """Show the form, or let somebody in."""
    if not actions.is_founded():
        return HttpResponseRedirect("/welcome")
    if request.method == "POST":
        return let_in(request)
    return HttpResponseRedirect(onward(request)) if hasattr(request, "visit") else form(request)


def let_in(request: HttpRequest) -> HttpResponse:
    email, password = request.POST.get("email", ""), request.POST.get("password", "")
    try:
        user = doors.identify(email, password, visitor=visitor_of(request), at=now(request))
        return admit(request, user, "password")
    except door.WrongPassword:
        return form(request, error=_("This e-mail and password do not belong together."), status=422)
    except TooOften as limit:
        return form(request, error=too_often(limit), status=429)
    except Denied as refusal:
        return form(request, error=str(refusal.message), status=403)


def too_often(limit: TooOften) -> str:
    """Return how long to wait, in words."""
    minutes = max(1, round(limit.wait.total_seconds() / 60))
    return ngettext(
        "Too many tries. Wait %(num)s minute and try again.",
        "Too many tries. Wait %(num)s minutes and try again.",
        minutes,
    ) % {"num": minutes}


@open_to_all
def sign_in_as(request: HttpRequest) -> HttpResponse:
    """Let the owner of this machine look at the demo company with other eyes; nowhere else."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    user = demo.person(request, request.POST.get("user", ""))
    if user is None:
        raise Denied(_("Sign in with your e-mail and password."))
    return admit(request, user, "demo")


@open_to_all
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    if isinstance(request.user, User):
        doors.note_exit(request.user, address=address_of(request), at=now(request))
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
        "providers": list(Provider.objects.filter(is_active=True).order_by("name", "pk")),
        "only_single": policy.current().only_single_sign_on,
    }
    return render(request, "pages/sign_in.html", context, status=status)
