"""One's second factors: an app, passkeys, recovery codes; added and taken away by whoever has just shown who they are."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.utils.translation import gettext as _

from odnos.domains.organisation import factors as own
from odnos.domains.organisation import single
from odnos.engine.access.entrance import passkeys
from odnos.engine.records.errors import Invalid
from odnos.web.pages.entry import questions, second
from odnos.web.pages.entry.confirm import confirmed
from odnos.web.pages.settings.sections import actor, now, saved, show
from odnos.web.pages.settings.security import PAGE, oneself, page


@confirmed()
def app(request: HttpRequest) -> HttpResponse:
    """Show what an authenticator app has to read, or take the code that shows that it has."""
    user = oneself(request)
    if request.method != "POST":
        return app_form(request)
    try:
        made = second.add_app(request, user)
    except Invalid as refusal:
        return app_form(request, errors=refusal.errors, status=422)
    request.session["second"] = request.session.get("second") or "code"
    return codes_or_page(request, made, _("The app is added. Signing in asks for its code from now on."))


def app_form(request: HttpRequest, *, errors: Any = None, status: int = 200) -> HttpResponse:
    context = {"errors": errors or {}, **second.app(request, oneself(request))}
    return show(request, "pages/settings_app.html", "security", context, status=status)


@confirmed(back=PAGE)
def remove_app(request: HttpRequest) -> HttpResponse:
    """Take the app away."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    try:
        own.remove_app(oneself(request), by=actor(request), at=now(request))
    except Invalid as refusal:
        return page(request, errors=refusal.errors, status=422)
    return saved(PAGE, _("The app is removed."))


@confirmed(back=PAGE)
def add_passkey(request: HttpRequest) -> HttpResponse:
    """Keep the passkey that the browser has made."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    user, name, answer = (
        oneself(request),
        request.POST.get("passkey-name", ""),
        request.POST.get("answer", ""),
    )
    try:
        state = questions.taken(request, "new")
        made = own.add_passkey(user, name, answer, state=state, by=actor(request), at=now(request))
    except passkeys.Refused:
        return page(request, errors={"passkey": [_("This took too long. Begin again.")]}, status=422)
    except Invalid as refusal:
        return page(request, errors=refusal.errors, status=422)
    request.session["second"] = request.session.get("second") or "passkey"
    return codes_or_page(request, made, _("The passkey is added. You can sign in with it alone."))


@confirmed(back=PAGE)
def remove_passkey(request: HttpRequest, number: int) -> HttpResponse:
    """Take a passkey away."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    try:
        own.remove_passkey(oneself(request), number, by=actor(request), at=now(request))
    except Invalid as refusal:
        return page(request, errors=refusal.errors, status=422)
    return saved(PAGE, _("The passkey is removed. Delete it in your device too."))


@confirmed(back=PAGE)
def recovery(request: HttpRequest) -> HttpResponse:
    """Make new recovery codes and show them this once."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    try:
        made = own.renew_codes(oneself(request), by=actor(request), at=now(request))
    except Invalid as refusal:
        return page(request, errors=refusal.errors, status=422)
    return codes_or_page(request, made, "")


@confirmed(back=PAGE)
def unlink(request: HttpRequest, number: int) -> HttpResponse:
    """Take one's identity at a provider away."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    single.unlink(oneself(request), number, by=actor(request), at=now(request))
    return saved(PAGE, _("It no longer opens your account."))


def codes_or_page(request: HttpRequest, made: list[str], words: str) -> HttpResponse:
    """Show recovery codes where some were made; else go back and say what was done."""
    if not made:
        return saved(PAGE, words)
    return show(request, "pages/settings_codes.html", "security", {"codes": made})
