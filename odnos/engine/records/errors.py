"""Why a write or a read did not happen. After any of these nothing has changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from odnos.engine.access.rights import Denied
from odnos.objects.labels import Label

Errors = Mapping[str, Sequence[Label]]


class NotFound(LookupError):
    """There is no such record, or none that the actor may see."""


class Invalid(ValueError):
    """Values that cannot be taken: `errors` holds the reasons by field; the key "" is the record as a whole."""

    def __init__(self, errors: Errors) -> None:
        super().__init__({name: [str(reason) for reason in reasons] for name, reasons in errors.items()})
        self.errors = errors


class Conflict(RuntimeError):
    """Somebody changed the record meanwhile. `current` is its row now, `fields` what changed since the given version."""

    def __init__(self, current: Any, fields: frozenset[str], since: Sequence[Any] = ()) -> None:
        super().__init__(f"{current.type.key} {current.id} is at version {current.version}")
        self.current = current
        self.fields = fields
        self.since = since


__all__ = ["Conflict", "Denied", "Errors", "Invalid", "NotFound"]
