"""An administrator looks at the pages with somebody else's eyes: reads only, and only where work is done."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from odnos.engine.access import seeing
from odnos.engine.access.actor import Actor
from odnos.engine.access.rights import Denied
from odnos.engine.audit import trail
from odnos.web.jinja import render
from odnos.web.middleware.visits import Visit

READING = frozenset(("GET", "HEAD", "OPTIONS"))
OPEN = ("/seeing/stop", "/sign-out")
PAGES = "odnos.web.pages."
PARTS = frozenset(
    ("dashboard", "dashboards", "reports", "history", "lists", "record", "search", "trail", "help")
)
"""Packages of pages on which one works. Whatever is somebody's own (tokens, keys, files made for them) is in none of them."""
CLOSED = gettext_lazy("This page is somebody's own. It is not shown to whoever looks with their eyes.")


class SeeingMiddleware:
    """Stands behind VisitMiddleware: exchanges the actor of the visit, and refuses what is more than looking."""

    def __init__(self, respond: Callable[[HttpRequest], HttpResponse]) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        kept = request.session.get(seeing.SESSION) if hasattr(request, "visit") else None
        if not kept:
            return self.respond(request)
        real: Actor = request.visit.by  # type: ignore[attr-defined]
        at: dt.datetime = request.at  # type: ignore[attr-defined]
        request.looking = None  # type: ignore[attr-defined]
        try:
            eyes = seeing.eyes_of(int(kept["user"]), by=real, at=at)
        except Denied:
            stop(request, real)
            return self.respond(request)
        if request.path in OPEN and request.method == "POST":
            return self.respond(request)
        if at - dt.datetime.fromisoformat(kept["since"]) > seeing.LONGEST:
            stop(request, real)
            return self.respond(request)
        request.visit, request.looking = Visit(eyes, at), real  # type: ignore[attr-defined]
        with seeing.changing_nothing():
            return self.respond(request)

    def process_view(
        self, request: HttpRequest, view: Any, _args: Any, _named: dict[str, Any]
    ) -> HttpResponse | None:
        if request.path == "/sign-out" and hasattr(request, "visit") and request.method == "POST":
            stop(request, request.visit.by)
        if not getattr(request, "looking", None):
            return None
        if request.method not in READING:
            return refused(request, str(seeing.REFUSED))
        where = str(getattr(view, "__module__", ""))
        part = where.removeprefix(PAGES).partition(".")[0] if where.startswith(PAGES) else ""
        return None if part in PARTS else refused(request, str(CLOSED))


def refused(request: HttpRequest, words: str) -> HttpResponse:
    context = {"status": 403, "title": _("You may not do this"), "message": words}
    return render(request, "pages/refusal.html", context, status=403)


def begin(request: HttpRequest, user_id: int) -> Actor:
    """Begin to look with the eyes of a person, and say so in the trail. Raises Denied."""
    visit: Visit = request.visit  # type: ignore[attr-defined]
    eyes = seeing.eyes_of(user_id, by=visit.by, at=visit.at)
    trail.note("seeing_began", object_key="user", record_id=user_id, by=visit.by, at=visit.at)
    request.session[seeing.SESSION] = {"user": user_id, "since": visit.at.isoformat()}
    return eyes


def stop(request: HttpRequest, by: Actor) -> int | None:
    """Look with one's own eyes again; return with whose one did."""
    kept = request.session.pop(seeing.SESSION, None)
    if not kept:
        return None
    at: dt.datetime = request.at  # type: ignore[attr-defined]
    trail.note("seeing_ended", object_key="user", record_id=int(kept["user"]), by=by, at=at)
    return int(kept["user"])
