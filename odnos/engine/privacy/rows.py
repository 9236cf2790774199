"""Taking a person out of the record tables: emptied shells, parts that go, texts around them without their words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import F, Q

from odnos.engine.access.actor import Actor
from odnos.engine.access.models import Share
from odnos.engine.access.tripwire import Written
from odnos.engine.audit import erasing
from odnos.engine.audit.models import Entry
from odnos.engine.index import words
from odnos.engine.outbox.emit import renewed
from odnos.engine.privacy import subjects
from odnos.engine.privacy.needles import Needles
from odnos.engine.privacy.person import Person, entry_ids, rows_of
from odnos.engine.privacy.subjects import Subject
from odnos.engine.records import indexing, shares
from odnos.engine.records.draft import Draft
from odnos.engine.records.models import RecordLink, RecordValue
from odnos.engine.records.row import Row
from odnos.engine.records.rows import marked
from odnos.engine.records.save import blanks
from odnos.engine.tables.custom import COLUMN
from odnos.engine.views.models import Favourite, Seen, SegmentMember
from odnos.lib import text
from odnos.objects.registry import ObjectType, registry

FREE = frozenset(("text", "long_text"))
"""Kinds of fields in which people write about others. An address or a number of another record is that record's own."""
KEPT = frozenset(("owner", "team", "territory", "created_at", "updated_at", "created_by", "updated_by"))


def empty(row: Row, *, anonymous: bool, by: Actor, at: dt.datetime) -> None:
    """Leave of a record nothing but its place, and in an anonymous one what says nothing about who it was."""
    object_type = row.type
    subject = subjects.of(object_type.key)
    assert subject is not None
    stays = KEPT | set(subject.stays if anonymous or subject.remains else ())
    columns = cleared(object_type, stays) | {object_type.title_field.column: stub(subject, row.id)}
    if not anonymous and not subject.remains:
        columns["deleted_at"] = row.columns["deleted_at"] or at
    written = marked(object_type).filter(Written(object_type), pk=row.id)
    written.update(**columns, version=F("version") + 1, updated_at=at, updated_by_id=by.user_id)
    if "is_active" in object_type.by_name:
        written.update(is_active=False)
    if not anonymous:
        unlink(row)
    RecordValue.objects.filter(object_key=object_type.key, record_id=row.id).delete()
    renewed(object_type.key, [row.id])
    reindex([row], by=by, at=at)


def stub(subject: Subject, number: int) -> str:
    return str(subject.stub) % {"number": number}


def cleared(object_type: ObjectType, stays: Iterable[str]) -> dict[str, Any]:
    """Return the columns of every field but those that stay, as they are in a record of which nothing is known."""
    blank = blanks(object_type)
    kept = {
        column for name in stays if name in object_type.by_name for column in object_type.field(name).columns
    }
    names = {column for item in object_type.all_fields if not item.key for column in item.columns}
    return {name: blank[name] for name in names - kept if name in blank} | {COLUMN: {}}


def unlink(row: Row) -> None:
    """Take away the ties of a record: links from and to it, shares, stars, when it was looked at."""
    about = Q(object_key=row.type.key, record_id=row.id)
    RecordLink.objects.filter(about | Q(to_key=row.type.key, to_id=row.id)).delete()
    Share.objects.filter(about).delete()
    Favourite.objects.filter(about).delete()
    Seen.objects.filter(about).delete()
    SegmentMember.objects.filter(about).delete()


def remove(rows: Sequence[Row]) -> None:
    """Take parts away for good: what was written about somebody is nobody else's."""
    for row in rows:
        unlink(row)
        RecordValue.objects.filter(object_key=row.type.key, record_id=row.id).delete()
        indexing.remove(row.type, [row.id])
        found = marked(row.type).filter(Written(row.type), pk=row.id)
        found._raw_delete(found.db)
        renewed(row.type.key, [row.id])


def reindex(rows: Sequence[Row], *, by: Actor, at: dt.datetime) -> None:
    """Write the search entries of records as they are now; those in the bin have none."""
    for row in rows_of(row.reference for row in rows):
        if row.columns["deleted_at"] is not None:
            indexing.remove(row.type, [row.id])
        else:
            draft = Draft(row.type, old=row, by=by, at=at, ctx=by.context(at))
            indexing.write(row.type, [draft], anew=True)


def silence(rows: Iterable[Row], needles: Needles, *, by: Actor, at: dt.datetime) -> list[Row]:
    """Take somebody's words out of the texts of records that stand around them; return those that had any."""
    changed = []
    for row in rows:
        columns: dict[str, Any] = {}
        for item in row.type.all_fields:
            if item.kind in FREE and not item.key:
                before = row.columns[item.column]
                if (after := needles.by_kind(item.kind).without(before)) != before:
                    columns[item.column] = after
        added = row.columns.get(COLUMN)
        if added and (after := needles.without(added)) != added:
            columns[COLUMN] = after
        if columns:
            written = marked(row.type).filter(Written(row.type), pk=row.id)
            written.update(**columns, version=F("version") + 1, updated_at=at, updated_by_id=by.user_id)
            renewed(row.type.key, [row.id])
            changed.append(row)
    reindex(changed, by=by, at=at)
    return changed


def wipe_trail(person: Person, *, by: Actor, at: dt.datetime) -> int:
    """Take the values out of the trail: all of the person's own, and their words out of that of the records around."""
    key, record_id = person.reference
    done = 0
    is_user = any(row.type.key == "user" for row in person.rows)
    for ids in entry_ids(row.reference for row in person.own):
        done += erasing.wipe(
            ids, object_key=key, record_id=record_id, by=by, at=at, clean=left, address=is_user
        )
    for ids in entry_ids(row.reference for row in person.around):
        said = [
            entry.pk
            for entry in Entry.objects.filter(pk__in=ids)
            if quiet(entry, person.needles) != entry.diff
        ]
        done += erasing.wipe(
            said,
            object_key=key,
            record_id=record_id,
            by=by,
            at=at,
            clean=lambda entry: quiet(entry, person.needles),
        )
    return done


def quiet(entry: Entry, needles: Needles) -> dict[str, Any]:
    """Return the values of an entry about a record around somebody, without their words."""
    fields = registry.get(entry.object_key).by_name if entry.object_key in registry else {}
    kinds = {name: fields[name].kind if name in fields else "" for name in entry.diff}
    return {name: needles.by_kind(kinds[name]).without(pair) for name, pair in entry.diff.items()}


def left(entry: Entry) -> dict[str, Any]:
    """Return what stays of an entry about a person: to whom it was open, and which record was merged, without its title."""
    if entry.action in shares.ACTIONS:
        return dict(entry.diff)
    if entry.action == "merged" and entry.diff:
        return {"merged": [None, {**entry.diff["merged"][1], "title": ""}]}
    return {}


def forget_words(person: Person) -> Needles:
    """Drop the words of their names from the vocabulary, unless somebody else's title has them too.

    Return what to look for in the files: with the family names that are nobody else's.
    """
    folded = {word for one in person.needles.near.texts for word in indexing.WORD.findall(text.fold(one))}
    words.forget(words.known_unused(sorted(folded)))
    theirs = [name for name in person.needles.near.texts if " " not in name]
    others = words.known([text.fold(name) for name in theirs])
    rare = {name for name in theirs if text.fold(name) not in others}
    return Needles(person.needles.texts | rare, person.needles.phones)


__all__ = ["empty", "forget_words", "remove", "silence", "wipe_trail"]
