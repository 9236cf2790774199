"""How a value follows from others."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

Measure = Literal["count", "sum", "average", "min", "max"]
Path = tuple[str, ...]
Read = Callable[[Path], Any]


@dataclass(frozen=True, kw_only=True)
class Follows:
    """`work(read, today)` gives the value; `reads` are the fields it asks for, those of a linked record as (link, field)."""

    reads: tuple[Path, ...]
    work: Callable[[Read, dt.date], Any]
    knows_day: bool = False

    @property
    def links(self) -> frozenset[str]:
        """Names of the links whose records it looks at."""
        return frozenset(path[0] for path in self.reads if len(path) > 1)


@dataclass(frozen=True, kw_only=True)
class Rolls:
    """What is gathered from the records of `object` that name this one by their link: how many, or a `measure` of a field.

    `only` is the filter, in its text form, that they must match, and `asks` the fields that it asks for.
    """

    object: str
    link: str
    measure: Measure
    measured: str = ""
    only: str = ""
    asks: tuple[Path, ...] = ()
