"""Who one person is among the records, and what stands around them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from django.db.models import Q

from odnos.engine.audit.erasing import WITNESS
from odnos.engine.audit.models import Entry
from odnos.engine.privacy import needles, subjects
from odnos.engine.privacy.needles import Needles
from odnos.engine.records import absorbing, read
from odnos.engine.records.errors import NotFound
from odnos.engine.records.heirs import parts
from odnos.engine.records.models import RecordLink
from odnos.engine.records.row import Row
from odnos.engine.records.rows import marked
from odnos.objects.context import Reference
from odnos.objects.fields import Link
from odnos.objects.registry import registry

MOST = 5000
"""Records around a person that are looked through, at most."""


@dataclass(frozen=True, kw_only=True)
class Person:
    """The records that are one person, those about them, those that name them, and the words that tell them."""

    reference: Reference
    rows: Sequence[Row]
    parts: Sequence[Row] = ()
    around: Sequence[Row] = ()
    needles: Needles = field(default_factory=lambda: Needles(frozenset()))

    @property
    def references(self) -> list[Reference]:
        return [row.reference for row in self.rows]

    @property
    def own(self) -> list[Row]:
        return [*self.rows, *self.parts]


def find(object_key: str, record_id: int) -> Person:
    """Return everything that belongs to a person. Raises NotFound for what is none."""
    if subjects.of(object_key) is None:
        raise NotFound(f"{object_key} {record_id}")
    rows = rows_of(sorted(the_same((object_key, record_id))))
    if (object_key, record_id) not in [row.reference for row in rows]:
        raise NotFound(f"{object_key} {record_id}")
    about = list(islice(parts_of(rows), MOST))
    words = needles.of(rows, entries_of([row.reference for row in rows]))
    mine = {row.reference for row in [*rows, *about]}
    near = [row for row in islice(neighbours(rows), MOST) if row.reference not in mine]
    near += [row for row in islice(parts_of(near), MOST) if row.reference not in mine]
    return Person(reference=(object_key, record_id), rows=rows, parts=about, around=near, needles=words)


def the_same(reference: Reference) -> set[Reference]:
    """Return the records that are this person: merged into it, made from it, or what it was made from."""
    found: set[Reference] = set()
    waiting = [reference]
    while waiting:
        key, record_id = one = waiting.pop()
        if one in found or key not in registry:
            continue
        found.add(one)
        waiting += [(key, other) for other in absorbing.absorbed(registry.get(key), record_id)]
        waiting += twins(one)
    return found


def twins(reference: Reference) -> Iterator[Reference]:
    key, record_id = reference
    for subject in subjects.every():
        object_type = registry.get(subject.object)
        for name in subject.twins:
            link = object_type.field(name)
            if not isinstance(link, Link):
                continue
            if subject.object == key:
                for other in marked(object_type).filter(pk=record_id).values_list(link.column, flat=True):
                    if other is not None:
                        yield link.to, other
            if link.to == key:
                same = marked(object_type).filter(**{link.column: record_id})
                yield from ((subject.object, other) for other in same.values_list("pk", flat=True))


def rows_of(references: Iterable[Reference]) -> list[Row]:
    """Return records with all their fields, those in the bin too."""
    found: list[Row] = []
    wanted: dict[str, list[int]] = {}
    for key, record_id in references:
        wanted.setdefault(key, []).append(record_id)
    for key, ids in wanted.items():
        object_type = registry.get(key)
        columns = marked(object_type).filter(pk__in=ids).order_by("pk")
        found += read.rows_of(object_type, list(columns.values(*read.column_names(object_type, None))), None)
    return found


def parts_of(rows: Sequence[Row]) -> Iterator[Row]:
    """Yield what was written and planned about some records, and their other parts."""
    by_key: dict[str, list[int]] = {}
    for row in rows:
        by_key.setdefault(row.type.key, []).append(row.id)
    for key, ids in by_key.items():
        for part, theirs in parts(registry.get(key), ids):
            found = marked(part).filter(theirs).order_by("-pk")[:MOST]
            yield from read.rows_of(part, list(found.values(*read.column_names(part, None))), None)


def neighbours(rows: Sequence[Row]) -> Iterator[Row]:
    """Yield the records that name these, and those that these name."""
    references: set[Reference] = set()
    for row in rows:
        references |= read.references([row], row.type.by_name)
        named = RecordLink.objects.filter(to_key=row.type.key, to_id=row.id)
        references |= set(named.values_list("object_key", "record_id")[:MOST])
        if row.type.key == "user":
            continue  # a user owns thousands of records; that these are theirs is no text about them
        for object_type, link in registry.links_to(row.type.key):
            if (
                isinstance(link, Link)
                and not link.key
                and link.name not in ("owner", "created_by", "updated_by")
            ):
                found = marked(object_type).filter(**{link.column: row.id})
                references |= {(object_type.key, pk) for pk in found.values_list("pk", flat=True)[:MOST]}
    yield from rows_of(
        (key, number) for key, number in sorted(references) if key in registry and key not in ("user", "team")
    )


def entries_of(references: Iterable[Reference]) -> Iterator[Entry]:
    """Yield the trail of some records."""
    for ids in entry_ids(references):
        yield from Entry.objects.filter(pk__in=ids).order_by("pk")


def entry_ids(references: Iterable[Reference]) -> Iterator[list[int]]:
    """Yield the ids of the entries about some records, a record at a time, without those that witness an erasure."""
    for key, record_id in references:
        about = Q(object_key=key, record_id=record_id)
        found = Entry.objects.filter(about).exclude(action__in=(WITNESS, *TOLD))
        yield list(found.order_by("pk").values_list("pk", flat=True))


TOLD = ("person_erased", "made_anonymous", "person_exported")
"""What this package writes itself: nothing in it tells who it was."""
