"""Links by which a person chooses a password: they expire, are renewed and withdrawn. Only the hash of a link is kept."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets

from odnos.engine.access.entrance.models import Invitation

LIFE = dt.timedelta(days=3)


def make(user_id: int, *, made_by: int | None, at: dt.datetime) -> str:
    """Return the secret part of a new link; those made before no longer work."""
    withdraw(user_id, at=at)
    key = secrets.token_urlsafe(32)
    Invitation.objects.create(
        user_id=user_id, digest=digest(key), made_by_id=made_by, made_at=at, expires_at=at + LIFE
    )
    return key


def living(key: str, *, at: dt.datetime) -> Invitation | None:
    """Return the invitation behind a link; None when it was used, withdrawn, is too old or was never made."""
    unused = Invitation.objects.filter(used_at__isnull=True, withdrawn_at__isnull=True, expires_at__gt=at)
    found = unused.filter(digest=digest(key)).select_related("user").first()
    user = found.user if found else None
    return found if user is not None and user.is_active and user.deleted_at is None and user.email else None


def spend(key: str, *, at: dt.datetime) -> bool:
    """Take the link, once."""
    living = Invitation.objects.filter(digest=digest(key), used_at__isnull=True, withdrawn_at__isnull=True)
    return bool(living.filter(expires_at__gt=at).update(used_at=at))


def withdraw(user_id: int, *, at: dt.datetime) -> bool:
    """End the links of a person that still work; say whether there was one."""
    living = Invitation.objects.filter(user_id=user_id, used_at__isnull=True, withdrawn_at__isnull=True)
    return bool(living.filter(expires_at__gt=at).update(withdrawn_at=at))


def last_of(user_id: int) -> Invitation | None:
    return Invitation.objects.filter(user_id=user_id).select_related("made_by").order_by("-pk").first()


def digest(key: str) -> str:
    return hashlib.sha256(f"join:{key}".encode()).hexdigest()
