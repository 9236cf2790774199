"""The second step: a code of the app, a passkey or a recovery code; and setting one up where the role needs it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.utils.translation import gettext as _

from odnos.domains.organisation import factors as own
from odnos.engine.access.actor import Actor, actor_for, organisation
from odnos.engine.access.entrance import codes, factors, knocks, passkeys, sealed
from odnos.engine.access.limits import TooOften
from odnos.engine.access.models import User
from odnos.engine.access.rights import Denied
from odnos.engine.records.errors import Invalid
from odnos.web.jinja import render
from odnos.web.middleware.visits import open_to_all
from odnos.web.pages.entry import admission, questions, sign_in
from odnos.web.pages.entry.admission import admit, now, visitor_of
from odnos.web.pages.entry.sign_in import too_often


@open_to_all
def alone(request: HttpRequest) -> HttpResponse:
    """Let somebody in by a passkey that knows who they are and has checked them: both factors at once."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    refused = _("This passkey was not accepted. Try again.")
    try:
        state = questions.taken(request, "alone")
    except passkeys.Refused:  # nobody was asked, so nobody tried
        return sign_in.form(request, error=refused, status=422)
    try:
        found = passkeys.check(request.POST.get("answer", ""), state=state, at=now(request))
        user = User.objects.filter(pk=found.user_id, is_active=True, deleted_at__isnull=True).first()
        if user is None:
            raise passkeys.Refused("nobody who may sign in")
        return admit(request, user, "passkey", second="passkey")
    except passkeys.Refused:
        knocks.note(None, "passkey", "wrong", visitor_of(request), at=now(request))
        return sign_in.form(request, error=refused, status=422)
    except Denied as refusal:
        return sign_in.form(request, error=str(refusal.message), status=403)


@open_to_all
def second(request: HttpRequest) -> HttpResponse:
    """Ask for the second factor of whoever has shown the first."""
    found = admission.waiting(request, "second")
    if found is None:
        return HttpResponseRedirect("/sign-in")
    user, kept = found
    if request.method != "POST":
        return form(request, user)
    try:
        way = check(request, user)
    except (factors.WrongCode, passkeys.Refused):
        knocks.note(user, kept["way"], "second_wrong", visitor_of(request), at=now(request))
        return form(
            request, user, error=_("This is not right, or it was used before. Try again."), status=422
        )
    except TooOften as limit:
        return form(request, user, error=too_often(limit), status=429)
    return admit(request, user, kept["way"], second=way, place=kept["place"])


def check(request: HttpRequest, user: User) -> str:
    """Return which factor was shown. Raises factors.WrongCode, passkeys.Refused, limits.TooOften."""
    if answer := request.POST.get("answer", ""):
        passkeys.check(answer, state=questions.taken(request, "second"), at=now(request))
        return "passkey"
    kind: factors.Kind = "recovery" if request.POST.get("recovery") else "code"
    written, device = request.POST.get(kind, "")[:100], visitor_of(request).device
    own.spend_code(user, kind, written, device=device, by=actor_of(request, user), at=now(request))
    return kind


def actor_of(request: HttpRequest, user: User) -> Actor:
    return actor_for(user, at=now(request), address=visitor_of(request).address)


def form(request: HttpRequest, user: User, *, error: str = "", status: int = 200) -> HttpResponse:
    context = {"user": user, "owns": factors.factors_of(user.pk), "error": error}
    return render(request, "pages/sign_in_second.html", context, status=status)


@open_to_all
def setup(request: HttpRequest) -> HttpResponse:
    """Have whoever needs a second factor add one before they get in; then show the recovery codes once."""
    found = admission.waiting(request, "setup")
    if found is None:
        return HttpResponseRedirect("/sign-in")
    user, kept = found
    if factors.has_second(user.pk):  # added meanwhile elsewhere: now it is asked for
        return admit(request, user, kept["way"], place=kept["place"])
    if request.method != "POST":
        return setup_form(request, user)
    try:
        made, way = added(request, user)
    except Invalid as refusal:
        return setup_form(request, user, errors=refusal.errors, status=422)
    admission.open_session(request, user, kept["way"], second=way)
    answer = render(request, "pages/sign_in_codes.html", {"codes": made, "place": kept["place"]})
    return admission.recognised(request, answer)


def added(request: HttpRequest, user: User) -> tuple[list[str], str]:
    by, at = actor_of(request, user), now(request)
    answer = request.POST.get("answer", "")
    if not answer:
        return add_app(request, user), "code"
    try:
        state = questions.taken(request, "new")
    except passkeys.Refused as refusal:
        raise Invalid({"passkey": [_("This took too long. Begin again.")]}) from refusal
    return own.add_passkey(
        user, request.POST.get("passkey-name", ""), answer, state=state, by=by, at=at
    ), "passkey"


def add_app(request: HttpRequest, user: User) -> list[str]:
    """Keep the app whose secret waits in the session; return recovery codes if it is the first factor. Raises Invalid."""
    secret, code = codes.opened(request.session.get("secret", "")), request.POST.get("code", "")
    if not secret:
        raise Invalid({"code": [_("This took too long. Begin again.")]})
    made = own.add_app(user, secret, code, by=actor_of(request, user), at=now(request))
    request.session.pop("secret", None)
    return made


def setup_form(request: HttpRequest, user: User, *, errors: Any = None, status: int = 200) -> HttpResponse:
    context = {"user": user, "errors": errors or {}, **app(request, user)}
    return render(request, "pages/sign_in_setup.html", context, status=status)


def app(request: HttpRequest, user: User) -> dict[str, str]:
    """Return what an app has to read; the secret waits in the session until a code shows that it has."""
    secret = codes.opened(request.session.get("secret", "")) or codes.new_secret()
    request.session["secret"] = sealed.seal(secret, codes.PURPOSE)
    text = codes.address(secret, email=user.email, company=organisation().name)
    grouped = " ".join(secret[place : place + 4] for place in range(0, len(secret), 4))
    return {"secret": grouped, "picture": codes.picture(text), "address": text}
