"""What one write of a batch asks for, and what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from odnos.engine.records.errors import Conflict, Errors

Values = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Change:
    """New values for one record; with a `version`, only if it still has that one."""

    id: int
    values: Values
    version: int | None = None


@dataclass(kw_only=True)
class Outcome:
    """What became of one write of a batch: the record's id, or the reasons why not. `changed` is False if it was so already."""

    id: int | None = None
    errors: Errors = field(default_factory=dict)
    conflict: Conflict | None = None
    changed: bool = True
