"""What a board asks for and what it gets: its parts and its lanes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from odnos.engine.filters.tree import Node
from odnos.engine.records import paging
from odnos.engine.records.row import Row
from odnos.lib.money import Money


class Others:
    """The lane of whatever stands in no other one."""

    def __repr__(self) -> str:
        return "others"


OTHERS = Others()


@dataclass(kw_only=True)
class Group:
    """One lane. `total` and `weighted` (by probability) hold one amount per currency, never a mixed sum; `figure` is the
    sum of a bare number. One that is `capped` has more records than `number`, and no sums; one that is `partial` may have further records that were not looked for.
    """

    key: Any
    rows: Sequence[Row] = ()
    number: int = 0
    total: list[Money] = field(default_factory=list)
    weighted: list[Money] = field(default_factory=list)
    figure: Decimal | None = None
    next: str | None = None
    capped: bool = False
    partial: bool = False


@dataclass(frozen=True, kw_only=True)
class Part:
    """Lanes that have a condition in common. `along` are columns of an index of the table, in its order: sums that
    follow it need no sorting. They include what is grouped by and the currency; without the probability nothing is weighted.
    """

    keys: Sequence[Any]
    filter: Node | None = None
    sort: str = "-updated_at"
    along: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A part with what matches its filter. Of `few` each is named; of the `whole` whoever asks sees all records."""

    part: Part
    matching: QuerySet[Any]
    order: paging.Order
    few: bool
    whole: bool = False


def is_odd(key: Any) -> bool:
    """Whether a lane is no single value of a column."""
    return key is None or key is OTHERS


def lane_of(value: Any, lanes: Mapping[Any, Any]) -> Any:
    return value if value in lanes else OTHERS
