"""The parts of the settings, who sees which, and the frame around each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext_lazy as _

from odnos.engine.access.actor import Actor
from odnos.engine.access.rights import Denied
from odnos.objects.labels import Label
from odnos.web import toasts
from odnos.web.jinja import render

Section = tuple[str, Label, str, bool]
"""Key, label, icon, and whether it is for administrators alone."""
GROUPS: tuple[tuple[Label, tuple[Section, ...]], ...] = (
    (
        _("You"),
        (
            ("profile", _("Profile"), "user", False),
            ("security", _("Sign-in and security"), "shield", False),
            ("tokens", _("API tokens"), "token", False),
            ("team", _("My team"), "users", False),
            ("subscriptions", _("Reports by mail"), "mail", False),
        ),
    ),
    (
        _("People and rights"),
        (
            ("company", _("Company"), "company", True),
            ("users", _("Users"), "team", True),
            ("teams", _("Teams"), "users", True),
            ("roles", _("Roles"), "shield", True),
            ("territories", _("Territories"), "globe", True),
            ("sharing", _("Who sees what"), "eye", True),
            ("entrance", _("Rules of signing in"), "lock", True),
        ),
    ),
    (
        _("What you work with"),
        (
            ("pipelines", _("Pipelines"), "pipeline", True),
            ("objects", _("Kinds of record"), "box", True),
            ("fields", _("Fields"), "columns", True),
            ("rules", _("Rules"), "check", True),
            ("layouts", _("Layouts"), "panel", True),
        ),
    ),
    (
        _("Data"),
        (
            ("trail", _("Trail"), "history", False),
            ("privacy", _("Privacy"), "lock", True),
            ("retention", _("Retention"), "clock", True),
            ("configuration", _("Configuration"), "file", True),
            ("mail", _("Mail server"), "mail", True),
            ("jobs", _("Jobs"), "jobs", True),
        ),
    ),
)
SECTIONS: tuple[Section, ...] = tuple(section for _label, sections in GROUPS for section in sections)


def index(request: HttpRequest) -> HttpResponse:
    """Lead to the first part that a person has something to do in."""
    return HttpResponseRedirect(
        "/settings/company" if actor(request).is_administrator else "/settings/profile"
    )


def actor(request: HttpRequest) -> Actor:
    by: Actor = request.visit.by  # type: ignore[attr-defined]
    return by


def now(request: HttpRequest) -> dt.datetime:
    """Return when the request came."""
    at: dt.datetime = request.at  # type: ignore[attr-defined]
    return at


def administrator(request: HttpRequest) -> Actor:
    """Return who asks. Raises Denied unless it is an administrator."""
    by = actor(request)
    if not by.is_administrator:
        raise Denied(_("Only an administrator may open this page."))
    return by


def show(
    request: HttpRequest, template: str, section: str, context: Mapping[str, Any], *, status: int = 200
) -> HttpResponse:
    """Answer with one part of the settings."""
    groups = [(label, offered(request, sections, section)) for label, sections in GROUPS]
    return render(
        request, template, {"sections": [group for group in groups if group[1]], **context}, status=status
    )


def offered(request: HttpRequest, sections: Iterable[Section], current: str) -> list[dict[str, Any]]:
    """Return those of some parts that the person may open."""
    is_administrator = actor(request).is_administrator
    return [
        {"label": label, "href": f"/settings/{key}", "icon": icon, "current": key == current}
        for key, label, icon, restricted in sections
        if is_administrator or not restricted
    ]


def saved(address: str, words: str, *, undo: str = "", tone: str = "good") -> HttpResponse:
    """Go to `address` and say there what was done, and where it is taken back."""
    return toasts.later(HttpResponseRedirect(address), words, undo=undo, tone=tone)
