"""The definitions that are here, known by their names as a file has them."""

from __future__ import annotations

from collections.abc import Iterator

from odnos.engine.access.actor import Actor
from odnos.engine.configuration import declared  # noqa: F401 -- declaring is what the import is for
from odnos.engine.configuration.conditions import Unmovable, portable
from odnos.engine.configuration.names import TEAM, Book, Name
from odnos.engine.records import read
from odnos.engine.records.reach import reach
from odnos.engine.records.row import Row
from odnos.objects import configurable
from odnos.objects.configurable import Configurable
from odnos.objects.fields import Field
from odnos.objects.registry import ObjectType, registry

BATCH = 500


class Known(Book):
    """Every definition here, those in the bin as well, by object and name; and the teams, which stay behind but are named."""

    def __init__(self, *, by: Actor) -> None:
        super().__init__()
        self.by = by
        self.rows: dict[str, dict[Name, Row]] = {}
        self.binned: dict[str, dict[Name, Row]] = {}
        for row in every(registry.get(TEAM), by=by) if TEAM in registry else ():
            if row.columns["deleted_at"] is None:
                self.add(TEAM, (row.title,), row.id)
        for part in parts():
            self.read(part)

    def read(self, part: Configurable) -> None:
        """Know the definitions of one object; those they lie in are known by then."""
        self.rows[part.object], self.binned[part.object] = {}, {}
        for row in every(registry.get(part.object), by=self.by):
            name = self.name_of(part, row)
            if name is None:
                continue
            self.names[row.reference] = name
            living = row.columns["deleted_at"] is None
            (self.rows if living else self.binned)[part.object][name] = row
            if living:
                self.ids[part.object, name] = row.id

    def name_of(self, part: Configurable, row: Row) -> Name | None:
        """Return the name of a definition; None when what it lies in is unknown."""
        own = tuple(self.word(part, name, row) for name in part.key)
        if part.inside is None:
            return own
        link = registry.get(part.object).field(part.inside[0])
        outer = self.names.get((getattr(link, "to", ""), row[link.name] or 0))
        return None if outer is None else (*outer, *own)

    def word(self, part: Configurable, name: str, row: Row) -> str:
        """Return what a field adds to a definition's name: the same words wherever it is."""
        value = str(row[name] or "")
        if name not in part.filters:
            return value
        try:
            return portable(value, str(row[part.filters[name]]), self)
        except Unmovable:
            return value


def parts() -> Iterator[Configurable]:
    """Return what configurations are made of, as far as it is there."""
    return (part for part in configurable.every() if part.object in registry)


def attributes(part: Configurable) -> list[Field]:
    """Return the fields of a definition that a file holds: not its place, what follows from others, or who works here."""
    link = part.inside[0] if part.inside else ""
    return [
        field
        for field in registry.get(part.object).declared
        if field.name not in ("position", link)
        and field.name not in part.leaves
        and not field.readonly
        and getattr(field, "to", "") != "user"
    ]


def has_order(object_type: ObjectType) -> bool:
    return "position" in object_type.by_name


def every(object_type: ObjectType, *, by: Actor) -> list[Row]:
    """Return all records of an object in their order, those in the bin as well."""
    reached = reach(object_type, by=by, deleted=None)  # spare: administrators alone compare configurations
    ids = list(reached.order_by("pk").values_list("pk", flat=True))
    rows: list[Row] = []
    for start in range(0, len(ids), BATCH):
        found = read.get_many(object_type, ids[start : start + BATCH], by=by, deleted=None)
        rows += [found[number] for number in ids[start : start + BATCH] if number in found]
    return sorted(rows, key=lambda row: row["position"] or 0) if has_order(object_type) else rows
