"""What a search finds a record by."""

from __future__ import annotations

from collections.abc import Sequence

from odnos.engine.records.draft import Draft
from odnos.objects.registry import ObjectType


def write(object_type: ObjectType, drafts: Sequence[Draft], *, anew: bool = False) -> None:
    """Write the search entries of `drafts` that a search would find otherwise than before."""


def remove(object_type: ObjectType, ids: Sequence[int]) -> None:
    """Take records out of the search."""


def reassign(object_type: ObjectType, ids: Sequence[int], owner_id: int | None, team_id: int | None) -> None:
    """Give the search entries of records to another owner."""
