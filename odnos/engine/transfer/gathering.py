"""Files with a row for each line of a record: rows of one order number are one order, and each is a line of it.

The first row of a record says what the record is; every row adds its line. A line that is there already is known by what
it links to and by how many rows like it came before in the file, so that a file brought in twice doubles nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from odnos.engine.access.actor import Actor
from odnos.engine.access.fields import known_to
from odnos.engine.records import write
from odnos.engine.records.reach import reach
from odnos.engine.tables.among import Among
from odnos.engine.transfer import hints, reasons
from odnos.engine.transfer.item import Item
from odnos.engine.transfer.match import exact
from odnos.engine.transfer.parts import mark_of
from odnos.engine.transfer.targets import Target
from odnos.objects.registry import ObjectType

Mark = tuple[tuple[str, Any], ...]


@dataclass
class Head:
    """The row that says what a record is, as it was read, and all rows of the record that came with it."""

    item: Item
    said: Mapping[str, Any]
    rows: list[Item] = field(default_factory=list)


class Gathering:
    """What one run remembers of the records whose lines it gathers: `opened` by key, `fresh` are those that it made."""

    def __init__(self, object_type: ObjectType, child: str, key: str, *, by: Actor) -> None:
        self.object_type = object_type
        self.child = child
        self.lines = known_to(child, by=by)  # spare: columns and writing know no hidden field either
        self.key = key
        self.by = by
        self.whole = hints.of(object_type.key).whole
        self.opened: dict[Any, int | None] = {}
        self.fresh: set[int] = set()
        self.met: dict[int, int] = {}

    def heads(self, items: Sequence[Item]) -> list[Head]:
        """Return the records that begin with these rows; rows of those begun before get their record."""
        found: dict[Any, Head] = {}
        before: list[Item] = []
        for item in items:
            value = item.values.get(self.key)
            if value in self.opened and value is not None:
                before.append(item)
            elif value is None or value not in found:
                found[value if value is not None else id(item)] = Head(item, dict(item.values), [item])
            else:
                self.compare(found[value], item)
                found[value].rows.append(item)
        self.find(before)
        for head in found.values():
            if self.whole:
                self.whole(head.item.values, [item.children.get(self.child, {}) for item in head.rows])
        return list(found.values())

    def compare(self, head: Head, item: Item) -> None:
        """Say where a row of a record says something else than its first one, which counts."""
        for name, value in item.values.items():
            if name in head.said and head.said[name] != value:
                words = {"field": self.object_type.field(name).label, "row": head.item.number}
                item.notes.append(_("%(field)s: row %(row)s says something else, and counts.") % words)

    def find(self, items: Iterable[Item]) -> None:
        """Give rows the records that earlier batches have opened."""
        rows = list(items)
        lost = {item.values[self.key] for item in rows if self.opened[item.values[self.key]] is None}
        if lost:
            found = exact(self.object_type, self.object_type.field(self.key), lost, by=self.by)
            self.opened.update({value: found[value][0] for value in lost if value in found})
        for item in rows:
            item.record_id = self.opened[item.values[self.key]]
            if item.record_id is None:
                item.errors.append(_("The record that this row belongs to could not be made."))

    def begun(self, heads: Iterable[Head]) -> None:
        """Take in what became of the first rows, and give the others their record."""
        for head in heads:
            first = head.item
            if not first.errors and not first.is_skipped:
                self.opened[head.said.get(self.key)] = first.record_id
                if not first.is_old and first.record_id is not None:
                    self.fresh.add(first.record_id)
            for item in head.rows[1:]:
                item.record_id, item.is_skipped = first.record_id, first.is_skipped
                if first.errors:
                    words = _("Row %(row)s, with which the record begins, failed: %(reason)s")
                    item.errors.append(words % {"row": first.number, "reason": " ".join(first.errors)})

    def save(self, items: Sequence[Item], *, at: dt.datetime, change_set: int | None) -> None:
        """Make the lines that are not there yet, and bring the others up to date."""
        child = self.lines
        lined = [item for item in items if item.children.get(self.child)]
        known = self.existing(child, lined)
        fresh: list[tuple[Item, dict[str, Any]]] = []
        changes: list[tuple[Item, write.Change]] = []
        parent = child.parent_field
        assert parent is not None
        for item in lined:
            values, mark = item.children[self.child], self.mark(child, item)
            lines = known.get((item.record_id, mark), ())
            place = self.count(item, mark)
            if place < len(lines):
                changes.append((item, write.Change(id=lines[place], values=values)))
            else:
                fresh.append((item, {**values, parent.name: item.record_id}))
        made = [values for _item, values in fresh]
        changed = [change for _item, change in changes]
        options: dict[str, Any] = {"by": self.by, "at": at, "change_set": change_set}
        told(child, [item for item, _v in fresh], write.create_many(child, made, **options) if made else [])
        told(
            child,
            [item for item, _c in changes],
            write.update_many(child, changed, **options) if changed else [],
        )
        old = {id(item) for item, _change in changes}
        for item in lined:
            item.is_old = id(item) in old

    def mark(self, child: ObjectType, item: Item) -> Mark:
        """Return what tells lines of one record apart."""
        return tuple(
            (name, value.strip() if isinstance(value, str) else value)
            for name, value in mark_of(child, item.children[self.child])
        )

    def count(self, item: Item, mark: Mark) -> int:
        """Return how many rows of the file with the same record and mark came before, and count this one."""
        met = hash((item.record_id, mark))
        place = self.met.get(met, 0)
        self.met[met] = place + 1
        return place

    def existing(self, child: ObjectType, items: Sequence[Item]) -> dict[tuple[Any, Mark], tuple[int, ...]]:
        """Return the lines that records have which this run has not made, by record and mark, in their order."""
        old = [item for item in items if item.record_id not in self.fresh]
        found: dict[tuple[Any, Mark], tuple[int, ...]] = {}
        parent = child.parent_field
        assert parent is not None
        for names in sorted({tuple(name for name, _value in self.mark(child, item)) for item in old}):
            columns = [child.by_name[name].column for name in names]
            among = Among({item.record_id or 0 for item in old}, parent.column)
            rows = reach(child, by=self.by).filter(among).order_by("pk")
            for line, record_id, *values in rows.values_list("pk", parent.column, *columns):
                place = (record_id, tuple(zip(names, values, strict=True)))
                found[place] = (*found.get(place, ()), line)
        return found

    def remember(self, items: Iterable[Item]) -> None:
        """Take in rows that were done before a stop."""
        rows = list(items)
        self.opened.update(
            {item.values[self.key]: None for item in rows if item.values.get(self.key) is not None}
        )
        self.find([item for item in rows if item.values.get(self.key) is not None])
        for item in rows:
            if item.record_id is not None and item.children.get(self.child):
                self.count(item, self.mark(self.lines, item))


def told(child: ObjectType, items: Sequence[Item], outcomes: Sequence[write.Outcome]) -> None:
    """A row whose line could not be written has failed."""
    for item, outcome in zip(items, outcomes, strict=True):
        if outcome.errors:
            item.errors.append(f"{child.label}: {reasons.of_errors(child, outcome.errors)}")


def key_of(object_type: ObjectType, targets: Iterable[Target], options: Mapping[str, Any]) -> str:
    """Return the field by which rows of one record are known, or "" where each row is a record of its own."""
    known = hints.of(object_type.key)
    found = list(targets)
    if not known.gathers or not any(target.child and target.child.key == known.gathers for target in found):
        return ""
    key = str(options.get("key") or known.gathers_by)
    is_mapped = any(target.name == key and not target.child for target in found)
    return key if is_mapped and key != "id" else ""


def gathering_of(
    object_type: ObjectType, targets: Iterable[Target], options: Mapping[str, Any], *, by: Actor
) -> Gathering | None:
    """Return what gathers the rows of a file, if its rows are lines."""
    key = key_of(object_type, targets, options)
    return Gathering(object_type, hints.of(object_type.key).gathers, key, by=by) if key else None
