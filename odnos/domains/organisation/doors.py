"""Who comes in and goes out, and by which password: every step is in the trail, every try among those that knocked."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from odnos.engine.access import limits, passwords, sign_in
from odnos.engine.access.actor import Actor, actor_for
from odnos.engine.access.entrance import devices, invitations, knocks
from odnos.engine.access.entrance.knocks import Visitor
from odnos.engine.access.models import User
from odnos.engine.access.rights import Denied
from odnos.engine.audit import trail
from odnos.engine.records.errors import Invalid


def identify(email: str, password: str, *, visitor: Visitor, at: dt.datetime) -> User:
    """Return whose e-mail and password these are. Raises limits.TooOften or sign_in.WrongPassword."""
    try:
        return sign_in.identify(email, password, address=visitor.address, at=at, device=visitor.device)
    except (limits.TooOften, sign_in.WrongPassword) as refusal:
        outcome = "wrong" if isinstance(refusal, sign_in.WrongPassword) else "too_often"
        if outcome == "wrong":
            knocks.note(passwords.user_of(email), "password", outcome, visitor, at=at)
        raise


def enter(user: User, *, session_key: str, way: str, second: str, visitor: Visitor, at: dt.datetime) -> None:
    """Note that a session of this person began: in the trail, among the sessions, and whether the browser is a new one."""
    with transaction.atomic():
        is_new = devices.remember(user, visitor.device, at=at) and way != "demo"
        sign_in.remember(user, session_key=session_key, visitor=visitor, way=way, second=second, at=at)
        device = devices.digest(visitor.device)
        knocks.note(user, way, "in", visitor, at=at, device=device, is_new_device=is_new)
        note(user, "signed_in", by=actor_for(user, at=at, address=visitor.address), at=at)


def note_exit(user: User, *, address: str, at: dt.datetime) -> None:
    note(user, "signed_out", by=actor_for(user, at=at, address=address), at=at)


def change_password(user: User, password: str, *, by: Actor, at: dt.datetime, keep_session: str = "") -> None:
    """Give a person a new password and end their sessions, except one. Administrators may for anybody. Raises Denied, Invalid."""
    if by.user_id != user.pk and not by.is_administrator:
        raise Denied(_("Only an administrator may set somebody else's password."))
    if reasons := passwords.weaknesses(password, user):
        raise Invalid({"password": reasons})
    with transaction.atomic():
        passwords.set_password(user, password)
        sign_in.end_all(user.pk, but=keep_session)
        invitations.withdraw(user.pk, at=at)
        note(user, "password_set", by=by, at=at)
    limits.forget(limits.ACCOUNT, user.email)


def change_own_password(user: User, old: str, new: str, *, by: Actor, at: dt.datetime, session: str) -> None:
    """Change one's password, knowing the old one. Raises Invalid, limits.TooOften."""
    check_own_password(user, old, at=at)
    change_password(user, new, by=by, at=at, keep_session=session)


def check_own_password(user: User, password: str, *, at: dt.datetime) -> None:
    """Raise Invalid unless this is the person's present password, and limits.TooOften after too many tries."""
    subject = (limits.OWN_PASSWORD, str(user.pk))
    limits.take([subject], at=at)
    if not user.check_password(password):
        raise Invalid({"old": [_("This is not your present password.")]})
    limits.give_back([subject])


def invite(user: User, *, by: Actor, at: dt.datetime) -> str:
    """Return the secret part of a link by which a person chooses a password, once, within three days. Raises Denied, Invalid."""
    check(by)
    if not user.email or not user.is_active or user.deleted_at is not None:
        raise Invalid({"email": [_("Whoever signs in needs an e-mail address.")]})
    with transaction.atomic():
        key = invitations.make(user.pk, made_by=by.user_id, at=at)
        note(user, "invited", by=by, at=at)
    return key


def withdraw(user: User, *, by: Actor, at: dt.datetime) -> None:
    """End the link of a person before it was used. Raises Denied."""
    check(by)
    with transaction.atomic():
        if invitations.withdraw(user.pk, at=at):
            note(user, "invitation_withdrawn", by=by, at=at)


def check(by: Actor) -> None:
    if not by.is_administrator or by.narrow:
        raise Denied(_("Only an administrator may change this."))


def choose_password(key: str, password: str, *, address: str, at: dt.datetime) -> User:
    """Set the password of the person whose link this is. Raises Denied, Invalid."""
    found = invitations.living(key, at=at)
    if found is None:
        raise Denied(_("This link has been used or is too old. Ask for another one."))
    user: User = found.user
    if reasons := passwords.weaknesses(password, user):
        raise Invalid({"password": reasons})
    with transaction.atomic():
        if not invitations.spend(key, at=at):
            raise Denied(_("This link has been used or is too old. Ask for another one."))
        change_password(user, password, by=actor_for(user, at=at, source="link", address=address), at=at)
    return user


def note(user: User, action: str, *, by: Actor, at: dt.datetime, **diff: list[str | None]) -> None:
    trail.note(action, object_key="user", record_id=user.pk, version=user.version, by=by, at=at, diff=diff)
