"""Signing in and security, for oneself: password, second step, passkeys, single sign-on, sessions and who tried to get in."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.utils.translation import gettext as _

from odnos.domains.organisation import doors, single
from odnos.engine.access import sign_in
from odnos.engine.access.entrance import devices, factors, knocks, passkeys, policy
from odnos.engine.access.entrance.models import Provider
from odnos.engine.access.limits import TooOften
from odnos.engine.access.models import SignIn, User
from odnos.engine.access.rights import Denied
from odnos.engine.records.errors import Invalid
from odnos.web.pages.entry.admission import visitor_of
from odnos.web.pages.settings import tries
from odnos.web.pages.settings.sections import actor, now, saved, show

PAGE = "/settings/security"


def security(request: HttpRequest) -> HttpResponse:
    """Show how one gets in, and from where one is in."""
    return page(request)


def oneself(request: HttpRequest) -> User:
    """Return who asks. Raises Denied for whoever looks with somebody else's eyes."""
    by = actor(request)
    if by.narrow or by.seen_by:
        raise Denied(_("Only the person themselves may see this."))
    return User.objects.get(pk=by.user_id or 0)


def password(request: HttpRequest) -> HttpResponse:
    """Change one's password; every other session ends."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    user, session = oneself(request), str(request.session.session_key)
    old, new = request.POST.get("old", ""), request.POST.get("password", "")
    try:
        doors.change_own_password(user, old, new, by=actor(request), at=now(request), session=session)
    except Invalid as refusal:
        return page(request, errors=refusal.errors, status=422)
    except TooOften:
        return page(request, errors={"old": [_("Too many tries. Wait a quarter of an hour.")]}, status=429)
    update_session_auth_hash(request, User.objects.get(pk=user.pk))
    sign_in.renew(session, str(request.session.session_key))
    return saved(PAGE, _("Your password is changed. Other sessions have ended."))


def end_session(request: HttpRequest, number: int) -> HttpResponse:
    """End another session of one's own."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    found = SignIn.objects.filter(pk=number, user_id=oneself(request).pk).first()
    if found:
        sign_in.end(found.session_key)
    return saved(PAGE, _("The session has ended."))


def end_others(request: HttpRequest) -> HttpResponse:
    """End all sessions of one's own but this one."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    sign_in.end_all(oneself(request).pk, but=str(request.session.session_key))
    return saved(PAGE, _("All other sessions have ended."))


def acknowledge(request: HttpRequest) -> HttpResponse:
    """Take the notice of a new device away: it was oneself."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    knocks.news_of(oneself(request).pk, device=device_of(request)).update(is_seen=True)
    return saved(PAGE, _("Noted."))


def device_of(request: HttpRequest) -> str:
    return devices.digest(visitor_of(request).device)


def page(request: HttpRequest, *, errors: Any = None, status: int = 200) -> HttpResponse:
    user = oneself(request)
    visit = request.visit  # type: ignore[attr-defined]
    ctx = visit.ctx()
    linked = single.identities_of(user.pk)
    taken = {item.provider_id for item in linked}
    providers = [item for item in Provider.objects.filter(is_active=True) if item.pk not in taken]
    context = {
        "email": user.email,
        "has_password": bool(user.password),
        "errors": errors or {},
        "owns": factors.factors_of(user.pk),
        "is_wanted": policy.current().wants_second(user),
        "passkeys": [
            {
                "id": item.pk,
                "name": item.name,
                "made": tries.ago(item.made_at, ctx),
                "used": tries.ago(item.used_at, ctx),
            }
            for item in passkeys.passkeys_of(user.pk)
        ],
        "linked": linked,
        "providers": providers,
        "sessions": [session(item, request, ctx) for item in sign_in.sessions_of(user.pk, at=visit.at)],
        "tries": [tries.told(item, ctx) for item in knocks.knocks_of(user.pk)],
        "news": tries.news(request),
    }
    return show(request, "pages/settings_security.html", "security", context, status=status)


def session(item: SignIn, request: HttpRequest, ctx: Any) -> dict[str, Any]:
    stay = getattr(item, "stay", None)
    return {
        "id": item.pk,
        "browser": tries.browser(item.browser),
        "address": item.address,
        "since": tries.moment(item.at, ctx),
        "seen": tries.ago(stay.seen_at, ctx) if stay else "",
        "current": item.session_key == request.session.session_key,
    }
