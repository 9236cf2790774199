"""Whose a question is, for a store that several people share in turns."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from odnos.analytics.store.answer import Store
from odnos.engine.access.actor import Actor


@runtime_checkable
class Shared(Protocol):
    """A store that shares its turns among people."""

    def of(self, who: int) -> Store:
        """Return the same store, asked by the person with this number."""


def asked_by(store: Store, by: Actor) -> Store:
    """Return a store as somebody asks it: one that shares its turns among people knows whose a question is."""
    return store.of(by.seen_by or by.user_id or 0) if isinstance(store, Shared) else store
