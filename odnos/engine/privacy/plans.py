"""What an erasure would take away and what would stay, before anybody decides."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from odnos.engine import index
from odnos.engine.privacy import files, person
from odnos.engine.privacy.person import Person
from odnos.engine.records import indexing
from odnos.engine.records.row import Row
from odnos.engine.transfer.models import ExportRun
from odnos.lib import text
from odnos.objects.context import Reference
from odnos.objects.registry import registry

MENTIONS = 20


@dataclass(frozen=True, kw_only=True)
class Plan:
    """Numbers of what goes; `texts` are records around whose texts lose the words; `elsewhere` other records with the words."""

    person: Person
    entries: int = 0
    files: int = 0
    uploads: int = 0
    exports: int = 0
    busy: bool = False
    texts: list[Row] = field(default_factory=list)
    elsewhere: list[Row] = field(default_factory=list)


def of(object_key: str, record_id: int) -> Plan:
    """Return what erasing this person would do. Raises NotFound."""
    found = person.find(object_key, record_id)
    held = files.uploads(found)
    return Plan(
        person=found,
        entries=sum(len(ids) for ids in person.entry_ids(row.reference for row in found.own)),
        files=len(set(files.attached(found.own))),
        uploads=len(held),
        exports=ExportRun.objects.count(),
        busy=files.busy(held),
        texts=[row for row in found.around if mentions(row, found)],
        elsewhere=person.rows_of(others(found)),
    )


def mentions(row: Row, found: Person) -> bool:
    return any(
        item.kind in ("text", "long_text")
        and found.needles.by_kind(item.kind).found(str(row[item.name] or ""))
        for item in row.type.all_fields
    )


def others(found: Person) -> Iterator[Reference]:
    """Yield further records in which the search finds the words: namesakes, doubles, colleagues with the same number."""
    known = {row.reference for row in [*found.own, *found.around]}
    met: set[Reference] = set()
    for written in sorted(found.needles.texts):
        needle = text.fold(written)
        for object_type in filter(indexing.is_searched, registry):
            for record_id in index.first(object_type.key, needle, MENTIONS):
                one = (object_type.key, record_id)
                if one not in known and one not in met and len(met) < MENTIONS:
                    met.add(one)
                    yield one
