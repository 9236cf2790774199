"""The store of this installation, as its environment names it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from odnos.analytics.store.answer import Store

_given: list[Store] = []


def store() -> Store:
    """Return the store that this installation asks."""
    if _given:
        return _given[-1]
    return _configured()


def _configured() -> Store:
    from odnos.analytics.store import connecting

    return connecting.store()


@contextmanager
def used(other: Store) -> Iterator[None]:
    """Let `other` be the store, in this process and for this while."""
    _given.append(other)
    try:
        yield
    finally:
        _given.remove(other)
