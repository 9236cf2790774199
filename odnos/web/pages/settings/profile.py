"""A person's own name, language, password and sessions."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.utils.translation import gettext as _

from odnos.domains.organisation import doors
from odnos.domains.organisation import profile as own
from odnos.engine.access import sign_in
from odnos.engine.access.limits import TooOften
from odnos.engine.access.models import SignIn, User
from odnos.engine.records.errors import Invalid
from odnos.web.pages.entry import choices
from odnos.web.pages.settings.sections import actor, now, saved, show

FIELDS = ("name", "job_title", "phone", "locale", "timezone")


def profile(request: HttpRequest) -> HttpResponse:
    """Show the profile, or change it."""
    if request.method != "POST":
        return page(request)
    given = {name: request.POST.get(name, "") for name in FIELDS}
    try:
        own.change(given, by=actor(request), at=now(request))
    except Invalid as refusal:
        return page(request, given=given, errors=refusal.errors, status=422)
    answer = saved("/settings/profile", _("Saved."))
    answer.set_cookie("language", given["locale"], samesite="Lax")
    return answer


def password(request: HttpRequest) -> HttpResponse:
    """Change one's password; every other session ends."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    user = User.objects.get(pk=actor(request).user_id or 0)
    session = str(request.session.session_key)
    try:
        doors.change_own_password(
            user,
            request.POST.get("old", ""),
            request.POST.get("password", ""),
            by=actor(request),
            at=now(request),
            session=session,
        )
    except Invalid as refusal:
        return page(request, errors=refusal.errors, status=422)
    except TooOften:
        return page(request, errors={"old": [_("Too many tries. Wait a quarter of an hour.")]}, status=429)
    update_session_auth_hash(request, user)
    SignIn.objects.filter(session_key=session).update(session_key=str(request.session.session_key))
    return saved("/settings/profile", _("Your password is changed. Other sessions have ended."))


def end_session(request: HttpRequest, number: int) -> HttpResponse:
    """End another session of one's own."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    found = SignIn.objects.filter(pk=number, user_id=actor(request).user_id or 0).first()
    if found:
        sign_in.end(found.session_key)
    return saved("/settings/profile", _("The session has ended."))


def page(request: HttpRequest, *, given: Any = None, errors: Any = None, status: int = 200) -> HttpResponse:
    user = User.objects.get(pk=actor(request).user_id or 0)
    visit = request.visit  # type: ignore[attr-defined]
    moment = visit.ctx()
    offered = choices.offered(visit.by.locale)
    context = {
        "given": given or {name: getattr(user, name) for name in FIELDS},
        "email": user.email,
        "errors": errors or {},
        "locales": offered["locale"],
        "timezones": offered["timezone"],
        "sessions": [session(item, request, moment) for item in sign_in.sessions_of(user.pk, at=visit.at)],
    }
    return show(request, "pages/settings_profile.html", "profile", context, status=status)


def session(item: SignIn, request: HttpRequest, ctx: Any) -> dict[str, Any]:
    from odnos.lib import dates

    return {
        "id": item.pk,
        "browser": browser(item.browser),
        "address": item.address,
        "since": dates.show_moment(item.at, locale=ctx.locale, zone=ctx.timezone, today=ctx.today),
        "current": item.session_key == request.session.session_key,
    }


def browser(agent: str) -> str:
    """Return what people call the program and the system that a user agent names."""
    programs = (
        ("Edg/", "Edge"),
        ("OPR/", "Opera"),
        ("Firefox/", "Firefox"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
    )
    systems = (
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS", "macOS"),
        ("Linux", "Linux"),
    )
    found = [next((name for mark, name in known if mark in agent), "") for known in (programs, systems)]
    return ", ".join(filter(None, found)) or _("Another program")
