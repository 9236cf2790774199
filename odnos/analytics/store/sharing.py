"""Whose a question is, for a store that several people share in turns."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from odnos.analytics.store import waiting
from odnos.analytics.store.answer import Store
from odnos.engine.access.actor import Actor


@runtime_checkable
class Shared(Protocol):
    """A store that shares its turns among people."""

    def of(self, who: int) -> Store:
        """Return the same store, asked by the person with this number."""


def asked_by(store: Store, by: Actor) -> Store:
    """Return a store as somebody asks it: one that shares its turns among people knows whose a question is.

    Raises Busy where a request waits for the turn of who has many.
    """
    who = by.seen_by or by.user_id or 0
    waiting.asks(who)
    return store.of(who) if isinstance(store, Shared) else store
