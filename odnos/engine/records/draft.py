"""A record about to be written: what it was, what it is to be, and what the rules make of it."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.db import models

from odnos.engine.access.actor import Actor
from odnos.engine.records.row import Row
from odnos.objects.context import Context
from odnos.objects.labels import Label
from odnos.objects.registry import ObjectType

Linked = Mapping[str, Mapping[int, Row]]


class Draft:
    """One write in the making. Rules read it by field, set what follows, and refuse what must not be."""

    __slots__ = (
        "_linked",
        "at",
        "by",
        "changed_values",
        "ctx",
        "deeds",
        "errors",
        "events",
        "extras",
        "id",
        "is_new",
        "old",
        "type",
        "unasked",
        "undoing",
        "values",
    )

    def __init__(
        self, object_type: ObjectType, *, old: Row | None, by: Actor, at: dt.datetime, ctx: Context
    ) -> None:
        self.type = object_type
        self.old = old
        self.is_new = old is None
        self.id: int | None = old.id if old else None
        self.by = by
        self.at = at
        self.ctx = ctx
        self.values: dict[str, Any] = {}
        self.errors: dict[str, list[Label]] = defaultdict(list)
        self.events: list[str] = []
        self.extras: list[Callable[[int], models.Model]] = []
        self.deeds: list[Callable[[], object]] = []
        self.undoing = False
        self.unasked: frozenset[str] = frozenset()
        self.changed_values: dict[str, tuple[Any, Any]] | None = None
        self._linked: Linked = {}

    def __getitem__(self, name: str) -> Any:
        """Return the value the field is to have."""
        return self.values[name] if name in self.values else self.was(name)

    def was(self, name: str) -> Any:
        """Return the value the field has had; None for a new record."""
        return self.old[name] if self.old is not None else None

    def changed(self, name: str) -> bool:
        """Whether the field is to have another value than it had; for a new record, any value."""
        if self.changed_values is not None:
            return name in self.changed_values
        if name not in self.values:
            return False
        field, value = self.type.by_name[name], self.values[name]
        return not field.is_empty(value) if self.old is None else value != self.old[name]

    def set(self, name: str, value: Any) -> None:
        """Derive a field's value."""
        self.values[name] = value

    def fail(self, name: str, reason: Label) -> None:
        """Refuse the write for a reason that stands at the field `name`; "" is the record as a whole."""
        self.errors[name].append(reason)

    def emit(self, event: str) -> None:
        """Say that this write made `event` true, such as "won"."""
        self.events.append(event)

    def also(self, make: Callable[[int], models.Model]) -> None:
        """Insert another row with the record, made from the record's id."""
        self.extras.append(make)

    def then(self, do: Callable[[], object]) -> None:
        """Do something else when the record is saved, in the same transaction."""
        self.deeds.append(do)

    def linked(self, name: str) -> Row | None:
        """Return the row that a link named in the object's `needs` points to."""
        record_id = self[name]
        return self._linked.get(name, {}).get(record_id) if record_id is not None else None

    def link(self, linked: Linked) -> None:
        self._linked = linked

    def changes(self) -> dict[str, tuple[Any, Any]]:
        """Return what differs, by field: the value before and the value to be."""
        if self.changed_values is not None:
            return self.changed_values
        if self.old is None:
            by_name = self.type.by_name
            return {
                name: (None, value)
                for name, value in self.values.items()
                if not by_name[name].is_empty(value)
            }
        return {name: (self.old[name], value) for name, value in self.values.items() if self.changed(name)}

    def freeze(self) -> None:
        """Say that the rules are done: what has changed is known from here on."""
        self.changed_values = self.changes()


def touched(drafts: Iterable[Draft]) -> set[str]:
    """Return the names of the fields that any of `drafts` changes."""
    return set().union(*(draft.changes() for draft in drafts))
