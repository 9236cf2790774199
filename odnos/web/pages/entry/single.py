"""Single sign-on: off to the provider, and back."""

from __future__ import annotations

import datetime as dt
import logging

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from odnos.domains.organisation import single as people
from odnos.engine.access import limits
from odnos.engine.access.entrance import knocks, oidc, sealed
from odnos.engine.access.entrance.models import Identity, Provider
from odnos.engine.access.entrance.oidc import Claims
from odnos.engine.access.models import User
from odnos.engine.access.rights import Denied
from odnos.engine.records.errors import NotFound
from odnos.web import toasts
from odnos.web.middleware.visits import open_to_all
from odnos.web.pages.entry import admission, confirm
from odnos.web.pages.entry.admission import now
from odnos.web.pages.entry.places import address_of, onward
from odnos.web.pages.entry.sign_in import form, too_often

PATIENCE = dt.timedelta(minutes=15)
RECENT = dt.timedelta(minutes=5)
PURPOSES = ("sign-in", "link", "confirm")
log = logging.getLogger(__name__)


@open_to_all
def leave(request: HttpRequest, number: int) -> HttpResponse:
    """Send the browser to the provider: a link, since our content policy lets no form lead elsewhere."""
    provider = provider_of(number)
    purpose = request.GET.get("for", "sign-in")
    is_in = hasattr(request, "visit")
    if purpose not in PURPOSES or (purpose != "sign-in" and not is_in):
        return HttpResponseRedirect("/sign-in")
    if purpose == "link" and not admission.is_fresh(request):
        return HttpResponseRedirect("/confirm?next=/settings/security")
    try:
        limits.take([(limits.CHALLENGE, address_of(request))], at=now(request))
        address, kept = oidc.begin(provider, callback=callback(provider), again=purpose == "confirm")
    except limits.TooOften as limit:
        return form(request, error=too_often(limit), status=429)
    except (oidc.Failed, sealed.Unreadable) as fault:
        return failed(request, provider, fault)
    place = onward(request, "/settings/security" if purpose != "sign-in" else "/")
    request.session["single"] = kept | {"purpose": purpose, "place": place, "at": now(request).isoformat()}
    return HttpResponseRedirect(address)


@open_to_all
def back(request: HttpRequest, number: int) -> HttpResponse:
    """Take the provider's answer: sign in, link the identity, or confirm who sits here. Each answer counts once."""
    provider = provider_of(number)
    kept = request.session.pop("single", None)
    if not kept or kept["provider"] != str(number) or admission.is_old(kept["at"], request, PATIENCE):
        return form(request, error=_("This took too long. Begin again."), status=422)
    try:
        claims = oidc.finish(provider, request.GET.dict(), kept, callback=callback(provider), at=now(request))
        return DEEDS[kept["purpose"]](request, provider, claims, kept["place"])
    except (oidc.Failed, sealed.Unreadable) as fault:
        knocks.note(None, "single", "wrong", admission.visitor_of(request), at=now(request))
        return failed(request, provider, fault)
    except Denied as refusal:
        knocks.note(None, "single", "refused", admission.visitor_of(request), at=now(request))
        if hasattr(request, "visit"):
            raise
        return form(request, error=str(refusal.message), status=403)


def let_in(request: HttpRequest, provider: Provider, claims: Claims, place: str) -> HttpResponse:
    user = people.person_for(provider, claims, at=now(request))
    second = "provider" if provider.has_second_factor else ""
    return admission.admit(request, user, "single", second=second, place=place)


def link(request: HttpRequest, provider: Provider, claims: Claims, place: str) -> HttpResponse:
    visit = request.visit  # type: ignore[attr-defined]
    user = User.objects.get(pk=visit.by.user_id or 0)
    if visit.by.narrow or not admission.is_fresh(request):
        raise Denied(_("Only the person themselves can confirm this."))
    people.link(user, provider, claims, by=visit.by, at=visit.at)
    return toasts.later(HttpResponseRedirect(place), _("Linked. You can sign in with it from now on."))


def confirm_it(request: HttpRequest, provider: Provider, claims: Claims, place: str) -> HttpResponse:
    """Believe a confirmation only if the provider has asked the person just now, and it is the one who sits here."""
    visit = request.visit  # type: ignore[attr-defined]
    own = Identity.objects.filter(
        provider=provider, subject=claims.subject, user_id=visit.by.user_id
    ).exists()
    if not own or now(request).timestamp() - claims.auth_time > RECENT.total_seconds():
        raise Denied(_("Your provider did not confirm that it is you."))
    return confirm.settle(request, place)


DEEDS = {"sign-in": let_in, "link": link, "confirm": confirm_it}


def failed(request: HttpRequest, provider: Provider, fault: Exception) -> HttpResponse:
    """Say that it did not work; why is for the log, since a stranger may have caused it."""
    log.warning("single sign-on with %s: %s", provider.name, fault)
    words = _("Signing in with %(name)s did not work. Try again, or ask an administrator.") % {
        "name": provider.name
    }
    return form(request, error=words, status=422)


def provider_of(number: int) -> Provider:
    found = Provider.objects.filter(pk=number, is_active=True).first()
    if found is None:
        raise NotFound(f"provider {number}")
    return found


def callback(provider: Provider) -> str:
    return f"{settings.BASE_URL}/sign-in/with/{provider.pk}/back"
