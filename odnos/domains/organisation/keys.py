"""API tokens that people make for themselves, in the trail from birth to end."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from odnos.engine.access import tokens
from odnos.engine.access.actor import Actor
from odnos.engine.access.models import Token, User
from odnos.engine.access.rights import Denied
from odnos.engine.audit import trail


def tokens_of(by: Actor) -> list[Token]:
    """Return the tokens that still work: one's own, and for an administrator everybody's, the newest first."""
    living = Token.objects.filter(revoked_at__isnull=True).select_related("user").order_by("-pk")
    return list(living if by.is_administrator else living.filter(user_id=by.user_id or 0))[:200]


def make(name: str, *, read_only: bool, objects_only: Iterable[str], by: Actor, at: dt.datetime) -> str:
    """Return a new secret that speaks for the actor; it is shown this once. Raises Denied."""
    if by.user_id is None or by.narrow:
        raise Denied(_("A token is made by a person who is signed in."))
    user = User.objects.get(pk=by.user_id)
    secret = tokens.make_token(user, name=name[:100], read_only=read_only, objects_only=objects_only, at=at)
    trail.note(
        "token_made", object_key="user", record_id=user.pk, by=by, at=at, diff={"token": [None, name[:100]]}
    )
    return secret


def end(token_id: int, *, by: Actor, at: dt.datetime) -> None:
    """End a token of one's own, or as an administrator anybody's. Raises Denied."""
    token = Token.objects.filter(pk=token_id).first()
    if token is None or (token.user_id != by.user_id and not by.is_administrator):
        raise Denied(_("There is no such token, or it is not yours."))
    if tokens.revoke(token.pk, at=at):
        trail.note(
            "token_ended",
            object_key="user",
            record_id=token.user_id,
            by=by,
            at=at,
            diff={"token": [token.name, None]},
        )
