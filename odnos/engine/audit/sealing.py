"""Entries are sealed soon after they were written, by the worker, so that writing them costs nothing for it.

PostgreSQL gives ids before it commits: an entry with a smaller id may still come. What is sealed lies behind every
transaction that may bring one.
"""

from __future__ import annotations

import datetime as dt
import os
import time

from django.conf import settings
from django.db import IntegrityError, connection, transaction

from odnos.engine.audit.digests import GENESIS, SALT, Values, hash_of, packed, sealed, values_of
from odnos.engine.audit.models import Block, Entry

SIZE = 1000
"""Entries in a block, at most."""
PATIENCE = 2.0
WRITERS = """SELECT pid, virtualtransaction FROM pg_locks WHERE locktype = 'relation' AND mode = 'RowExclusiveLock'
AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
AND relation = 'audit_entry'::regclass AND pid IS DISTINCT FROM pg_backend_pid()"""


def seal(*, at: dt.datetime, patience: float = PATIENCE) -> int:
    """Seal what has settled, block by block; return how many entries that were. `patience` is in seconds.

    Any number may seal at a time: a block has one number, and whoever comes second has done nothing.
    """
    last = last_block()
    if not has_more(last):
        return 0
    most = settled(patience)
    done = 0
    while entries := waiting(last, most):
        made = block_of(entries, last, at=at)
        try:
            with transaction.atomic():
                made.save(force_insert=True)
        except IntegrityError:
            return done
        last, done = made, done + len(entries)
    return done


def last_block() -> Block | None:
    return Block.objects.defer("members", "salts").order_by("-number").first()


def has_more(last: Block | None) -> bool:
    """Whether entries stand behind the last block."""
    return Entry.objects.filter(pk__gt=last.upto_id if last else 0).exists()


def waiting(last: Block | None, most: int | None) -> list[Values]:
    found = Entry.objects.filter(pk__gt=last.upto_id if last else 0)
    if most is not None:
        found = found.filter(pk__lte=most)
    return list(values_of(found).order_by("pk")[:SIZE])


def block_of(entries: list[Values], last: Block | None, *, at: dt.datetime) -> Block:
    """Return the block of some entries behind the last one."""
    salts = os.urandom(SALT * len(entries))
    keys = sorted({values[2] for values in entries})
    moments = [values[3] for values in entries]
    made = Block(
        number=last.number + 1 if last else 1,
        after_id=last.upto_id if last else 0,
        upto_id=entries[-1][0],
        count=len(entries),
        first_at=min(moments),
        last_at=max(moments),
        keys=keys,
        members=packed(entries, salts, keys),
        salts=salts,
        previous=last.hash if last else GENESIS,
        at=at,
    )
    made.hash = hash_of(made)
    made.seal = sealed(made.hash, settings.SECRET_KEY)
    return made


def settled(patience: float) -> int | None:
    """Return the largest id below which no entry can appear any more; None for all that are there.

    Whoever writes an entry locks the table before the id is given. So the last id is asked first, then who writes: when
    those few have ended, nothing at or below that id is still to come. SQLite's writers are one at a time.
    """
    if connection.vendor != "postgresql":
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM audit_entry_id_seq")
        last = int(cursor.fetchone()[0])
        cursor.execute(WRITERS)
        writers = set(cursor.fetchall())
        end = time.monotonic() + patience
        while writers:
            if time.monotonic() >= end:
                return 0
            time.sleep(0.02)
            cursor.execute(WRITERS)
            writers &= set(cursor.fetchall())
    return last
