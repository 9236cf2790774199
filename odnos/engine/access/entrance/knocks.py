"""Who came in, and who tried: kept for half a year, for the person and for administrators."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import QuerySet

from odnos.engine.access.entrance.models import Knock
from odnos.engine.access.models import User

KEPT = dt.timedelta(days=180)


@dataclass(frozen=True, kw_only=True)
class Visitor:
    """From where somebody knocks: `device` is the token of the browser's cookie, if it has one."""

    address: str
    browser: str
    device: str = ""


def note(  # noqa: PLR0913 -- what there is to say of a try
    user: User | None,
    way: str,
    outcome: str,
    visitor: Visitor,
    *,
    at: dt.datetime,
    device: str = "",
    is_new_device: bool = False,
) -> None:
    """Keep that somebody tried to come in, and how it ended: in, wrong, second_wrong, too_often, refused."""
    Knock.objects.create(
        user_id=user.pk if user else None,
        at=at,
        way=way,
        outcome=outcome,
        address=visitor.address[:60],
        browser=visitor.browser[:300].replace("\0", ""),
        device=device,
        is_new_device=is_new_device,
    )


def knocks_of(user_id: int, *, most: int = 20) -> list[Knock]:
    return list(Knock.objects.filter(user_id=user_id).order_by("-at", "-pk")[:most])


def every(*, before: int = 0, most: int = 100) -> list[Knock]:
    """Return the newest tries of everybody, or those before the one of that number."""
    found = Knock.objects.select_related("user").order_by("-pk")
    return list((found.filter(pk__lt=before) if before else found)[:most])


def news_of(user_id: int, *, device: str) -> QuerySet[Knock]:
    """Return the sign-ins from new devices that their owner has not said a word about; the new device itself is not asked."""
    new = Knock.objects.filter(user_id=user_id, is_new_device=True, is_seen=False)
    return new.exclude(device=device).order_by("-pk")


def forget_old(*, at: dt.datetime) -> int:
    return Knock.objects.filter(at__lt=at - KEPT).delete()[0]
