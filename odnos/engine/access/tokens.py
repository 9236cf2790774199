"""Bearer tokens: shown once when made, kept as a hash, narrower than their user where asked."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from collections.abc import Iterable

from django.db.models import CharField, DateTimeField, Q

from odnos.engine.access.actor import Actor, Narrow, actor_for, person
from odnos.engine.access.models import Token, User
from odnos.engine.tables.prepared import Given, Prepared

PREFIX = "odn_"  # lets scanners of leaked secrets recognise ours
VALID = Prepared(
    lambda: Token.objects.filter(
        Q(expires_at__isnull=True) | Q(expires_at__gt=Given("at", DateTimeField())),
        digest=Given("digest", CharField()),
        revoked_at__isnull=True,
    )
)
USED_STEP = dt.timedelta(minutes=5)  # `used_at` is no more exact than this, so that reading does not write


def make_token(
    user: User,
    *,
    at: dt.datetime,
    name: str = "",
    read_only: bool = False,
    objects_only: Iterable[str] = (),
    expires_at: dt.datetime | None = None,
) -> str:
    """Return a new secret that speaks for `user`. It cannot be shown again."""
    secret = PREFIX + secrets.token_urlsafe(32)
    Token.objects.create(
        user=user,
        name=name,
        digest=digest(secret),
        read_only=read_only,
        objects_only=sorted(objects_only),
        created_at=at,
        expires_at=expires_at,
    )
    return secret


def digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()  # the secret is random and long: it needs no slow hash


def actor_of(secret: str, *, at: dt.datetime, address: str = "") -> Actor | None:
    """Return whom `secret` speaks for, or None if it is unknown, expired or revoked, or its user is gone."""
    token = VALID.instance(digest=digest(secret), at=at)
    if token is None:
        return None
    user = person(token.user_id)
    if user is None:
        return None
    if token.used_at is None or at - token.used_at > USED_STEP:
        Token.objects.filter(pk=token.pk).update(used_at=at)
    return actor_for(user, at=at, source="api", narrow=_narrow(token), address=address, token_id=token.pk)


def _narrow(token: Token) -> Narrow | None:
    if not token.read_only and not token.objects_only:
        return None
    return Narrow(read_only=token.read_only, objects=frozenset(token.objects_only))


def revoke(token_id: int, *, at: dt.datetime) -> bool:
    """End a token; say whether there was one to end."""
    return bool(Token.objects.filter(pk=token_id, revoked_at__isnull=True).update(revoked_at=at))
