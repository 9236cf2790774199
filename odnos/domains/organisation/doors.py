"""Who comes in and goes out, and by which password: every step is in the trail."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from django.contrib.auth.tokens import default_token_generator
from django.db import transaction
from django.utils.http import base36_to_int, int_to_base36
from django.utils.translation import gettext_lazy as _

from odnos.engine.access import limits, passwords, sign_in
from odnos.engine.access.actor import Actor, actor_for
from odnos.engine.access.models import User
from odnos.engine.access.rights import Denied
from odnos.engine.audit import trail
from odnos.engine.records.errors import Invalid


def let_in(email: str, password: str, *, address: str, at: dt.datetime) -> User:
    """Return who signs in. Raises limits.TooOften or sign_in.WrongPassword."""
    user = sign_in.identify(email, password, address=address, at=at)
    note_entry(user, at=at)
    return user


def note_entry(user: User, *, at: dt.datetime) -> None:
    note(user, "signed_in", by=actor_for(user), at=at)


def note_exit(user: User, *, at: dt.datetime) -> None:
    note(user, "signed_out", by=actor_for(user), at=at)


def change_password(user: User, password: str, *, by: Actor, at: dt.datetime, keep_session: str = "") -> None:
    """Give a person a new password and end their sessions, except one. Administrators may for anybody. Raises Denied, Invalid."""
    if by.user_id != user.pk and not by.is_administrator:
        raise Denied(_("Only an administrator may set somebody else's password."))
    if reasons := passwords.weaknesses(password, user):
        raise Invalid({"password": reasons})
    with transaction.atomic():
        passwords.set_password(user, password)
        sign_in.end_all(user.pk, but=keep_session)
        note(user, "password_set", by=by, at=at)
    limits.forget(limits.ACCOUNT, user.email)


def change_own_password(user: User, old: str, new: str, *, by: Actor, at: dt.datetime, session: str) -> None:
    """Change one's password, knowing the old one. Raises Invalid, limits.TooOften."""
    limits.take([(limits.ACCOUNT, user.email)], at=at)
    if not user.check_password(old):
        raise Invalid({"old": [_("This is not your present password.")]})
    change_password(user, new, by=by, at=at, keep_session=session)


def make_key(user: User) -> str:
    """Return the part of a link by which a person chooses a password, once, within three days."""
    return f"{int_to_base36(user.pk)}-{default_token_generator.make_token(user)}"


def holder_of(key: str) -> User | None:
    """Return whose link this is; None when it was used, is too old or was never made."""
    written, _dash, token = key.partition("-")
    try:
        user = User.objects.filter(pk=base36_to_int(written), is_active=True, deleted_at__isnull=True).first()
    except (ValueError, OverflowError):
        return None
    return user if user is not None and default_token_generator.check_token(user, token) else None


def choose_password(key: str, password: str, *, at: dt.datetime) -> User:
    """Set the password of the person whose link this is. Raises Denied, Invalid."""
    user = holder_of(key)
    if user is None:
        raise Denied(_("This link has been used or is too old. Ask for another one."))
    change_password(user, password, by=replace(actor_for(user), source="link"), at=at)
    return user


def note(user: User, action: str, *, by: Actor, at: dt.datetime) -> None:
    trail.note(action, object_key="user", record_id=user.pk, version=user.version, by=by, at=at)
