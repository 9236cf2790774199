"""How one person gets in, for administrators: invitation, second factors, sessions, tries."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.utils.translation import gettext as _

from odnos.domains.organisation import doors, single
from odnos.domains.organisation import factors as own
from odnos.engine.access import sign_in
from odnos.engine.access.actor import Actor
from odnos.engine.access.entrance import factors, invitations, knocks
from odnos.engine.access.models import User
from odnos.engine.records.errors import NotFound
from odnos.objects.context import Context
from odnos.web.pages.entry.confirm import confirmed
from odnos.web.pages.settings import tries
from odnos.web.pages.settings.sections import administrator, now, saved, show

LINK = "invitation"
"""Where a session keeps a new link until the next page has shown it."""


def access(request: HttpRequest, number: int) -> HttpResponse:
    """Show how a person gets in, and a link that was made just now."""
    by, user = administrator(request), person(number)
    ctx = by.context(now(request))
    made = request.session.get(LINK) or {}
    if made:
        del request.session[LINK]
    context = {
        "person": user,
        "link": made.get("link", "") if made.get("user") == number else "",
        "invitation": invitation(user, ctx),
        "owns": factors.factors_of(user.pk),
        "linked": single.identities_of(user.pk),
        "sessions": [
            {
                "browser": tries.browser(item.browser),
                "address": item.address,
                "since": tries.moment(item.at, ctx),
                "seen": tries.ago(item.stay.seen_at, ctx) if hasattr(item, "stay") else "",
            }
            for item in sign_in.sessions_of(user.pk, at=now(request))
        ],
        "tries": [tries.told(item, ctx) for item in knocks.knocks_of(user.pk)],
    }
    return show(request, "pages/settings_access.html", "users", context)


def invitation(user: User, ctx: Context) -> dict[str, str] | None:
    """Return what there is to say of the last link, and whether it still works."""
    last = invitations.last_of(user.pk)
    if last is None:
        return None
    word, when = "open", last.expires_at
    if last.used_at:
        word, when = "used", last.used_at
    elif last.withdrawn_at:
        word, when = "withdrawn", last.withdrawn_at
    elif last.expires_at <= ctx.at:
        word = "expired"
    made_by = last.made_by.name if last.made_by else "Odnos"
    return {
        "state": word,
        "when": tries.moment(when, ctx),
        "made": tries.moment(last.made_at, ctx),
        "by": made_by,
    }


@confirmed("POST")
def link(request: HttpRequest, number: int) -> HttpResponse:
    """Make a link by which the person chooses a password, and show it on the next page; an older one ends."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    return invited(request, number, by=administrator(request))


def invited(request: HttpRequest, number: int, *, by: Actor) -> HttpResponse:
    key = doors.invite(person(number), by=by, at=now(request))
    request.session[LINK] = {"user": number, "link": f"{settings.BASE_URL}/join/{key}"}
    return HttpResponseRedirect(f"/settings/users/{number}/access")


def withdraw(request: HttpRequest, number: int) -> HttpResponse:
    """End the link before it is used."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    by = administrator(request)
    doors.withdraw(person(number), by=by, at=now(request))
    return saved(f"/settings/users/{number}/access", _("The link no longer works."))


@confirmed("POST")
def reset(request: HttpRequest, number: int) -> HttpResponse:
    """Take the person's second factors away and end their sessions: they lost their phone, or somebody took it."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    by = administrator(request)
    own.reset(person(number), by=by, at=now(request))
    return saved(
        f"/settings/users/{number}/access", _("The second factors are removed, and all sessions have ended.")
    )


def end_sessions(request: HttpRequest, number: int) -> HttpResponse:
    """End all sessions of the person."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    administrator(request)
    sign_in.end_all(person(number).pk, but=str(request.session.session_key))
    return saved(f"/settings/users/{number}/access", _("All sessions of this person have ended."))


def person(number: int) -> User:
    found = User.objects.filter(pk=number, deleted_at__isnull=True).first()
    if found is None:
        raise NotFound(f"user {number}")
    return found
