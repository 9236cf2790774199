"""What administrators define (fields, roles, layouts …), as this process knows it, renewed as soon as another has changed it.

Every request and every job begins with one short question: has anything changed? Each write of a definition raises its
version, so the sum of versions and the number of rows say so, whoever wrote and in whichever order writes were committed.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.db import connection

State = tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class Definitions:
    """One kind of definition: the `tables` that hold it (each row has a version), how the process reads it and how it forgets it.

    `read` replaces what is known in one go: other threads work on meanwhile with the old or the new, never with half.
    """

    name: str
    tables: tuple[str, ...]
    read: Callable[[], None]
    forget: Callable[[], None]


_kinds: list[Definitions] = []
_known: dict[str, State] = {}
_reading = threading.Lock()


def add(kind: Definitions) -> None:
    """Have `refresh` look after a kind of definition. Those added later may stand upon those added before."""
    _kinds.append(kind)


def refresh() -> None:
    """Read anew what has changed, and whatever stands behind it. Not within a transaction that changes definitions."""
    if not changed(now := states()):
        return
    with _reading:
        for kind in changed(now):
            kind.read()
            _known[kind.name] = now[kind.name]


def reread() -> None:
    """Read everything as this transaction sees it, so that it can build upon what it has just defined.

    Whoever does so within a transaction does it once more when that is over, whichever way it ended.
    """
    with _reading:
        for kind in _kinds:
            kind.read()


def forget() -> None:
    """Know nothing, as before the first question."""
    _known.clear()
    for kind in reversed(_kinds):
        kind.forget()


def changed(now: Mapping[str, State]) -> list[Definitions]:
    """Return the first kind whose rows are others than those read, and all behind it."""
    for place, kind in enumerate(_kinds):
        if _known.get(kind.name, nothing(kind)) != now[kind.name]:
            return _kinds[place:]
    return []


def nothing(kind: Definitions) -> State:
    return (0, 0) * len(kind.tables)


def states() -> dict[str, State]:
    """Return the number of rows and the sum of versions of every table, in one statement."""
    tables = [table for kind in _kinds for table in kind.tables]
    parts = " , ".join(
        f"(SELECT COUNT(*) FROM {table}), (SELECT COALESCE(SUM(version), 0) FROM {table})"  # noqa: S608 -- names of ours
        for table in tables
    )
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {parts}")
        numbers = iter([int(number) for number in cursor.fetchone()])
    return {kind.name: tuple(next(numbers) for _ in range(2 * len(kind.tables))) for kind in _kinds}
