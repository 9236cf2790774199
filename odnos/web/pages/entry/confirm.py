"""Saying once more who one is, before something that a stranger at an unlocked screen must not do."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from odnos.domains.organisation import doors, single
from odnos.engine.access.entrance import passkeys
from odnos.engine.access.limits import TooOften
from odnos.engine.access.models import User
from odnos.engine.access.rights import Denied
from odnos.engine.records.errors import Invalid
from odnos.web.jinja import render
from odnos.web.pages.entry import admission, questions
from odnos.web.pages.entry.places import onward

View = Callable[..., HttpResponse]


def confirmed(*methods: str, back: str = "") -> Callable[[View], View]:
    """Let only those reach a view (by `methods`, or by all) who have shown lately who they are; others are asked first."""

    def around(view: View) -> View:
        @wraps(view)
        def asked(request: HttpRequest, *args: Any, **named: Any) -> HttpResponse:
            if (methods and request.method not in methods) or admission.is_fresh(request):
                return view(request, *args, **named)
            place = back or request.path
            return HttpResponseRedirect(f"/confirm?next={place}")

        return asked

    return around


def confirm(request: HttpRequest) -> HttpResponse:
    """Ask for the password, a passkey or the provider; then go on."""
    user = User.objects.get(pk=request.visit.by.user_id or 0)  # type: ignore[attr-defined]
    if request.visit.by.narrow:  # type: ignore[attr-defined]
        raise Denied(_("Only the person themselves can confirm this."))
    if request.method != "POST":
        return form(request, user)
    try:
        check(request, user)
    except Invalid as refusal:
        return form(request, user, error=str(refusal.errors["old"][0]), status=422)
    except passkeys.Refused:
        return form(request, user, error=_("This passkey was not accepted. Try again."), status=422)
    except TooOften:
        return form(request, user, error=_("Too many tries. Wait a quarter of an hour."), status=429)
    return settle(request, onward(request, "/settings/security"))


def check(request: HttpRequest, user: User) -> None:
    at = admission.now(request)
    if answer := request.POST.get("answer", ""):
        passkeys.check(answer, state=questions.taken(request, "confirm"), at=at)
    else:
        doors.check_own_password(user, request.POST.get("password", ""), at=at)


def settle(request: HttpRequest, place: str) -> HttpResponse:
    request.session["confirmed_at"] = admission.now(request).isoformat()
    return HttpResponseRedirect(place)


def form(request: HttpRequest, user: User, *, error: str = "", status: int = 200) -> HttpResponse:
    context = {
        "user": user,
        "error": error,
        "next": onward(request, "/settings/security"),
        "has_password": bool(user.password),
        "has_passkey": bool(passkeys.passkeys_of(user.pk)),
        "identities": [item for item in single.identities_of(user.pk) if item.provider.is_active],
    }
    return render(request, "pages/confirm.html", context, status=status)
