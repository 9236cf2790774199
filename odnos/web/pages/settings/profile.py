"""A person's own name, language and time zone."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from odnos.domains.organisation import profile as own
from odnos.engine.access.models import User
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


def page(request: HttpRequest, *, given: Any = None, errors: Any = None, status: int = 200) -> HttpResponse:
    user = User.objects.get(pk=actor(request).user_id or 0)
    visit = request.visit  # type: ignore[attr-defined]
    offered = choices.offered(visit.by.locale)
    context = {
        "given": given or {name: getattr(user, name) for name in FIELDS},
        "email": user.email,
        "errors": errors or {},
        "locales": offered["locale"],
        "timezones": offered["timezone"],
    }
    return show(request, "pages/settings_profile.html", "profile", context, status=status)
