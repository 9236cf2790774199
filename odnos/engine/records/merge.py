"""Two records of the same thing become one; everything that hung on either hangs on the one that stays.

The other goes to the bin, its address leads to the survivor, and the whole is one change set that can be undone.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from odnos.engine.access.actor import Actor
from odnos.engine.access.rights import Denied
from odnos.engine.audit.models import ChangeSet, Entry
from odnos.engine.outbox.emit import emit
from odnos.engine.records import read, references, shares, write
from odnos.engine.records.errors import Conflict, Invalid
from odnos.engine.records.models import RecordLink
from odnos.engine.records.outcome import Outcome
from odnos.engine.records.row import Row
from odnos.engine.records.rows import locked
from odnos.engine.views.models import Favourite
from odnos.objects.fields import Field, Links, MultiChoice
from odnos.objects.registry import ObjectType

ABSORBED = "merged_into"
BATCH = 500
Picks = Mapping[str, str]
"""For each field where the two differ: "left" keeps the survivor's value, "right" takes the other's."""


@dataclass(frozen=True, kw_only=True)
class Choice:
    """One field of two records: both values, and the one that is taken unless somebody picks otherwise."""

    field: Field
    left: Any
    right: Any
    pick: str

    @property
    def same(self) -> bool:
        return bool(self.left == self.right) or is_united(self.field)


def is_united(field: Field) -> bool:
    """Whether both records' values are kept together: tags, further addresses, links."""
    return isinstance(field, Links | MultiChoice)


def can_merge(object_type: ObjectType) -> bool:
    """Whether records of this object are recognised as doubles at all."""
    return bool(object_type.duplicates)


def choices(left: Row, right: Row) -> list[Choice]:
    """Return the fields of two records side by side; an empty value of the survivor gives way."""
    found = []
    for field in left.type.all_fields:
        if field.readonly or (field.is_empty(left[field.name]) and field.is_empty(right[field.name])):
            continue
        pick = "right" if field.is_empty(left[field.name]) else "left"
        found.append(Choice(field=field, left=left[field.name], right=right[field.name], pick=pick))
    return found


def merge(
    object_type: ObjectType,
    keep: int,
    lose: int,
    *,
    picks: Picks,
    versions: tuple[int, int] | None = None,
    by: Actor,
    at: dt.datetime,
) -> ChangeSet:
    """Merge the record `lose` into `keep`. Raises NotFound, Denied, Invalid, Conflict; then nothing has changed."""
    if keep == lose or not can_merge(object_type):
        raise Invalid({"": [_("Choose another record to merge with.")]})
    with transaction.atomic():
        left, right = both(object_type, keep, lose, versions=versions, by=by)
        made = ChangeSet.objects.create(
            kind="merge", label=f"{right.title} → {left.title}"[:300], actor_id=by.user_id, at=at
        )
        steward = dataclasses.replace(by, role="system", narrow=None)
        redirect_all(left, right, by=steward, at=at, change_set=made.pk)
        write.delete_one(object_type, lose, by=by, at=at, change_set=made.pk)
        settle_values(left, right, picks, by=by, at=at, change_set=made.pk)
        mark(left, right, by=by, at=at, change_set=made.pk)
        ChangeSet.objects.filter(pk=made.pk).update(
            entries=Entry.objects.filter(change_set_id=made.pk).count()
        )
    return made


def both(
    object_type: ObjectType, keep: int, lose: int, *, versions: tuple[int, int] | None, by: Actor
) -> tuple[Row, Row]:
    """Return the two rows, locked, if `by` may change the one and delete the other."""
    left, right = (read.get(object_type, record_id, by=by) for record_id in (keep, lose))
    if keep not in locked(object_type, [keep], by=by, deed="edit"):
        raise Denied(_("You may see this record, but not change it."))
    if lose not in locked(object_type, [lose], by=by, deed="delete"):
        raise Denied(_("Merging removes the other record, and you may not delete it. Ask its owner."))
    for row, version in zip((left, right), versions or (), strict=False):
        if row.version != version:
            raise write.conflict_at(row, version)
    return left, right


def redirect_all(left: Row, right: Row, *, by: Actor, at: dt.datetime, change_set: int) -> None:
    """Make every record that names the one name the other, whoever owns it."""
    for naming in references.namings(right.type.key):
        found = references.ids(naming, right.reference, by=by)
        for start in range(0, len(found), BATCH):
            batch = references.redirected(
                naming, found[start : start + BATCH], right.reference, left.reference, by=by
            )
            outcomes = write.update_many(
                naming.type, batch, by=by, at=at, change_set=change_set, action="relinked", trusted=True
            )
            refuse_if_any(outcomes)


def refuse_if_any(outcomes: Sequence[Outcome]) -> None:
    for outcome in outcomes:
        if outcome.errors:
            raise Invalid(outcome.errors)


def settle_values(
    left: Row, right: Row, picks: Picks, *, by: Actor, at: dt.datetime, change_set: int
) -> None:
    """Give the survivor the values picked; what both may keep is united."""
    values = {}
    for choice in choices(left, right):
        value = united(choice) if is_united(choice.field) else picked(choice, picks)
        values[choice.field.name] = without_self(choice.field, value, left, right)
    write.update(left.type, left.id, values, version=None, by=by, at=at, change_set=change_set)


def picked(choice: Choice, picks: Picks) -> Any:
    return choice.right if picks.get(choice.field.name, choice.pick) == "right" else choice.left


def united(choice: Choice) -> tuple[Any, ...]:
    by_key = {getattr(item, "id", item): item for item in (*choice.right, *choice.left)}
    order = dict.fromkeys(getattr(item, "id", item) for item in (*choice.left, *choice.right))
    return tuple(by_key[key] for key in order)


def without_self(field: Field, value: Any, left: Row, right: Row) -> Any:
    """Return `value` without names of the two records themselves: neither can lead to the other any more."""
    ours = {left.reference, right.reference}
    if not ours & set(field.references(value)):
        return value
    if isinstance(field, Links):
        return tuple(item for item in value if (field.to, item.id) not in ours)
    other = right[field.name] if value == left[field.name] else left[field.name]
    return None if ours & set(field.references(other)) else other


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
        actor_id=by.user_id,
        source=by.source,
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


__all__ = [
    "ABSORBED",
    "Choice",
    "Conflict",
    "Picks",
    "absorbed",
    "can_merge",
    "choices",
    "merge",
    "put_back",
    "survivor",
]
