"""What a person has lately looked at: kept in a cookie of theirs, so that looking writes nothing anywhere.

What is shown of it goes through the read path like everything else.
"""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from odnos.objects.context import Reference
from odnos.objects.registry import registry

COOKIE, MOST, DAYS = "seen", 12, 90


def of(request: HttpRequest) -> list[Reference]:
    """Return the records that the person looked at, the latest first."""
    found = []
    for written in request.COOKIES.get(COOKIE, "").split(".")[:MOST]:
        key, _dash, number = written.partition("-")
        if key in registry and number.isascii() and number.isdecimal() and len(number) < 13:
            found.append((key, int(number)))
    return found


def remember(request: HttpRequest, response: HttpResponse, reference: Reference) -> None:
    """Put a record first among those the person has looked at."""
    kept = [reference, *(other for other in of(request) if other != reference)][:MOST]
    response.set_cookie(
        COOKIE,
        ".".join(f"{key}-{number}" for key, number in kept),
        max_age=DAYS * 86_400,
        httponly=True,
        samesite="Lax",
        secure=bool(settings.SESSION_COOKIE_SECURE),
    )
