"""Which records the rows of a file are already: by the chosen key, and by what tells duplicates of an object."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from odnos.engine.access.actor import Actor
from odnos.engine.records.kept import annotated
from odnos.engine.records.reach import reach
from odnos.engine.tables.among import Among
from odnos.engine.transfer.directory import Directory
from odnos.engine.transfer.item import Item
from odnos.lib import text
from odnos.objects.fields import Field
from odnos.objects.registry import ObjectType

SKIP, UPDATE, CREATE = "skip", "update", "create"


class Matcher:
    """Knows the key and, by row number, the values that earlier rows of the file had."""

    def __init__(
        self, object_type: ObjectType, mapped: Iterable[str], *, by: Actor, options: Mapping[str, Any]
    ) -> None:
        self.object_type = object_type
        self.by = by
        names = frozenset(mapped)
        self.key = str(options.get("key") or "")
        self.policy = str(options.get("duplicates") or CREATE)
        self.signs = [
            object_type.field(name) for name in object_type.duplicates if name in names and name != self.key
        ]
        self.seen: dict[tuple[str, Any], int] = {}
        self.duplicates = 0
        self._keyed: Directory | None = None
        self._signed = {
            field.name: Directory(object_type, field, by=by)
            for field in self.signs
            if _is_title(object_type, field)
        }

    def match(self, items: Sequence[Item]) -> None:
        """Set the record that each item is; say of duplicates what they duplicate, and skip them if that is the policy."""
        self._by_id([item for item in items if item.record_id is not None])
        if self.key and self.key != "id":
            self._by_key([item for item in items if not item.errors])
        self._by_signs([item for item in items if not item.errors and item.record_id is None])

    def _by_id(self, items: Sequence[Item]) -> None:
        if not items:
            return
        known = set(
            reach(self.object_type, by=self.by)
            .filter(pk__in=[item.record_id for item in items])
            .values_list("pk", flat=True)
        )
        for item in items:
            if item.record_id not in known:
                item.errors.append(
                    _("There is no record with the id %(id)s, or you may not see it.")
                    % {"id": item.record_id}
                )

    def _by_key(self, items: Sequence[Item]) -> None:
        field = self.object_type.field(self.key)
        if self._keyed is None:
            self._keyed = Directory(self.object_type, field, by=self.by)
        found = self._lookup(self._keyed, field, items)
        for item in items:
            value = item.values.get(self.key)
            ids = found.get(value, ()) if value is not None else ()
            if len(ids) > 1:
                words = ngettext(
                    "%(field)s: %(count)s record has “%(value)s”.",
                    "%(field)s: %(count)s records have “%(value)s”.",
                    len(ids),
                )
                item.errors.append(words % {"field": field.label, "count": len(ids), "value": value})
            elif ids:
                item.record_id = ids[0]

    def _lookup(
        self, directory: Directory, field: Field, items: Sequence[Item]
    ) -> dict[Any, tuple[int, ...]]:
        values = {item.values[field.name] for item in items if item.values.get(field.name) is not None}
        if _is_title(self.object_type, field):
            directory.load(values)
            return {value: directory.ids(value) for value in values}
        return exact(self.object_type, field, values, by=self.by)

    def _by_signs(self, items: Sequence[Item]) -> None:
        """The first filled one of the object's signs decides: people with one name and two addresses are two people."""
        by_field: dict[str, list[Item]] = {}
        for item in items:
            for field in self.signs:
                if item.values.get(field.name) is not None:
                    by_field.setdefault(field.name, []).append(item)
                    break
        for name, group in by_field.items():
            field = self.object_type.field(name)
            found = self._lookup(
                self._signed.get(name) or Directory(self.object_type, field, by=self.by), field, group
            )
            for item in group:
                self._compare(item, field, found)

    def _compare(self, item: Item, field: Field, found: Mapping[Any, tuple[int, ...]]) -> None:
        value = item.values[field.name]
        mark = (field.name, text.fold(value) if isinstance(value, str) else value)
        earlier = self.seen.get(mark)
        ids = found.get(value, ())
        if earlier is None and not ids:
            self.seen[mark] = item.number
            return
        self.duplicates += 1
        item.notes.append(told(field, value, earlier, ids))
        if self.policy == SKIP:
            item.is_skipped = True
        elif self.policy == UPDATE and len(ids) == 1:
            item.record_id = ids[0]
        elif self.policy == UPDATE and len(ids) > 1:
            item.errors.append(item.notes.pop())

    def made(self, item: Item) -> None:
        """Take in a record that a row has become, for the rows behind it."""
        if item.record_id is None:
            return
        for field in self.signs if self.policy == UPDATE else ():
            value = item.values.get(field.name)
            if value is not None and field.name in self._signed:
                self._signed[field.name].add(value, item.record_id)
        if self._keyed is not None and item.values.get(self.key) is not None:
            self._keyed.add(item.values[self.key], item.record_id)

    def clashes(self, item: Item, pending: set[tuple[str, Any]]) -> bool:
        """Whether an earlier item that is not written yet has this one's key: it must be written first."""
        marks = [
            (name, item.values.get(name)) for name in self._telling() if item.values.get(name) is not None
        ]
        if item.record_id is not None:
            marks.append(("id", item.record_id))
        if any(mark in pending for mark in marks):
            return True
        pending.update(marks)
        return False

    def _telling(self) -> list[str]:
        names = [self.key] if self.key and self.key != "id" else []
        return names + ([field.name for field in self.signs] if self.policy == UPDATE else [])


def exact(
    object_type: ObjectType, field: Field, values: Iterable[Any], *, by: Actor
) -> dict[Any, tuple[int, ...]]:
    """The records that hold each of `values`, by the column's index."""
    found: dict[Any, tuple[int, ...]] = {}
    reached = annotated(object_type, reach(object_type, by=by), field.columns)
    rows = reached.filter(Among(values, field.column))
    for record_id, value in rows.values_list("pk", field.column):
        found[value] = (*found.get(value, ()), record_id)
    return found


def told(field: Field, value: Any, earlier: int | None, ids: Sequence[int]) -> str:
    words = {"field": field.label, "value": str(value)[:80], "row": earlier, "id": ids[0] if ids else None}
    if earlier is not None:
        return _("%(field)s: row %(row)s has the same “%(value)s”.") % words
    return _("%(field)s: record %(id)s has the same “%(value)s” already.") % words


def _is_title(object_type: ObjectType, field: Field) -> bool:
    return field.name == object_type.title
