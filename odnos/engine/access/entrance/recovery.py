"""Recovery codes: ten that are shown once and each open the door once, when the phone is lost."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets

from django.db import transaction

from odnos.engine.access.entrance.models import RecoveryCode

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
NUMBER = 10
GROUPS, LENGTH = 4, 4  # 79 bits: the hash needs no slowness


def renew(user_id: int, *, at: dt.datetime) -> list[str]:
    """Return new codes; the old ones no longer work."""
    codes = [_made() for _number in range(NUMBER)]
    with transaction.atomic():
        RecoveryCode.objects.filter(user_id=user_id).delete()
        RecoveryCode.objects.bulk_create(
            RecoveryCode(user_id=user_id, digest=digest(code), made_at=at) for code in codes
        )
    return codes


def spend(user_id: int, code: str, *, at: dt.datetime) -> bool:
    """Take a code, once."""
    unused = RecoveryCode.objects.filter(user_id=user_id, digest=digest(code), used_at__isnull=True)
    return bool(unused.update(used_at=at))


def left(user_id: int) -> int:
    return RecoveryCode.objects.filter(user_id=user_id, used_at__isnull=True).count()


def remove(user_id: int) -> None:
    RecoveryCode.objects.filter(user_id=user_id).delete()


def digest(code: str) -> str:
    """Return what a code is kept as, however it was typed."""
    plain = "".join(letter for letter in code.lower() if letter in LETTERS)
    return hashlib.sha256(f"recovery:{plain}".encode()).hexdigest()


def _made() -> str:
    groups = ("".join(secrets.choice(LETTERS) for _place in range(LENGTH)) for _group in range(GROUPS))
    return "-".join(groups)
