"""Who calls: the bearer of a token, or the person whose browser is signed in and calls from our own pages."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware
from django.utils.translation import gettext as _

from odnos.api.problems import Problem
from odnos.engine.access import seeing, tokens
from odnos.engine.access.actor import Actor, actor_for
from odnos.engine.access.entrance import policy

SAFE = ("GET", "HEAD", "OPTIONS")
CHALLENGE = {"WWW-Authenticate": 'Bearer realm="odnos"'}
WINDOW = 60
MOST_FAILURES = 30  # in each web process: 60 a minute with the usual two


def caller(request: HttpRequest, *, at: dt.datetime) -> Actor:
    """Return who calls. Raises Problem 401, 403 (no CSRF token) or 429.

    Values in JSON are written one way for all, so the actor parses as in English whatever their own language is.
    """
    header = request.headers.get("Authorization")
    by = bearer(request, header, at=at) if header is not None else signed_in(request)
    return replace(by, locale="en")


def bearer(request: HttpRequest, header: str, *, at: dt.datetime) -> Actor:
    scheme, _space, secret = header.partition(" ")
    if scheme.lower() != "bearer" or not secret.strip():
        raise Problem(401, _("Send “Authorization: Bearer” and a token."), headers=CHALLENGE)
    by = tokens.actor_of(secret.strip(), at=at, address=address_of(request))
    if by is None:
        count_failure(request)
        headers = {"WWW-Authenticate": 'Bearer realm="odnos", error="invalid_token"'}
        raise Problem(401, _("This token is unknown, expired or revoked."), headers=headers)
    return by


def count_failure(request: HttpRequest) -> None:
    """Slow down whoever guesses. A valid token is never refused, even from behind the same address.

    Each process counts for itself. A secret has 256 random bits, so a guess comes true as seldom at 30 as at 30,000 a
    minute; the limit spares the log and the machine. Counted in the database, it would give whoever sends rubbish a
    write for each try, and so a place in the only queue that SQLite has.
    """
    key = f"failed-token:{address_of(request)}"
    cache.add(key, 0, WINDOW)
    try:
        failures = cache.incr(key)
    except ValueError:  # it expired between the two
        return
    if failures > MOST_FAILURES:
        raise Problem(
            429,
            _("Too many wrong tokens came from your address. Wait a minute."),
            headers={"Retry-After": str(WINDOW), **CHALLENGE},
        )


def address_of(request: HttpRequest) -> str:
    return str(request.META.get("REMOTE_ADDR", ""))[:60]


def signed_in(request: HttpRequest) -> Actor:
    user = request.user
    stands = user.is_authenticated and policy.current().stands(user, request.session)
    if not (stands and user.is_active and user.deleted_at is None):
        raise Problem(401, _("Sign in, or send a token."), headers=CHALLENGE)
    if request.session.get(seeing.SESSION):
        raise Problem(403, _("You are looking with somebody else's eyes; the API is closed meanwhile."))
    if request.method not in SAFE and not is_ours(request):
        raise Problem(403, _("A call with the cookie of a session needs the CSRF token of a page."))
    return actor_for(user, at=request.at, source="api", address=address_of(request))  # type: ignore[attr-defined]


def is_ours(request: HttpRequest) -> bool:
    """Whether the browser sent the token that only our own pages know."""
    asked = CsrfViewMiddleware(lambda _request: HttpResponse())
    asked.process_request(request)
    return asked.process_view(request, lambda _request: HttpResponse(), (), {}) is None
