"""How a merged record leads to its survivor, and what comes along besides values: shares, favourites, the trail."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from odnos.engine.access.actor import Actor
from odnos.engine.audit.models import Entry
from odnos.engine.audit.trail import origin
from odnos.engine.outbox.emit import emit, renewed
from odnos.engine.records import shares
from odnos.engine.records.models import RecordLink
from odnos.engine.records.row import Row
from odnos.engine.views.models import Favourite
from odnos.objects.registry import ObjectType

ABSORBED = "merged_into"


def mark(left: Row, right: Row, *, by: Actor, at: dt.datetime, change_set: int) -> None:
    """Lead the address of the one to the other, bring shares and favourites over, and keep all of that in the trail."""
    object_type = left.type
    RecordLink.objects.create(
        object_key=object_type.key,
        record_id=right.id,
        field=ABSORBED,
        to_key=object_type.key,
        to_id=left.id,
    )
    moved = {
        "id": right.id,
        "title": right.title,
        "shares": bring_shares(left, right, by=by, at=at),
        "favourites": bring_favourites(left, right),
    }
    Entry.objects.create(
        at=at,
        **origin(by),
        object_key=object_type.key,
        record_id=left.id,
        version=left.version,
        action="merged",
        diff={"merged": [None, moved]},
        change_set_id=change_set,
    )
    emit(
        f"{object_type.key}.merged",
        object_key=object_type.key,
        records=[left.id, right.id],
        by=by,
        at=at,
        change_set=change_set,
    )


def bring_shares(left: Row, right: Row, *, by: Actor, at: dt.datetime) -> list[list[Any]]:
    """Open the survivor to whom the other was open; return for each whom, and what the survivor had before."""
    moved = []
    for share in shares.of(right.type, right.id):
        theirs = shares.describe(share)
        before = shares.existing(left, theirs)
        if before is None or (theirs["edit"] and not before["edit"]):
            shares.put(left, theirs, by=by, at=at)
            moved.append([theirs, before])
    return moved


def bring_favourites(left: Row, right: Row) -> list[int]:
    """Keep the survivor at hand for those who kept the other; return for whom it was not before."""
    having = set(favourites(left).values_list("user_id", flat=True))
    fresh = [item for item in favourites(right) if item.user_id not in having]
    Favourite.objects.bulk_create(
        Favourite(user_id=item.user_id, object_key=left.type.key, record_id=left.id, at=item.at)
        for item in fresh
    )
    return [item.user_id for item in fresh]


def favourites(row: Row) -> Any:
    return Favourite.objects.filter(object_key=row.type.key, record_id=row.id)


def put_back(entries: Sequence[Entry], rows: Mapping[int, Row], *, by: Actor, at: dt.datetime) -> None:
    """Take back what `mark` did: the address leads to the record itself again, shares and favourites are as before."""
    for entry in entries:
        row, moved = rows.get(entry.record_id), entry.diff["merged"][1]
        RecordLink.objects.filter(
            object_key=entry.object_key, record_id=moved["id"], field=ABSORBED, to_id=entry.record_id
        ).delete()
        renewed(entry.object_key, [entry.record_id, moved["id"]])
        if row is None:
            continue
        for theirs, before in moved["shares"]:
            if shares.existing(row, theirs) == theirs:
                shares.held(row, theirs).delete()
                if before:
                    shares.put(row, before, by=by, at=at)
        favourites(row).filter(user_id__in=moved["favourites"]).delete()


def survivor(object_type: ObjectType, record_id: int) -> int | None:
    """Return the record into which this one was merged, over any number of merges; None when it was not."""
    seen, found = {record_id}, None
    while (onward := led_to(object_type, found or record_id)) is not None and onward not in seen:
        seen.add(onward)
        found = onward
    return found


def led_to(object_type: ObjectType, record_id: int) -> int | None:
    links = RecordLink.objects.filter(object_key=object_type.key, record_id=record_id, field=ABSORBED)
    return links.values_list("to_id", flat=True).first()


def absorbed(object_type: ObjectType, record_id: int) -> list[int]:
    """Return the records that were merged into this one, over any number of merges."""
    found: list[int] = []
    layer = [record_id]
    while layer:
        links = RecordLink.objects.filter(
            to_key=object_type.key, to_id__in=layer, object_key=object_type.key, field=ABSORBED
        )
        layer = [item for item in links.values_list("record_id", flat=True) if item not in found]
        found += layer
    return found
