"""One row of a file on its way into the base."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from odnos.engine.transfer.targets import Target


@dataclass(slots=True)
class Item:
    """A row's cells and what was made of them. `links` are still words; `later` links wait for other rows
    of the file, `named` keeps the words of those found. `is_old` records were there before the row.
    """

    number: int
    cells: list[str]
    values: dict[str, Any] = field(default_factory=dict)
    children: dict[str, dict[str, Any]] = field(default_factory=dict)
    links: list[tuple[Target, str]] = field(default_factory=list)
    later: list[tuple[str, str]] = field(default_factory=list)
    named: dict[str, str] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    record_id: int | None = None
    is_skipped: bool = False
    is_old: bool = False

    def holder(self, target: Target) -> dict[str, Any]:
        """The values that a target's field belongs to: the record's or one of its parts'."""
        if target.child is None:
            return self.values
        return self.children.setdefault(target.child.key, {})
