"""Where a request comes from, and where it may be sent on to."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

LOCAL_NAMES = frozenset(("localhost", "127.0.0.1", "::1"))
PROXIES = (
    "x-forwarded-",
    "forwarded",
    "x-real-ip",
    "x-client-ip",
    "x-original-",
    "via",
    "true-client-ip",
    "cf-",
)
"""How the headers begin that proxies add."""


def address_of(request: HttpRequest) -> str:
    """Return the network address of whoever asks; behind a proxy of ours, the one that the proxy saw."""
    if settings.SECURE_PROXY_SSL_HEADER:
        return request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()[:60]
    return str(request.META.get("REMOTE_ADDR", ""))[:60]


def is_local(request: HttpRequest) -> bool:
    """Whether this very machine asks, with no proxy in between; an installation with an address of its own has one."""
    if settings.SECURE_PROXY_SSL_HEADER or urlsplit(settings.BASE_URL).hostname not in LOCAL_NAMES:
        return False
    if any(name.lower().startswith(PROXIES) for name in request.headers):
        return False
    if urlsplit(f"//{request.get_host()}").hostname not in LOCAL_NAMES:
        return False
    try:
        return ipaddress.ip_address(str(request.META.get("REMOTE_ADDR", ""))).is_loopback
    except ValueError:
        return False


def onward(request: HttpRequest, otherwise: str = "/") -> str:
    """Return the address within this site that `next` names, or `otherwise`."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    is_ours = (
        wanted.startswith("/")
        and wanted.isprintable()
        and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    )
    return wanted if is_ours and not wanted.startswith("/sign-in") else otherwise
