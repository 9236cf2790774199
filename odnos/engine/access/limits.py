"""How often somebody may try: counted in the database, so that all processes agree."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F

from odnos.engine.access.models import Tries


@dataclass(frozen=True)
class Limit:
    """At most `most` tries of one `kind` within `window`, counted from the first of them."""

    kind: str
    most: int
    window: dt.timedelta


ACCOUNT = Limit("account", 10, dt.timedelta(minutes=15))
ADDRESS = Limit("address", 40, dt.timedelta(minutes=15))
DEVICE = Limit("device", 10, dt.timedelta(minutes=15))
OWN_PASSWORD = Limit("own password", 10, dt.timedelta(minutes=15))
FACTOR = Limit("factor", 5, dt.timedelta(minutes=10))
CHALLENGE = Limit("challenge", 120, dt.timedelta(minutes=15))


class TooOften(RuntimeError):
    """The limit is reached; `wait` is how long until the next try."""

    def __init__(self, wait: dt.timedelta) -> None:
        super().__init__(f"try again in {wait}")
        self.wait = wait


def take(subjects: Sequence[tuple[Limit, str]], *, at: dt.datetime) -> None:
    """Count one try for each subject. Raises TooOften, before anything costly is done, when one has had all of its tries."""
    with transaction.atomic():
        for limit, subject in sorted(subjects, key=lambda item: item[0].kind):
            take_one(limit, subject, at=at)


def take_one(limit: Limit, subject: str, *, at: dt.datetime) -> None:
    key = key_of(limit, subject)
    Tries.objects.bulk_create([Tries(key=key, number=0, since=at)], ignore_conflicts=True)
    tries = Tries.objects.select_for_update().get(key=key)
    if at - tries.since >= limit.window:
        tries.number, tries.since = 0, at
    if tries.number >= limit.most:
        raise TooOften(tries.since + limit.window - at)
    tries.number += 1
    tries.save(update_fields=["number", "since"])


def give_back(subjects: Sequence[tuple[Limit, str]]) -> None:
    """Uncount a try that turned out to be rightful."""
    keys = [key_of(limit, subject) for limit, subject in subjects]
    Tries.objects.filter(key__in=keys, number__gt=0).update(number=F("number") - 1)


def forget(limit: Limit, subject: str) -> None:
    """Begin anew for `subject`."""
    Tries.objects.filter(key=key_of(limit, subject)).delete()


def forget_old(*, before: dt.datetime) -> int:
    """Delete counters that began before then."""
    return Tries.objects.filter(since__lt=before).delete()[0]


def key_of(limit: Limit, subject: str) -> str:
    """Return what the counter is kept under: who tried is nobody's business afterwards."""
    return hashlib.sha256(f"{limit.kind}:{subject.strip().lower()}".encode()).hexdigest()
