"""What happened around a record: to the deals and contacts that its layout lets into its story, as far as the reader sees them.

The records told about are few and found along the indexes of their links; what happened to them is found by their own
indexes. Only moments and ids are met on the way: the rows of one page are read in the end, within the reader's reach.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from django.db.models import CharField, F, Q, Value

from odnos.engine.access import rights
from odnos.engine.access.actor import Actor
from odnos.engine.access.fields import known_to
from odnos.engine.audit.models import Entry
from odnos.engine.audit.sight import told
from odnos.engine.audit.trail import APART
from odnos.engine.records import read
from odnos.engine.records.models import RecordLink
from odnos.engine.records.reach import reach
from odnos.engine.records.row import Row
from odnos.engine.records.rows import marked
from odnos.objects.fields import About, Links
from odnos.objects.layout import Related
from odnos.objects.registry import ObjectType, registry

MOST = 200
CHANGES = "changes"
Held = Mapping[str, Sequence[int]]
"""Ids of the records told about, by object."""
Place = tuple[dt.datetime, int]
"""A moment and an id: what the walk of a source is ordered by."""
Found = Entry | Row


def held(row: Row, *, by: Actor) -> Held:
    """Return the newest records, two hundred at most, that stand in the story of `row` and that `by` may see."""
    asked = [
        named(registry.get(item.object), item, row, by=by)
        for item in row.type.layout.related
        if item.told and may_follow(item, by=by)
    ]
    found: dict[str, list[int]] = defaultdict(list)
    for key, record_id in asked[0].union(*asked[1:], all=True).order_by("-pk")[:MOST] if asked else ():
        found[key].append(record_id)
    return found


def tells(object_type: ObjectType, key: str) -> bool:
    """Whether what happens to records of the object `key` stands in the story of those of `object_type`."""
    return any(item.told and item.object == key for item in object_type.layout.related)


def may_follow(item: Related, *, by: Actor) -> bool:
    """Whether `by` may see such records, and the link by which they are found."""
    kind = known_to(item.object, by=by)
    may_see = rights.may(by, "see", kind) != "none"  # spare: they are asked for within the reach
    return item.through in kind.by_name and may_see


def named(kind: ObjectType, item: Related, row: Row, *, by: Actor) -> Any:
    field = kind.field(item.through)
    condition = Q(**{field.column: row.id}) if not isinstance(field, Links) else linking(row, kind, field)
    key = Value(kind.key, output_field=CharField())
    return reach(kind, by=by).filter(condition).order_by().annotate(kind=key).values_list("kind", "pk")


def linking(row: Row, kind: ObjectType, field: Links) -> Q:
    links = RecordLink.objects.filter(
        to_key=row.type.key, to_id=row.id, object_key=kind.key, field=field.name
    )
    return Q(pk__in=links.values("record_id"))


def happened(
    held: Held, sources: Collection[str], marks: Mapping[str, Place], limit: int, *, by: Actor
) -> Iterator[tuple[str, dt.datetime, Found]]:
    """Yield the newest things that happened to the records `held`, behind the marks of their sources, in no order."""
    places: dict[str, list[Place]] = defaultdict(list)
    asked = [question for source in sources for question in questions(source, held)]
    for source, moment, number in asked[0].union(*asked[1:], all=True):
        if source not in marks or (moment, number) < marks[source]:
            places[source].append((moment, number))
    for source, met in places.items():
        met.sort(reverse=True)
        if source == CHANGES:
            entries = Entry.objects.in_bulk([number for _at, number in met[:limit]])
            yield from ((source, entry.at, entry) for entry in told(entries.values(), by=by))
        else:
            rows = seen(registry.get(source), [number for _at, number in met], limit, by=by)
            yield from ((source, row.columns["created_at"], row) for row in rows)


def questions(source: str, held: Held) -> Iterator[Any]:
    """Yield what asks for source, moment and id; one question an object, for an OR of them reads whole tables on SQLite."""
    name = Value(source, output_field=CharField())
    if source == CHANGES:
        for key, ids in held.items():
            found = Entry.objects.filter(object_key=key, record_id__in=ids).exclude(action__in=APART)
            yield (
                found.order_by().annotate(source_=name, moment=F("at")).values_list("source_", "moment", "pk")
            )
        return
    object_type = registry.get(source)
    parent = object_type.parent_field
    assert isinstance(parent, About)
    key_column, number = parent.columns
    for key, ids in held.items():
        about = marked(object_type).filter(**{key_column: key, f"{number}__in": ids}, deleted_at__isnull=True)
        yield (
            about.order_by()
            .annotate(source_=name, moment=F("created_at"))
            .values_list("source_", "moment", "pk")
        )


def seen(object_type: ObjectType, ids: Sequence[int], limit: int, *, by: Actor) -> list[Row]:
    """Return the first `limit` of the records `ids` that `by` may see."""
    found: list[Row] = []
    for start in range(0, len(ids), limit):
        part = ids[start : start + limit]
        rows = read.get_many(object_type, part, by=by)
        found += [rows[record_id] for record_id in part if record_id in rows]
        if len(found) >= limit:
            break
    return found[:limit]
