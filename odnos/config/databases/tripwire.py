"""Puts the engine's SQL guard on every connection that is made."""

from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any, Protocol


class _Connection(Protocol):
    execute_wrappers: list[Any]


@cache
def _guard() -> Any:
    # Late and by name: a database backend is loaded before the applications are.
    name = "odnos.engine.access.tripwire"
    return import_module(name).guard if find_spec(name) else None


def install(connection: _Connection) -> None:
    """Make every statement of `connection` pass the guard that refuses unscoped reads of record tables."""
    guard = _guard()
    if guard is not None and guard not in connection.execute_wrappers:
        connection.execute_wrappers.append(guard)
