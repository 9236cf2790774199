"""The door: who somebody is, by e-mail and password, and the sessions that follow."""

from __future__ import annotations

import datetime as dt

from django.contrib.auth import authenticate
from django.contrib.sessions.models import Session

from odnos.engine.access import limits
from odnos.engine.access.models import SignIn, User


class WrongPassword(PermissionError):
    """There is no such e-mail, or the password is another. Nobody is told which."""


def identify(email: str, password: str, *, address: str, at: dt.datetime) -> User:
    """Return the person who has this e-mail and password. Raises limits.TooOften before any hashing, or WrongPassword."""
    subjects = [(limits.ACCOUNT, email), (limits.ADDRESS, address)]
    limits.take(subjects, at=at)
    user = authenticate(None, username=email, password=password)
    if not isinstance(user, User):
        raise WrongPassword
    limits.forget(limits.ACCOUNT, email)
    limits.give_back([(limits.ADDRESS, address)])
    return user


def remember(user: User, *, session_key: str, address: str, browser: str, at: dt.datetime) -> SignIn:
    """Keep that a session began, so that its owner can see and end it."""
    return SignIn.objects.create(
        user=user, session_key=session_key, address=address[:60], browser=browser[:300], at=at
    )


def sessions_of(user_id: int, *, at: dt.datetime) -> list[SignIn]:
    """Return the sessions of a person that have not ended, the newest first."""
    living = Session.objects.filter(expire_date__gt=at).values("session_key")
    return list(SignIn.objects.filter(user_id=user_id, session_key__in=living).order_by("-at")[:50])


def end(session_key: str) -> None:
    """End one session."""
    Session.objects.filter(session_key=session_key).delete()
    SignIn.objects.filter(session_key=session_key).delete()


def end_all(user_id: int, *, but: str = "") -> int:
    """End every session of a person, except the one of the key `but`; return how many there were."""
    keys = list(
        SignIn.objects.filter(user_id=user_id).exclude(session_key=but).values_list("session_key", flat=True)
    )
    Session.objects.filter(session_key__in=keys).delete()
    SignIn.objects.filter(session_key__in=keys).delete()
    return len(keys)
