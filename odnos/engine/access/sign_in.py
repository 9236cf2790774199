"""The door: who somebody is, by e-mail and password, and the sessions that follow."""

from __future__ import annotations

import datetime as dt

from django.contrib.auth import authenticate
from django.contrib.sessions.models import Session

from odnos.engine.access import limits, passwords
from odnos.engine.access.entrance import devices
from odnos.engine.access.entrance.knocks import Visitor
from odnos.engine.access.entrance.models import Stay
from odnos.engine.access.models import SignIn, User

SEEN_STEP = dt.timedelta(minutes=5)  # when a session was seen is no more exact than this
MOST_KNOWN = 10_000
_seen: dict[str, dt.datetime] = {}
"""When this process last wrote down that it saw a session."""


class WrongPassword(PermissionError):
    """There is no such e-mail, or the password is another. Nobody is told which."""


def identify(email: str, password: str, *, address: str, at: dt.datetime, device: str = "") -> User:
    """Return the person who has this e-mail and password. Raises limits.TooOften before any hashing, or WrongPassword.

    `device` is the cookie of a browser. One that the person has signed in with before has tries of its own: whoever
    guesses from elsewhere, or from behind the same address, does not lock them out.
    """
    own = devices.known(passwords.user_of(email), device) if device else ""
    subjects = [(limits.ACCOUNT, email), (limits.ADDRESS, address)]
    if own:
        subjects = [(limits.DEVICE, f"{email}:{own}")]
    limits.take(subjects, at=at)
    user = authenticate(None, username=email, password=password)
    if not isinstance(user, User):
        raise WrongPassword
    limits.forget(limits.DEVICE if own else limits.ACCOUNT, subjects[0][1])
    if not own:
        limits.give_back([(limits.ADDRESS, address)])
    return user


def remember(
    user: User, *, session_key: str, visitor: Visitor, way: str, second: str = "", at: dt.datetime
) -> SignIn:
    """Keep that a session began, so that its owner can see and end it."""
    made = SignIn.objects.create(
        user=user,
        session_key=session_key,
        address=visitor.address[:60],
        browser=visitor.browser[:300].replace("\0", ""),
        at=at,
    )
    Stay.objects.create(sign_in=made, way=way, second=second, seen_at=at)
    return made


def see(session_key: str, *, at: dt.datetime) -> None:
    """Keep that a session is in use, no more often than every few minutes."""
    if at - _seen.get(session_key, at - SEEN_STEP) < SEEN_STEP:
        return
    if len(_seen) >= MOST_KNOWN:
        _seen.clear()
    _seen[session_key] = at
    Stay.objects.filter(sign_in__session_key=session_key, seen_at__lt=at - SEEN_STEP).update(seen_at=at)


def sessions_of(user_id: int, *, at: dt.datetime) -> list[SignIn]:
    """Return the sessions of a person that have not ended, the newest first."""
    living = Session.objects.filter(expire_date__gt=at).values("session_key")
    found = SignIn.objects.filter(user_id=user_id, session_key__in=living).select_related("stay")
    return list(found.order_by("-at")[:50])


def renew(session_key: str, new_key: str) -> None:
    """Keep that a session goes on under another key."""
    SignIn.objects.filter(session_key=session_key).update(session_key=new_key)


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


def forget_ended(*, before: dt.datetime) -> int:
    """Delete what is kept of sessions that began before then and have ended."""
    living = Session.objects.values("session_key")
    return SignIn.objects.filter(at__lt=before).exclude(session_key__in=living).delete()[0]
