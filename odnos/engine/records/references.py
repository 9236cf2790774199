"""Which records name a record: through links, links with role, and references to a record of any kind."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Q

from odnos.engine.access.actor import Actor
from odnos.engine.records import read
from odnos.engine.records.kept import aliased
from odnos.engine.records.models import RecordLink
from odnos.engine.records.outcome import Change
from odnos.engine.records.reach import reach
from odnos.engine.records.row import Row
from odnos.objects.context import Reference
from odnos.objects.fields import About, Field, Link, Links
from odnos.objects.registry import ObjectType, registry

BATCH = 500


@dataclass(frozen=True, kw_only=True)
class Naming:
    """A field by which records of `type` may name the record asked about."""

    type: ObjectType
    field: Field


def namings(key: str) -> Iterator[Naming]:
    """Yield every field by which a record of the object `key` can be named; the parts of the record first."""
    found = [
        Naming(type=item, field=field)
        for item in registry
        for field in item.all_fields
        if isinstance(field, About) or getattr(field, "to", None) == key
    ]
    yield from sorted(found, key=lambda naming: naming.type.parent_field is not naming.field)


def ids(naming: Naming, target: Reference, *, by: Actor) -> list[int]:
    """Return the living records that name `target` by this field and that `by` may see."""
    field, (_key, record_id) = naming.field, target
    if isinstance(field, Links):
        held = RecordLink.objects.filter(
            to_key=field.to, to_id=record_id, object_key=naming.type.key, field=field.name
        )
        condition = Q(pk__in=held.values("record_id"))
    elif isinstance(field, About):
        condition = Q(**field.store(target))
    else:
        condition = Q(**{field.column: record_id})
    reached = aliased(naming.type, reach(naming.type, by=by), field.columns)
    return list(reached.filter(condition).order_by("pk").values_list("pk", flat=True))


def all_naming(
    naming: Naming, key: str, targets: Sequence[int], *, by: Actor
) -> Iterator[tuple[Reference, Reference]]:
    """Yield the living records that `by` may see and that name records `targets` of the object `key`, each with whom it names."""
    field, wanted = naming.field, set(targets)
    for start in range(0, len(targets), BATCH):
        some = targets[start : start + BATCH]
        if isinstance(field, Links):
            held = RecordLink.objects.filter(
                to_key=key, to_id__in=some, object_key=naming.type.key, field=field.name
            )
            condition = Q(pk__in=held.values("record_id"))
        elif isinstance(field, About):
            key_column, number_column = field.columns
            condition = Q(**{key_column: key, f"{number_column}__in": some})
        else:
            condition = Q(**{f"{field.column}__in": some})
        within = reach(naming.type, by=by)  # spare: what is found is read by who may
        reached = aliased(naming.type, within, field.columns)
        found = list(reached.filter(condition).order_by("pk").values_list("pk", flat=True))
        for row in read.get_many(naming.type, found, by=by, columns=(field.name,)).values():
            for named in field.references(row[field.name]):
                if named[0] == key and named[1] in wanted:
                    yield row.reference, named


def redirected(
    naming: Naming, record_ids: list[int], old: Reference, new: Reference, *, by: Actor
) -> list[Change]:
    """Return the changes by which records name `new` where they named `old`."""
    rows = read.get_many(naming.type, record_ids, by=by)
    return [
        Change(id=row.id, values={naming.field.name: replaced(naming.field, row, old, new)})
        for row in rows.values()
        if row.reference != new
    ]


def replaced(field: Field, row: Row, old: Reference, new: Reference) -> object:
    """Return the value of `field` with `new` in the place of `old`; a link that is there already keeps its role."""
    if isinstance(field, Links):
        given = row[field.name]
        present = {item.id for item in given}
        swapped = (item._replace(id=new[1]) if item.id == old[1] else item for item in given)
        return tuple(
            item
            for item, was in zip(swapped, given, strict=True)
            if was.id == item.id or new[1] not in present
        )
    return new[1] if isinstance(field, Link) else new
