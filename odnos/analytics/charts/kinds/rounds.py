"""Round charts: parts of a whole as a ring with their names beside, and a gauge."""

from __future__ import annotations

from math import cos, pi, sin

from django.utils.translation import gettext as _

from odnos.analytics.charts import canvas as drawing
from odnos.analytics.charts import colours, figures, letters, plane, said
from odnos.analytics.charts.canvas import Canvas, n
from odnos.analytics.charts.chart import Chart
from odnos.analytics.charts.kinds.funnel import share

MOST = 7
RING = 220
LINE = 26
GAUGE = 210
Part = tuple[str, float, int | None]
"""A name, a figure and its place; what gathers the rest has none."""


def parts(chart: Chart) -> list[Part]:
    """Return the parts from large to small, what gathers the others behind them; the smallest in one if there are too many for a ring."""
    series = chart.series[0]
    found = [(name, said.at(series, place) or 0.0, place) for place, name in enumerate(chart.categories)]
    shown: list[Part] = sorted((part for part in found if part[1] > 0), key=_size, reverse=True)
    shown.sort(key=lambda part: part[2] in chart.rest)
    if len(shown) <= MOST:
        return shown
    return [*shown[: MOST - 1], (_("Other"), sum(part[1] for part in shown[MOST - 1 :]), None)]


def _size(part: Part) -> float:
    return part[1]


def height(chart: Chart, width: float) -> float:
    rows = LINE * len(parts(chart))
    return max(RING, rows + 12) if width > 500 else RING + rows + 16


def pie(canvas: Canvas, chart: Chart, *, locale: str) -> None:
    """Draw the ring, the sum in its middle, and the names with figures and shares."""
    found = parts(chart)
    whole = sum(part[1] for part in found) or 1.0
    is_wide = canvas.width > 500
    cx, cy = (RING / 2 + 10 if is_wide else canvas.width / 2), (canvas.height / 2 if is_wide else RING / 2)
    head, begun = chart.series[0].head, 0.0
    left, top = (RING + 60.0, (canvas.height - LINE * len(found)) / 2) if is_wide else (0.0, RING + 12.0)
    for row, (name, value, place) in enumerate(found):
        told = figures.full(plane.tidy(value), head, locale=locale)
        part = share(value, whole, locale)
        href = said.link(chart.series[0], place) if place is not None else ""
        with canvas.mark(f"{name}: {told} ({part})", row=0, place=row, href=href):
            d = arc(cx, cy, 96, 60, begun / whole, (begun + value) / whole)
            canvas.hatched(d, colours.of_series(row), drawing.HATCHES[drawing.pattern(row)])
            canvas.path(d, stroke="ground", stroke_width="1.5")
            _line(canvas, row, name, told, part, left, top + LINE * row)
        begun += value
    middle = figures.short(plane.tidy(whole), head, locale=locale)
    canvas.text(
        cx,
        cy + 7,
        middle,
        "ink",
        anchor="middle",
        size=min(20, 20 * 104 / letters.width(middle, size=20)),
        weight=600,
    )


def _line(canvas: Canvas, row: int, name: str, told: str, part: str, left: float, y: float) -> None:
    canvas.hit(left, y, canvas.width - left, LINE)
    canvas.hatched(
        drawing.rounded(left, y + 6, 13, 13, r=2, side=""),
        colours.of_series(row),
        drawing.HATCHES[drawing.pattern(row)],
    )
    room = canvas.width - left - 22 - letters.width(told) - 66
    canvas.text(left + 20, y + 17, letters.fitting(name, room), "ink")
    canvas.text(canvas.width - 62, y + 17, told, anchor="end", weight=600)
    canvas.text(canvas.width, y + 17, part, "faint", anchor="end")


def arc(cx: float, cy: float, outer: float, inner: float, begin: float, end: float) -> str:
    """Return a piece of a ring, from one share of the round to another, clockwise from the top."""
    end = min(end, begin + 0.9999)
    a, b = 2 * pi * begin - pi / 2, 2 * pi * end - pi / 2
    far = 1 if end - begin > 0.5 else 0
    one, two = (cx + outer * cos(a), cy + outer * sin(a)), (cx + outer * cos(b), cy + outer * sin(b))
    three, four = (cx + inner * cos(b), cy + inner * sin(b)), (cx + inner * cos(a), cy + inner * sin(a))
    return (
        f"M{one[0]:.2f} {one[1]:.2f}A{n(outer)} {n(outer)} 0 {far} 1 {two[0]:.2f} {two[1]:.2f}"
        f"L{three[0]:.2f} {three[1]:.2f}A{n(inner)} {n(inner)} 0 {far} 0 {four[0]:.2f} {four[1]:.2f}z"
    )


def gauge(canvas: Canvas, chart: Chart, *, locale: str) -> None:
    """Draw the figure on a half round up to its target, which a mark shows."""
    series = chart.series[0]
    value = said.at(series, 0) or 0.0
    target = (
        float(chart.target) if chart.target is not None else (1.0 if series.head.unit == "percent" else 0.0)
    )
    most = (
        max(value, target * 1.25, 1e-9) if series.head.unit != "percent" or target > 1 or value > 1 else 1.0
    )
    cx, cy, r = canvas.width / 2, 150.0, 128.0
    canvas.path(_half(cx, cy, r, 0, 1), stroke="grid", stroke_width="22")
    with canvas.mark(said.figure(chart, series, 0, locale=locale), row=0, place=0, href=said.link(series, 0)):
        canvas.hit(cx - r, cy - r, 2 * r, r + 20)
        canvas.path(_half(cx, cy, r, 0, max(0.002, min(1.0, value / most))), stroke="1", stroke_width="22")
    if chart.target is not None:
        turn = pi + pi * min(1.0, target / most)
        x, y = cos(turn), sin(turn)
        canvas.line(
            cx + x * (r - 17),
            cy + y * (r - 17),
            cx + x * (r + 17),
            cy + y * (r + 17),
            "ink",
            stroke_width="3",
        )
        told = _("Target: %(figure)s") % {"figure": figures.full(chart.target, series.head, locale=locale)}
        canvas.text(cx, cy + 48, f"{told} · {share(value, target, locale)}", "soft", anchor="middle", size=13)
    canvas.text(
        cx,
        cy,
        figures.short(series.figures[0], series.head, locale=locale),
        "ink",
        anchor="middle",
        size=34,
        weight=600,
    )
    canvas.text(cx, cy + 25, letters.fitting(series.name, canvas.width), "soft", anchor="middle", size=13)


def _half(cx: float, cy: float, r: float, begin: float, end: float) -> str:
    a, b = pi + pi * begin, pi + pi * end
    return f"M{cx + r * cos(a):.2f} {cy + r * sin(a):.2f}A{n(r)} {n(r)} 0 0 1 {cx + r * cos(b):.2f} {cy + r * sin(b):.2f}"
