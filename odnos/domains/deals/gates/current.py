"""The gates of stages, as this process knows them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from odnos.domains.deals.gates.models import StageGate
from odnos.engine.filters import text
from odnos.engine.filters.tree import EVERYTHING, FilterError, Node
from odnos.engine.tables import definitions
from odnos.engine.tables.definitions import Definitions


@dataclass(frozen=True, kw_only=True)
class Gate:
    """What a deal needs to enter `stage`. Who approves is one person or the people of a role; with neither, administrators."""

    stage: int
    needed: tuple[str, ...]
    when: Node
    message: str
    checklist: tuple[str, ...]
    needs_approval: bool
    approver: int | None
    approver_role: str
    void_on: frozenset[str]
    is_open_to_imports: bool
    is_both_ways: bool


@dataclass(kw_only=True)
class Gates:
    """Every gate by its stage."""

    by_stage: Mapping[int, Gate] = field(default_factory=dict)


gates = Gates()


def read() -> None:
    """Put the gates in place, all at once."""
    everywhere = StageGate._base_manager.filter(deleted_at__isnull=True)
    gates.by_stage = {row["stage_id"]: made(row) for row in everywhere.values()}


def forget() -> None:
    gates.by_stage = {}


def made(row: Mapping[str, Any]) -> Gate:
    return Gate(
        stage=row["stage_id"],
        needed=tuple(row["needed"]),
        when=condition(row["condition"]),
        message=row["message"],
        checklist=tuple(row["checklist"]),
        needs_approval=row["needs_approval"],
        approver=row["approver_id"],
        approver_role=row["approver_role"],
        void_on=frozenset(row["void_on"]),
        is_open_to_imports=row["is_open_to_imports"],
        is_both_ways=row["is_both_ways"],
    )


def condition(written: str) -> Node:
    """Return the filter of a gate; one that cannot be read any more asks for nothing."""
    try:
        return text.parse(written)
    except FilterError:
        return EVERYTHING


definitions.add(Definitions(name="gates", tables=(StageGate._meta.db_table,), read=read, forget=forget))
