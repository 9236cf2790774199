"""Language and theme: kept in a cookie, and the language with the person."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect

from odnos.domains.organisation import profile
from odnos.web.middleware.visits import open_to_all
from odnos.web.pages.entry.places import onward
from odnos.web.shell import THEMES

YEAR = 365 * 24 * 60 * 60


@open_to_all
def change(request: HttpRequest) -> HttpResponse:
    """Take `theme` and `language`, whichever is given, and go back to `next`."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    answer = HttpResponseRedirect(onward(request))
    theme, language = request.POST.get("theme", ""), request.POST.get("language", "")
    if theme in THEMES:
        answer.set_cookie("theme", theme, max_age=YEAR, samesite="Lax")
    if language in dict(settings.LANGUAGES):
        answer.set_cookie("language", language, max_age=YEAR, samesite="Lax")
        if hasattr(request, "visit"):
            profile.change({"locale": language}, by=request.visit.by, at=request.visit.at)
    return answer
