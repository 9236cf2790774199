"""Who asks, when, and in which language. Nobody gets past this unless the view says it is open."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import translation

from odnos.engine.access import sign_in
from odnos.engine.access.actor import Actor, actor_for, organisation
from odnos.engine.access.entrance import policy
from odnos.engine.access.fields import safe
from odnos.objects.context import Context, Reference
from odnos.web.pages.entry.places import address_of

Respond = Callable[[HttpRequest], HttpResponse]


class Visit:
    """One request of a signed-in person: `by` asks `at` a moment; `ctx()` is what fields need to parse and show."""

    def __init__(self, by: Actor, at: dt.datetime) -> None:
        self.by = by
        self.at = at

    def ctx(self, titles: dict[Reference, str | None] | None = None) -> Context:
        return self.by.context(self.at, titles)


def open_to_all(view: Callable[..., Any]) -> Callable[..., Any]:
    """Let people who are not signed in reach `view` (sign-in, first run)."""
    view.is_open = True  # type: ignore[attr-defined]
    return view


def lets_in(request: HttpRequest, user: Any) -> bool:
    """Whether a session is still one of somebody who may be here, as the rules of signing in are now."""
    if (
        not user.is_active
        or user.deleted_at is not None
        or not policy.current().stands(user, request.session)
    ):
        return False
    if "way" in request.session:
        sign_in.see(str(request.session.session_key), at=request.at)  # type: ignore[attr-defined]
    return True


class VisitMiddleware:
    """Sets `request.visit` for signed-in people and speaks their language; others are shown the way in."""

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.at = dt.datetime.now(dt.UTC)  # type: ignore[attr-defined]
        if request.path.startswith("/api/"):
            return self.respond(request)
        user = request.user
        if user.is_authenticated and lets_in(request, user):
            address = address_of(request)
            request.visit = Visit(actor_for(user, at=request.at, address=address), request.at)  # type: ignore[attr-defined]
            language = request.visit.by.locale  # type: ignore[attr-defined]
        else:
            language = request.COOKIES.get("language") or translation.get_language_from_request(request)
        with translation.override(language if language in dict(settings.LANGUAGES) else "en"):
            return self.respond(request)

    def process_view(
        self, request: HttpRequest, view: Any, _args: Any, named: dict[str, Any]
    ) -> HttpResponse | None:
        """Show strangers the way in; others get the object that an address names as they may know it."""
        if hasattr(request, "visit") and "kind" in named:
            named["kind"] = safe(named["kind"], by=request.visit.by)
        if hasattr(request, "visit") or getattr(view, "is_open", False) or request.path.startswith("/api/"):
            return None
        if not organisation().pk:
            return HttpResponseRedirect("/welcome")
        here = quote(request.get_full_path()) if request.method == "GET" else ""
        answer = HttpResponseRedirect(f"{settings.LOGIN_URL}?next={here}" if here else settings.LOGIN_URL)
        if request.headers.get("HX-Request"):
            answer = HttpResponse(status=401)  # type: ignore[assignment]
            answer["HX-Redirect"] = settings.LOGIN_URL
        return answer
