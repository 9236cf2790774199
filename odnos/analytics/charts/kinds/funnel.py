"""A funnel: how many came to each step, and what part of the step before."""

from __future__ import annotations

from odnos.analytics.charts import canvas as drawing
from odnos.analytics.charts import figures, letters, said
from odnos.analytics.charts.canvas import Canvas
from odnos.analytics.charts.chart import Chart
from odnos.lib import numbers

STEP, THICK = 54, 28


def height(chart: Chart) -> float:
    return STEP * len(chart.categories) - STEP + THICK + 20


def draw(canvas: Canvas, chart: Chart, *, locale: str) -> None:
    """Draw a bar for each step from the middle, the part that went on between them, and the part of the first beside."""
    series = chart.series[0]
    found = [max(0.0, said.at(series, place) or 0.0) for place in range(len(chart.categories))]
    left = min(max(map(letters.width, chart.categories)) + 12, canvas.width * 0.34)
    width = canvas.width - left - 56
    most, middle = max(found) or 1.0, left + width / 2
    for place, name in enumerate(chart.categories):
        y = 10 + STEP * place
        canvas.text(0, y + 18, letters.fitting(name, left - 8), "ink")
        half = max(1.0, width * found[place] / most / 2)
        if place + 1 < len(found):
            _passage(canvas, middle, y + THICK, half, max(1.0, width * found[place + 1] / most / 2))
            canvas.text(
                middle,
                y + THICK + 17,
                f"↓ {share(found[place + 1], found[place], locale)}",
                "faint",
                anchor="middle",
                size=11,
            )
        with canvas.mark(
            said.figure(chart, series, place, locale=locale),
            row=0,
            place=place,
            href=said.link(series, place),
        ):
            canvas.hit(0, y, canvas.width, THICK)
            outline = drawing.rounded(middle - half, y, 2 * half, THICK, side="")
            canvas.hatched(outline, "1", "", faint=place in chart.immature)
            _figure(
                canvas,
                figures.short(series.figures[place], series.head, locale=locale),
                middle,
                y,
                half,
                is_over=place in chart.immature,
            )
        canvas.text(canvas.width, y + 18, share(found[place], found[0], locale), anchor="end", weight=600)


def _figure(canvas: Canvas, words: str, middle: float, y: float, half: float, *, is_over: bool) -> None:
    if letters.width(words) + 8 <= 2 * half:
        canvas.text(middle, y + 18, words, "ink" if is_over else "ground", anchor="middle", weight=600)
    else:
        canvas.text(middle + half + 6, y + 18, words, "ink", weight=600)


def _passage(canvas: Canvas, middle: float, y: float, upper: float, lower: float) -> None:
    n = drawing.n
    low = y + STEP - THICK
    canvas.path(
        f"M{n(middle - upper)} {n(y)}H{n(middle + upper)}L{n(middle + lower)} {n(low)}H{n(middle - lower)}z",
        fill="1",
        fill_opacity="0.12",
    )


def share(part: float, whole: float, locale: str) -> str:
    """Return a part of a whole in percent, a dash where there is no whole."""
    if not whole:
        return figures.NONE
    return numbers.with_unit(numbers.show(100 * part / whole, locale=locale, digits=1), "%", locale=locale)
