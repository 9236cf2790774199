"""Charts drawn as SVG by the server, each with the table of its figures behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor, log10

from babel.numbers import format_compact_decimal
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from markupsafe import Markup

from odnos.lib import html
from odnos.objects.labels import Label
from odnos.web.render import ui

WIDTH, HEIGHT, LEFT, BOTTOM, TOP = 460, 210, 50, 24, 10


@dataclass(frozen=True, kw_only=True)
class Point:
    """One bar or mark: its name, its size, the size as people write it, and where a click leads."""

    label: Label
    value: float
    text: str
    href: str = ""
    tone: str = "accent"
    also: str = ""


def bars(points: Sequence[Point], *, title: str, unit: str = "") -> Markup:
    """Return upright bars over a quiet grid."""
    top, step = ceiling(max((point.value for point in points), default=0))
    inner, slot = HEIGHT - TOP - BOTTOM, (WIDTH - LEFT) / max(1, len(points))
    parts = [*grid(top, step, inner)]
    for index, point in enumerate(points):
        parts.append(bar(point, x=LEFT + slot * index, slot=slot, height=inner * point.value / top))
    role = "group" if any(point.href for point in points) else "img"
    return html.tag("figure", svg(parts, title=title, role=role), figures(points, title=title, unit=unit))


def bar(point: Point, *, x: float, slot: float, height: float) -> Markup:
    width = min(44.0, slot * 0.62)
    left, tall = x + (slot - width) / 2, max(height, 1.0 if point.value else 0.0)
    y, middle = HEIGHT - BOTTOM - tall, x + slot / 2
    shape = html.tag("path", class_="bar", d=column(left, y, width, tall), **{"data-value": point.text})
    name = html.tag(
        "text", str(point.label), class_="name", x=f"{middle:.1f}", y=HEIGHT - 7, text_anchor="middle"
    )
    group = html.tag(
        "g", html.tag("title", f"{point.label}: {point.text}"), shape, name, class_=ui.tone_class(point.tone)
    )
    return html.tag("a", group, href=point.href) if point.href else group


def column(x: float, y: float, width: float, height: float) -> str:
    """The outline of a bar whose upper corners are round."""
    r = min(4.0, width / 2, height)
    return f"M{x:.1f} {y + height:.1f}v{-(height - r):.1f}q0 {-r:.1f} {r:.1f} {-r:.1f}h{width - 2 * r:.1f}q{r:.1f} 0 {r:.1f} {r:.1f}v{height - r:.1f}z"


def ceiling(highest: float) -> tuple[float, float]:
    """Return the top of the scale and its step, both round numbers."""
    if highest <= 0:
        return 4.0, 1.0
    rough = highest / 4
    scale = 10 ** floor(log10(rough))
    step = next(scale * factor for factor in (1, 2, 2.5, 5, 10) if scale * factor >= rough)
    return step * ceil(highest / step), step


def grid(top: float, step: float, inner: float) -> list[Markup]:
    lines = []
    for number in range(round(top / step) + 1):
        y = f"{HEIGHT - BOTTOM - inner * number * step / top:.1f}"
        lines.append(html.tag("line", class_="grid" if number else "axis", x1=LEFT, x2=WIDTH, y1=y, y2=y))
        lines.append(html.tag("text", short(number * step), x=LEFT - 8, y=y, dy="0.32em", text_anchor="end"))
    return lines


def short(value: float) -> str:
    """Return 1200000 as 1.2M, and as people of another language write it."""
    return format_compact_decimal(value, locale=get_language() or "en", fraction_digits=1)


def svg(parts: Sequence[Markup], *, title: str, role: str) -> Markup:
    return html.tag(
        "svg", *parts, class_="chart", viewBox=f"0 0 {WIDTH} {HEIGHT}", role=role, aria_label=title
    )


def figures(points: Sequence[Point], *, title: str, unit: str) -> Markup:
    """Return the same figures as a table that opens on demand."""
    rows = [
        html.tag("tr", html.tag("th", str(p.label), scope="row"), html.tag("td", p.text, class_="end"))
        for p in points
    ]
    head = html.tag(
        "tr", html.tag("th", "", scope="col"), html.tag("th", unit or title, scope="col", class_="end")
    )
    table = html.tag(
        "table",
        html.tag("caption", title, class_="visually-hidden"),
        html.tag("thead", head),
        html.tag("tbody", *rows),
        class_="lines",
    )
    return html.tag("details", html.tag("summary", _("Figures")), table, class_="chart-data")


def share(value: float, *, most: float, tone: str = "accent", height: int = 22) -> Markup:
    """Return a lying bar filled to `value` of `most`, as the funnel and the leader list draw it."""
    part = 100 * value / most if most else 0
    track = html.tag("rect", class_="track", width="100%", height=height, rx=4)
    filled = html.tag("rect", width=f"{part:.1f}%", height=height, rx=4)
    return html.tag(
        "svg",
        track,
        filled,
        height=height,
        width="100%",
        class_=f"share {ui.tone_class(tone)}",
        aria_hidden="true",
    )


def spark(values: Sequence[float], *, tone: str = "accent") -> Markup:
    """Return a small line without axes; the number stands beside it."""
    most, steps = max(values, default=0) or 1, max(1, len(values) - 1)
    points = [f"{84 * i / steps:.1f} {24 - 22 * value / most:.1f}" for i, value in enumerate(values)]
    line = "M" + "L".join(points)
    shapes = (
        html.tag("path", class_="area", d=f"{line}L84 26L0 26z"),
        html.tag("path", class_="line", d=line),
    )
    return html.tag(
        "svg", *shapes, class_=f"spark {ui.tone_class(tone)}", viewBox="0 0 84 26", aria_hidden="true"
    )
