"""Segments: records that somebody chose once, kept by their numbers, however many. A filter names them: `id.segment:…`.

Whoever knows a segment's token may ask for it, as whoever is sent a list of numbers may: it gives nobody a record that they
do not reach. It was made of records as they were on its day, and is not changed by what comes later.
"""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Collection, Iterable
from itertools import repeat
from typing import Any

from odnos.engine.access.actor import Actor
from odnos.engine.tables import bulk
from odnos.engine.views.models import Segment, SegmentMember

OPERATOR = "segment"


def token() -> str:
    """Return a token that nobody guesses; no number is written so."""
    return f"s{secrets.token_hex(12)}"


def begin(object_key: str, name: str, *, named: str, by: Actor, at: dt.datetime) -> Segment:
    """Make a segment with nobody in it, under the token `named`."""
    return Segment.objects.create(
        token=named, object_key=object_key, name=name, user_id=by.user_id or 0, at=at, number=0
    )


def add(segment: Segment, ids: Collection[int]) -> None:
    """Put records into a segment."""
    of: dict[str, Iterable[Any]] = {
        "segment_id": repeat(segment.pk),
        "object_key": repeat(segment.object_key),
        "record_id": list(ids),
    }
    bulk.insert(SegmentMember, of)
    segment.number += len(ids)
    segment.save(update_fields=["number"])


def drop(named: str) -> None:
    """Have no segment under a token."""
    Segment.objects.filter(token=named).delete()


def leave_out(object_key: str, ids: Collection[int]) -> int:
    """Take records out of every segment; return how many places that were."""
    return SegmentMember.objects.filter(object_key=object_key, record_id__in=ids).delete()[0]


def find(named: object, object_key: str) -> Segment | None:
    """Return the segment of an object under a token, if there is one."""
    return Segment.objects.filter(token=str(named)[:40], object_key=object_key).first()
