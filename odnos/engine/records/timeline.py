"""A record's story: its own changes, what was written and planned about it, and what happened to its parts and to the
records around it, newest first.

Every source is walked along its own index from where the page before ended, and the walks are merged by moment.
"""

from __future__ import annotations

import base64
import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from django.db.models import Q
from django.utils.translation import gettext as _

from odnos.engine.access.actor import Actor
from odnos.engine.access.fields import known_to
from odnos.engine.audit import sight
from odnos.engine.audit.models import Entry
from odnos.engine.audit.trail import APART
from odnos.engine.filters.tree import FilterError
from odnos.engine.records import around, merge, paging, read
from odnos.engine.records.heirs import parts
from odnos.engine.records.reach import reach
from odnos.engine.records.row import Row
from odnos.engine.records.rows import marked
from odnos.objects.context import Reference
from odnos.objects.fields import About
from odnos.objects.registry import ObjectType, registry

CHANGES = around.CHANGES
AROUND = "+"
"""Behind a source's name: the same of the records around."""
MOST_PARTS = 500


@dataclass(frozen=True, kw_only=True)
class Item:
    """One thing that happened `at` a moment: a change (`entry`), or a note, task or other record about this one (`row`)."""

    source: str
    at: dt.datetime
    id: int
    actor_id: int | None
    entry: Entry | None = None
    row: Row | None = None


@dataclass(frozen=True, kw_only=True)
class Page:
    """Some items, newest first, and the marker of the older ones."""

    items: Sequence[Item]
    older: str | None


Marks = Mapping[str, str | int]
"""How far each source has been walked: the last entry's id, or a keyset cursor."""


def of(row: Row, *, by: Actor, show: str = "all", after: str | None = None, limit: int = 30) -> Page:
    """Return a page of the story of `row`. `show` is "all", "changes", or the key of an object such as "note"."""
    marks = decode(after) if after else {}
    taken: list[Item] = []
    for source in sources(show):
        mark = marks.get(source)
        taken += (
            changes(row, mark, limit, by=by) if source == CHANGES else about(source, row, mark, limit, by=by)
        )
    if show != CHANGES:
        taken += beside(row, sources(show), marks, limit, by=by)
    taken.sort(key=lambda item: (item.at, item.source, item.id), reverse=True)
    shown = taken[:limit]
    return Page(items=shown, older=encode(advance(marks, shown)) if len(taken) > limit else None)


def sources(show: str) -> list[str]:
    """Return the sources that a filter of the story walks."""
    if show == "all":
        return [CHANGES, *writable()]
    return [show] if show in (CHANGES, *writable()) else [CHANGES]


def writable() -> list[str]:
    """Return the objects whose records are about others: notes, tasks."""
    return [item.key for item in registry if isinstance(item.parent_field, About)]


def changes(row: Row, mark: Any, limit: int, *, by: Actor) -> Iterator[Item]:
    """Yield what was changed on the record, on those merged into it, and on its parts, as far as `by` may know it."""
    found = Entry.objects.filter(told(row)).exclude(action__in=APART).order_by("-pk")
    behind, number = (None if mark is None else int(mark)), 0
    while number <= limit:
        entries = list((found if behind is None else found.filter(pk__lt=behind))[: limit + 1])
        for entry in sight.told(entries, by=by):
            number += 1
            yield Item(source=CHANGES, at=entry.at, id=entry.pk, actor_id=entry.actor_id, entry=entry)
        if len(entries) <= limit:
            return
        behind = entries[-1].pk


def told(row: Row) -> Q:
    ids = [row.id, *(merge.absorbed(row.type, row.id) if merge.can_merge(row.type) else ())]
    condition = Q(object_key=row.type.key, record_id__in=ids)
    for part, theirs in parts(row.type, [row.id]):
        if not isinstance(part.parent_field, About):
            held = list(marked(part).filter(theirs).values_list("pk", flat=True)[:MOST_PARTS])
            if held:
                condition |= Q(object_key=part.key, record_id__in=held)
    return condition


def about(key: str, row: Row, mark: Any, limit: int, *, by: Actor) -> Iterator[Item]:
    """Yield the records of the object `key` that are about this one, along the index of what they are about."""
    object_type = known_to(key, by=by)
    if object_type.key == row.type.key:
        return
    order = paging.order_of(object_type, "-created_at")
    position = paging.decode(order, str(mark)) if mark else None
    named = reach(object_type, by=by).filter(**about_field(object_type).store(row.reference))
    held = [field.name for field in object_type.all_fields if field.columns]
    names = read.column_names(object_type, held, order.column)
    for columns in paging.taken(object_type, named, order, position, names, limit + 1):
        yield Item(
            source=key,
            at=columns["created_at"],
            id=columns["id"],
            actor_id=columns["created_by_id"],
            row=Row(object_type, columns),
        )


def beside(row: Row, among: list[str], marks: Marks, limit: int, *, by: Actor) -> Iterator[Item]:
    """Yield what happened to the records around this one, from the sources asked for."""
    held = around.held(row, by=by)
    if not held:
        return
    behind = {name: mark for name in among if (mark := place(marks.get(f"{name}{AROUND}")))}
    for name, at, found in around.happened(held, among, behind, limit + 1, by=by):
        source = f"{name}{AROUND}"
        if isinstance(found, Row):
            yield Item(source=source, at=at, id=found.id, actor_id=found.columns["created_by_id"], row=found)
        else:
            yield Item(source=source, at=at, id=found.pk, actor_id=found.actor_id, entry=found)


def place(mark: Any) -> around.Place | None:
    """Return where a walk around the record goes on. Raises FilterError."""
    if mark is None:
        return None
    moment, _space, number = str(mark).partition(" ")
    try:
        at, record_id = dt.datetime.fromisoformat(moment), int(number)
    except ValueError as error:
        raise unknown_marker() from error
    if at.tzinfo is None:
        raise unknown_marker()
    return at, record_id


def about_field(object_type: ObjectType) -> About:
    parent = object_type.parent_field
    assert isinstance(parent, About)
    return parent


def advance(marks: Marks, shown: Iterable[Item]) -> Marks:
    """Return the marks behind the last item shown of each source."""
    moved = dict(marks)
    for item in shown:
        if item.source.endswith(AROUND):
            moved[item.source] = f"{item.at.isoformat()} {item.id}"
        else:
            moved[item.source] = marker(item.row) if item.row else item.id
    return moved


def marker(row: Row) -> str:
    return read.edge(row.columns, paging.order_of(row.type, "-created_at"), backward=False)


def encode(marks: Marks) -> str:
    return base64.urlsafe_b64encode(orjson.dumps(marks)).decode().rstrip("=")


def decode(after: str) -> Marks:
    """Return the marks in a page marker. Raises FilterError for one that Odnos did not write."""
    try:
        marks = orjson.loads(base64.urlsafe_b64decode(after + "=" * (-len(after) % 4)))
        return {str(name): int(mark) if name == CHANGES else str(mark) for name, mark in marks.items()}
    except Exception as error:
        raise unknown_marker() from error


def unknown_marker() -> FilterError:
    return FilterError(_("This page marker is not valid; start from the first page."))


def references(items: Iterable[Item]) -> set[Reference]:
    """Return every record that these items name: who did it, and what their fields lead to now or led to before."""
    found: set[Reference] = set()
    for item in items:
        if item.actor_id:
            found.add(("user", item.actor_id))
        found |= set(named_by_entry(item.entry)) if item.entry else named_by_row(item.row)
    return found


def named_by_row(row: Row | None) -> set[Reference]:
    return (
        read.references([row], [field.name for field in row.type.all_fields if field.columns])
        if row
        else set()
    )


def named_by_entry(entry: Entry) -> Iterator[Reference]:
    """Yield the records that both values of every field of an entry lead to, and the part it is about."""
    yield entry.object_key, entry.record_id
    if entry.object_key not in registry:
        return
    object_type = registry.get(entry.object_key)
    for opening in filter(None, entry.diff.get("share") or ()):
        yield ("user", opening["user"]) if "user" in opening else ("team", opening["team"])
    for name, pair in entry.diff.items():
        if field := object_type.by_name.get(name):
            for value in pair:
                yield from field.references(parsed(field, value))


def parsed(field: Any, value: Any) -> Any:
    """Return a field's value from its JSON form in the trail; of what cannot be read any more, the empty one."""
    from odnos.objects.fields import Invalid

    if not getattr(field, "to", "") and not isinstance(field, About):
        return value
    try:
        return field.parse(value, None)
    except Invalid:
        return field.parse(None, None)
