"""The ground that bars, lines and points stand on: quiet lines, round figures, names that do not run into one another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import ceil

from odnos.analytics.charts import figures, letters
from odnos.analytics.charts.canvas import Canvas
from odnos.analytics.charts.scale import Scale
from odnos.analytics.reports.result import Head

FOOT, BARE = 26, 8
LEVEL = 16


@dataclass(frozen=True)
class Plane:
    """A field of the canvas with a scale; `count` places stand side by side in it."""

    left: float
    top: float
    right: float
    bottom: float
    scale: Scale
    count: int = 1

    @property
    def slot(self) -> float:
        return (self.right - self.left) / max(1, self.count)

    def x(self, place: int) -> float:
        """Return the middle of the place."""
        return self.left + self.slot * (place + 0.5)

    def y(self, value: float) -> float:
        return self.bottom - (self.bottom - self.top) * self.scale.share(value)


def upright(
    canvas: Canvas,
    scale: Scale,
    head: Head,
    names: Sequence[str],
    *,
    top: float,
    locale: str,
    right: float = 8,
    axis: str = "",
) -> Plane:
    """Draw an upright scale with its lines and the names below; return the field between them."""
    ticks = [figures.short(tidy(tick), head, locale=locale) for tick in scale.ticks]
    left = max(max(letters.width(tick, size=11) for tick in ticks) + 10, canvas.edges[0])
    right = max(right, canvas.edges[1])
    canvas.edges = left, right
    foot = (FOOT if canvas.has_names else BARE) + (LEVEL if axis else 0)
    plane = Plane(left, top + 6, canvas.width - right, canvas.height - foot, scale, len(names))
    for value, tick in zip(scale.ticks, ticks, strict=True):
        y = plane.y(value)
        tone = "axis" if abs(value) < scale.step / 1000 else "grid"
        canvas.line(left, y, plane.right, y, tone, shape_rendering="crispEdges")
        canvas.text(left - 8, y + 4, tick, "faint", anchor="end", size=11)
    if canvas.has_names:
        below(canvas, plane, names)
    if axis:
        canvas.text((left + plane.right) / 2, canvas.height - 5, axis, "faint", anchor="middle", size=11)
    return plane


def below(canvas: Canvas, plane: Plane, names: Sequence[str]) -> None:
    """Write the names of the places, only every second, third … one where all would not fit."""
    if not names:
        return
    widest = max(letters.width(name, size=11) for name in names)
    every = max(1, ceil((min(widest, 90) + 10) / plane.slot))
    for place, name in enumerate(names):
        if place % every == 0:
            shown = letters.fitting(name, plane.slot * every - 6, size=11)
            half = letters.width(shown, size=11) / 2
            x = max(half, min(plane.x(place), canvas.width - half))
            canvas.text(x, plane.bottom + 17, shown, "soft", anchor="middle", size=11)


def tidy(value: float) -> Decimal:
    """Return a figure of the scale without the dust of binary fractions."""
    return Decimal(f"{value:.10g}")
