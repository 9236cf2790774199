"""Beginning and ending to look with somebody else's eyes."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from odnos.web import toasts
from odnos.web.middleware import seeing
from odnos.web.pages.lists.places import next_of
from odnos.web.pages.settings.sections import administrator


@require_POST
def begin(request: HttpRequest, number: int) -> HttpResponse:
    """Look at the pages with the eyes of a person."""
    administrator(request)
    seeing.begin(request, number)
    return HttpResponseRedirect(next_of(request, "/"))


@require_POST
def stop(request: HttpRequest) -> HttpResponse:
    """Look with one's own eyes again."""
    visit = request.visit  # type: ignore[attr-defined]
    user = seeing.stop(request, visit.by)
    back = f"/settings/users/{user}" if user else "/"
    return toasts.later(HttpResponseRedirect(back), _("You see with your own eyes again."))
