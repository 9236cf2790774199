"""Two records of the same thing become one; everything that hung on either hangs on the one that stays.

The other goes to the bin, its address leads to the survivor, and the whole is one change set that can be undone.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from odnos.engine.access.actor import Actor
from odnos.engine.access.rights import Denied
from odnos.engine.audit.models import ChangeSet, Entry
from odnos.engine.records import read, references, write
from odnos.engine.records.absorbing import ABSORBED, absorbed, mark, put_back, survivor
from odnos.engine.records.choosing import (
    Choice,
    Picks,
    can_merge,
    choices,
    is_united,
    picked,
    united,
    without_self,
)
from odnos.engine.records.errors import Conflict, Invalid
from odnos.engine.records.outcome import Outcome
from odnos.engine.records.row import Row
from odnos.engine.records.rows import locked
from odnos.objects.registry import ObjectType

BATCH = 500


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
        settle_values(left, right, picks, by=by, steward=steward, at=at, change_set=made.pk)
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
            raise write.conflict_at(row, version, by=by)
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
    left: Row, right: Row, picks: Picks, *, by: Actor, steward: Actor, at: dt.datetime, change_set: int
) -> None:
    """Give the survivor the values picked; what both may keep is united. Where `by` may not pick, the usual is taken."""
    own = left.type
    found = {item.field.name: item for item in choices(*as_kept(left, right, by=by))}
    chosen = {name: picks[name] for name in picks if name in found and name in own.by_name}
    if refused := [name for name in chosen if own.by_name[name].readonly and not found[name].field.readonly]:
        raise Invalid(
            {
                name: [_("You may not change this field. Ask an administrator for the right.")]
                for name in refused
            }
        )
    values = {}
    for name, choice in found.items():
        value = united(choice) if is_united(choice.field) else picked(choice, chosen)
        values[name] = without_self(choice.field, value, left, right)
    theirs = {
        name: value
        for name, value in values.items()
        if name in own.by_name and not own.by_name[name].readonly
    }
    quiet = {name: value for name, value in values.items() if name not in theirs}
    write.update(own, left.id, theirs, version=None, by=by, at=at, change_set=change_set)
    if quiet:
        write.update(own, left.id, quiet, version=None, by=steward, at=at, change_set=change_set)


def as_kept(left: Row, right: Row, *, by: Actor) -> tuple[Row, Row]:
    """Return the two rows with the fields that are hidden from `by` too."""
    rows = read.get_many(left.type, [left.id, right.id], by=by, deleted=None, as_kept=True)
    return rows[left.id], rows[right.id]


__all__ = [
    "ABSORBED",
    "Choice",
    "Conflict",
    "Picks",
    "absorbed",
    "can_merge",
    "choices",
    "is_united",
    "merge",
    "put_back",
    "survivor",
    "united",
]
