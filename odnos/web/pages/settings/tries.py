"""Tries to come in, sessions and browsers, in words."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from odnos.engine.access.entrance import devices, knocks
from odnos.engine.access.entrance.models import Knock
from odnos.lib import dates
from odnos.objects.context import Context
from odnos.web.pages.entry import admission

WAYS = {
    "password": gettext_lazy("Password"),
    "passkey": gettext_lazy("Passkey"),
    "single": gettext_lazy("Single sign-on"),
    "link": gettext_lazy("Invitation link"),
    "demo": gettext_lazy("Demo"),
}
OUTCOMES = {
    "in": ("good", gettext_lazy("Signed in")),
    "wrong": ("bad", gettext_lazy("Refused")),
    "second_wrong": ("bad", gettext_lazy("Wrong second factor")),
    "refused": ("warn", gettext_lazy("Not allowed")),
}
PROGRAMS = (
    ("Edg/", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)


def told(knock: Knock, ctx: Context) -> dict[str, Any]:
    """Return one try as the pages show it."""
    tone, outcome = OUTCOMES.get(knock.outcome, ("none", knock.outcome))
    return {
        "id": knock.pk,
        "when": moment(knock.at, ctx),
        "way": WAYS.get(knock.way, knock.way),
        "outcome": outcome,
        "tone": tone,
        "address": knock.address,
        "browser": browser(knock.browser),
        "is_new": knock.is_new_device,
    }


def news(request: HttpRequest) -> list[dict[str, Any]]:
    """Return the sign-ins with a new device that the person has not said a word about; nobody else sees them."""
    visit = request.visit  # type: ignore[attr-defined]
    if visit.by.narrow or visit.by.seen_by:
        return []
    device = devices.digest(admission.visitor_of(request).device)
    ctx = visit.ctx()
    return [told(item, ctx) for item in knocks.news_of(visit.by.user_id or 0, device=device)[:5]]


def moment(at: dt.datetime, ctx: Context) -> str:
    return dates.show_moment(at, locale=ctx.locale, zone=ctx.timezone, today=ctx.today)


def ago(at: dt.datetime | None, ctx: Context) -> str:
    return dates.ago(at, at=ctx.at, locale=ctx.locale, zone=ctx.timezone) if at else ""


def browser(agent: str) -> str:
    """Return what people call the program and the system that a user agent names."""
    found = [next((name for mark, name in known if mark in agent), "") for known in (PROGRAMS, SYSTEMS)]
    return ", ".join(filter(None, found)) or _("Another program")
