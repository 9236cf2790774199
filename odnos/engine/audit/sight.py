"""The trail as somebody may know it: entries without the fields that are hidden from them."""

from __future__ import annotations

from collections.abc import Iterable

from odnos.engine.access.actor import Actor
from odnos.engine.access.fields import hidden
from odnos.engine.audit.models import Entry
from odnos.objects.registry import registry

EDITS = frozenset(("updated", "undone"))
"""Actions that say nothing but which fields have changed."""


def seen(entry: Entry, *, by: Actor) -> Entry:
    """Return the entry without what is hidden from `by`. It is for showing: nobody plays it back, nobody saves it."""
    if entry.object_key not in registry or by.is_administrator:
        return entry
    gone = hidden(registry.get(entry.object_key), by=by)
    if gone & entry.diff.keys():
        entry.diff = {name: pair for name, pair in entry.diff.items() if name not in gone}
    return entry


def tells(entry: Entry) -> bool:
    """Whether anything is left to tell of an entry: of an edit of hidden fields alone there is not."""
    return bool(entry.diff) or entry.action not in EDITS


def told(entries: Iterable[Entry], *, by: Actor) -> list[Entry]:
    """Return what `by` may know of some entries; those that would tell nothing are left out."""
    return [entry for found in entries if tells(entry := seen(found, by=by))]
