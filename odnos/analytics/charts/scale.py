"""Scales: from figures to places, with round steps."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil, floor, log10


@dataclass(frozen=True)
class Scale:
    """Figures from `low` to `high`, both round, in steps of `step`."""

    low: float
    high: float
    step: float

    def share(self, value: float) -> float:
        """Return where `value` lies: 0 at the low end, 1 at the high one."""
        return (value - self.low) / (self.high - self.low)

    @property
    def ticks(self) -> list[float]:
        return [self.low + self.step * n for n in range(round((self.high - self.low) / self.step) + 1)]


def around(values: Iterable[float], *, parts: int = 5, from_zero: bool = True) -> Scale:
    """Return the scale that holds all `values`, and zero unless told otherwise, in about as many `parts`."""
    found = [*values, 0.0] if from_zero else list(values)
    low, high = (min(found), max(found)) if found else (0.0, 0.0)
    if low == high:
        return Scale(min(low, 0.0), max(high, 0.0), max(abs(low), abs(high))) if low else Scale(0.0, 4.0, 1.0)
    step = round_up((high - low) / parts)
    return Scale(step * floor(low / step), step * ceil(high / step), step)


def round_up(rough: float) -> float:
    """Return the next larger of 1, 2, 2.5, 5 and 10, at the size of `rough`."""
    size = 10.0 ** floor(log10(rough))
    return next(size * factor for factor in (1, 2, 2.5, 5, 10, 20) if size * factor >= rough * 0.999999)
