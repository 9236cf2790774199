"""Which server takes the letters: an address such as smtp://user:password@host:587?tls=starttls."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import parse_qsl, unquote, urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

Tls = Literal["none", "starttls", "tls"]
PORTS: dict[Tls, int] = {"none": 25, "starttls": 587, "tls": 465}
SCHEMES = ("smtp", "smtps")
KNOWN = {"", "none", "starttls"}


class NoServer(RuntimeError):
    """No server is named, or the address says something that cannot be; the message is for an administrator."""


@dataclass(frozen=True, kw_only=True)
class Server:
    """A server, and how it is spoken to. `sender` stands in From."""

    host: str
    port: int
    tls: Tls
    user: str = ""
    password: str = field(default="", repr=False)
    sender: str


def server() -> Server:
    """Return the server of this installation. Raises NoServer."""
    if not settings.SMTP_URL:
        raise NoServer(_("No mail server is set. ODNOS_SMTP_URL names it."))
    return parse(settings.SMTP_URL, sender=settings.MAIL_FROM)


def parse(url: str, *, sender: str = "") -> Server:
    """Return the server that an address names; plain only where it says so or where it stays on this machine. Raises NoServer."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        raise NoServer(_("ODNOS_SMTP_URL cannot be read: %(reason)s") % {"reason": error}) from None
    if parts.scheme not in SCHEMES or not host:
        raise NoServer(_("ODNOS_SMTP_URL begins with smtp:// or smtps:// and names a host."))
    asked = dict(parse_qsl(parts.query)).get("tls", "")
    if asked not in KNOWN:
        raise NoServer(_("ODNOS_SMTP_URL says tls=%(word)s; known are starttls and none.") % {"word": asked})
    tls: Tls = (
        "tls"
        if parts.scheme == "smtps"
        else "none"
        if asked == "none" or _is_here(host, asked)
        else "starttls"
    )
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    if user and tls == "none" and not _is_here(host, ""):
        raise NoServer(_("ODNOS_SMTP_URL would send a password that anybody on the way could read."))
    sent_by = sender or (user if "@" in user else f"odnos@{host}")
    return Server(host=host, port=port or PORTS[tls], tls=tls, user=user, password=password, sender=sent_by)


def _is_here(host: str, asked: str) -> bool:
    return not asked and host in ("localhost", "127.0.0.1", "::1")
