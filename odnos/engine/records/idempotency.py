"""Writes from outside that may arrive twice: the first is done, the second gets the first one's answer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.db import transaction

from odnos.engine.access.actor import Actor
from odnos.engine.outbox import jobs, schedules
from odnos.engine.records.models import IdempotencyKey

KEPT = dt.timedelta(days=2)


class KeyReused(ValueError):
    """The key came with another request before; nothing was done."""


def once(
    key: str, *, request: str, by: Actor, at: dt.datetime, do: Callable[[], dict[str, Any]]
) -> dict[str, Any]:
    """Return what `do` answers, or what it answered when `key` came first. Raises KeyReused.

    `request` is a digest of what is asked. The key and everything `do` writes commit together: a write that failed
    leaves no key, and may be tried again. Whoever comes second waits for the first to end.
    """
    with transaction.atomic():
        kept = IdempotencyKey(user_id=by.user_id or 0, key=key, request=request, at=at)
        IdempotencyKey.objects.bulk_create([kept], ignore_conflicts=True)
        mine = IdempotencyKey.objects.select_for_update().get(user_id=kept.user_id, key=key)
        if mine.request != request:
            raise KeyReused(key)
        if mine.answer is None:
            mine.answer = do()
            mine.save(update_fields=["answer"])
        return dict(mine.answer)


@jobs.job("records.forget_keys")
def forget_keys(*, at: dt.datetime) -> None:
    """Delete the keys of writes that nobody will repeat any more."""
    IdempotencyKey.objects.filter(at__lt=at - KEPT).delete()


schedules.every("records.forget_keys", dt.timedelta(days=1), offset=dt.timedelta(hours=3))
