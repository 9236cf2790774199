"""Codes of an authenticator app (TOTP, RFC 6238): six digits that change every half minute. None is taken twice."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from itertools import groupby

import pyotp
import segno
from markupsafe import Markup

from odnos.engine.access.entrance import sealed
from odnos.engine.access.entrance.models import Authenticator
from odnos.lib import html

PURPOSE = "authenticator"
STEP = 30
DRIFT = 1  # steps that a clock may be early or late


def new_secret() -> str:
    return pyotp.random_base32()


def address(secret: str, *, email: str, company: str) -> str:
    """Return what the app reads from the picture."""
    return pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name=company or "Odnos")


def picture(text: str) -> Markup:
    """Return `text` as a QR code in SVG: dark on light whatever the theme, since scanners want it so."""
    rows = list(segno.make(text, error="m", micro=False).matrix_iter(border=3))
    dark = "".join(f"M{x} {y}h{length}v1h-{length}z" for y, row in enumerate(rows) for x, length in runs(row))
    size = len(rows)
    light = html.tag("rect", width=size, height=size, fill="#fff")
    return html.tag("svg", light, html.tag("path", d=dark, fill="#000"), viewBox=f"0 0 {size} {size}")


def runs(row: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Yield where the dark stretches of a row begin and how long they are."""
    place = 0
    for is_dark, cells in groupby(row):
        length = len(list(cells))
        if is_dark:
            yield place, length
        place += length


def step_of(secret: str, code: str, *, at: dt.datetime) -> int | None:
    """Return the half-minute whose code this is, among those near `at`."""
    written = "".join(code.split())
    if len(written) != 6 or not (written.isascii() and written.isdigit()):
        return None
    now = int(at.timestamp()) // STEP
    machine = pyotp.TOTP(secret)
    found = [
        step
        for step in range(now - DRIFT, now + DRIFT + 1)
        if pyotp.utils.strings_equal(machine.generate_otp(step), written)
    ]
    return found[0] if found else None


def keep(user_id: int, secret: str, code: str, *, at: dt.datetime) -> bool:
    """Make the app with this secret the person's own, if `code` shows that it works; the code is spent."""
    step = step_of(secret, code, at=at)
    if step is None:
        return False
    given = {"secret": sealed.seal(secret, PURPOSE), "last_step": step, "made_at": at, "used_at": None}
    Authenticator.objects.update_or_create(user_id=user_id, defaults=given)
    return True


def spend(user_id: int, code: str, *, at: dt.datetime) -> bool:
    """Take a code, once: of two who send the same, one is refused."""
    own = Authenticator.objects.filter(user_id=user_id).first()
    secret = opened(own.secret) if own else ""
    step = step_of(secret, code, at=at) if secret else None
    if own is None or step is None:
        return False
    fresh = Authenticator.objects.filter(pk=own.pk, last_step__lt=step)
    return bool(fresh.update(last_step=step, used_at=at))


def opened(kept: str) -> str:
    """Return a sealed secret; nothing when the installation's key was lost: then only another factor lets in."""
    try:
        return sealed.unseal(kept, PURPOSE)
    except sealed.Unreadable:
        return ""


def remove(user_id: int) -> bool:
    return bool(Authenticator.objects.filter(user_id=user_id).delete()[0])
