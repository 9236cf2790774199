"""What a person can show beside the password."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from odnos.engine.access import limits
from odnos.engine.access.entrance import codes, recovery
from odnos.engine.access.entrance.models import Authenticator, Passkey

Kind = Literal["code", "recovery"]


class WrongCode(PermissionError):
    """The code is not right, was used, or is too old. Nobody is told which."""


@dataclass(frozen=True, kw_only=True)
class Factors:
    """`recovery` codes are left. A second factor is an app or a passkey; codes alone are none."""

    app: bool
    passkeys: int
    recovery: int

    @property
    def any(self) -> bool:
        return self.app or self.passkeys > 0


def factors_of(user_id: int) -> Factors:
    return Factors(
        app=Authenticator.objects.filter(user_id=user_id).exists(),
        passkeys=Passkey.objects.filter(user_id=user_id).count(),
        recovery=recovery.left(user_id),
    )


def has_second(user_id: int) -> bool:
    mine = Passkey.objects.filter(user_id=user_id)
    return Authenticator.objects.filter(user_id=user_id).exists() or mine.exists()


def check_code(user_id: int, kind: Kind, code: str, *, device: str, at: dt.datetime) -> None:
    """Take a code of the app, or a recovery code. Raises limits.TooOften, before anything is compared, or WrongCode.

    A device that is known to the person has tries of its own, so that whoever guesses elsewhere does not lock them out.
    """
    subject = (limits.FACTOR, f"{kind}:{user_id}:{device}")
    limits.take([subject], at=at)
    spend = codes.spend if kind == "code" else recovery.spend
    if not spend(user_id, code, at=at):
        raise WrongCode
    limits.give_back([subject])
