"""Values leave the trail, and that they did is an entry itself: the chain holds, since it is made of salted digests.

The witness names each entry it emptied with the digest of what is left of it. Without its salt, the digest of what was
there says nothing about it any more.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from itertools import islice
from typing import Any

from django.db import transaction

from odnos.engine.access.actor import Actor
from odnos.engine.audit import trail
from odnos.engine.audit.digests import SALT, Values, digest, members_of, values_of
from odnos.engine.audit.models import Block, Entry

WITNESS = "values_erased"
NO_SALT = bytes(SALT)
STEP = 500
Clean = Callable[[Entry], dict[str, Any]]


def nothing(_entry: Entry) -> dict[str, Any]:
    return {}


def wipe(
    ids: Iterable[int],
    *,
    object_key: str,
    record_id: int,
    by: Actor,
    at: dt.datetime,
    clean: Clean = nothing,
    address: bool = False,
) -> int:
    """Take the values out of entries, because of the record named; `clean` returns what stays. Return how many there were."""
    waiting, done = iter(ids), 0
    while some := list(islice(waiting, STEP)):
        with transaction.atomic():
            entries = list(Entry.objects.select_for_update().filter(pk__in=some).order_by("pk"))
            for entry in entries:
                entry.diff = clean(entry)
                entry.address = "" if address else entry.address
            Entry.objects.bulk_update(entries, ["diff", "address"])
            witness(entries, object_key=object_key, record_id=record_id, by=by, at=at)
            forget_salts([entry.pk for entry in entries])
        done += len(entries)
    witnessed.cache_clear()
    return done


def witness(entries: Sequence[Entry], *, object_key: str, record_id: int, by: Actor, at: dt.datetime) -> None:
    ids = [entry.pk for entry in entries]
    left = [
        [values[0], digest(values, NO_SALT).hex()] for values in values_of(Entry.objects.filter(pk__in=ids))
    ]
    if not left:
        return
    made = trail.note(
        WITNESS, object_key=object_key, record_id=record_id, by=by, at=at, diff={"entries": [None, left]}
    )
    Entry.objects.filter(pk__in=ids).update(erased_by_id=made.pk)


def forget_salts(ids: Sequence[int]) -> None:
    """Overwrite the salts of entries in their blocks."""
    wanted = set(ids)
    while wanted:
        block = Block.objects.filter(upto_id__gte=min(wanted)).order_by("upto_id").first()
        if block is None:
            return  # not sealed yet: they will be as they are now
        salts = bytearray(block.salts)
        for place, member in enumerate(members_of(block)):
            if member.id in wanted:
                salts[place * SALT : (place + 1) * SALT] = NO_SALT
        Block.objects.filter(pk=block.pk).update(salts=bytes(salts))
        wanted = {one for one in wanted if one > block.upto_id}


def is_witnessed(values: Values) -> bool:
    """Whether an erasure named this entry, with the digest of what it is now."""
    return witnessed(values[11]).get(values[0]) == digest(values, NO_SALT).hex()


@lru_cache(maxsize=8)
def witnessed(entry_id: int) -> dict[int, str]:
    """Return the digests by entry that a witness gives."""
    found = Entry.objects.filter(pk=entry_id, action=WITNESS).first()
    return {int(number): str(kept) for number, kept in found.diff["entries"][1]} if found else {}
