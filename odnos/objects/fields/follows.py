"""How a value follows from others."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

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
