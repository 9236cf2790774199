"""Browsers that a person has signed in with before: their tries are counted apart, and others are told of a new one."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets

from odnos.engine.access.entrance.models import Device
from odnos.engine.access.models import User

MOST = 50


def new_token() -> str:
    """Return what the cookie of a browser holds: it opens nothing, it is only recognised."""
    return secrets.token_urlsafe(24)


def digest(token: str) -> str:
    return hashlib.sha256(f"device:{token}".encode()).hexdigest()


def known(user: User | None, token: str) -> str:
    """Return the digest of a browser that this person has signed in with; nothing for any other."""
    found, owner = (
        digest(token),
        user.pk if user else 0,
    )  # as many questions for an unknown e-mail as for a known one
    return found if token and Device.objects.filter(user_id=owner, digest=found).exists() else ""


def remember(user: User, token: str, *, at: dt.datetime) -> bool:
    """Know this browser from now on; return whether it is a new one beside others."""
    found = digest(token)
    if Device.objects.filter(user_id=user.pk, digest=found).update(seen_at=at):
        return False
    others = list(Device.objects.filter(user_id=user.pk).order_by("-seen_at").values_list("pk", flat=True))
    Device.objects.filter(pk__in=others[MOST - 1 :]).delete()
    Device.objects.create(user_id=user.pk, digest=found, made_at=at, seen_at=at)
    return bool(others)


def forget_all(user_id: int) -> None:
    Device.objects.filter(user_id=user_id).delete()
