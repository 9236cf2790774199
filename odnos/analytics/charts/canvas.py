"""Where a chart is drawn: SVG whose shapes carry a colour for paper and mail, and a class for the theme of a page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from markupsafe import Markup

from odnos.analytics.charts import letters
from odnos.analytics.charts.colours import LIGHT, SERIES, Theme, of_series
from odnos.lib import html

SIZE = 12
HATCHES = (
    "",
    "M-1 7L7 -1M-1 1L1 -1M5 7L7 5",
    "M3 3h.01",
    "M-1 -1L7 7M5 -1L7 1M-1 5L1 7",
    "M0 3h6",
    "M3 0v6",
    "M0 3h6M3 0v6",
)
"""What lies over the colour of each series, in squares of six pixels."""
DASHES = ("", "7 4", "2 4", "10 3 2 3", "4 3", "12 4", "1 3")
ABSENT = "M-1 7L7 -1M-1 1L1 -1M5 7L7 5"


def pattern(row: int) -> int:
    """Return the place of a series' hatch or dash: another one than that of the series with the same colour."""
    return (row + row // SERIES) % SERIES


class Canvas:
    """A picture of `width` by `height` pixels. `name` begins the ids within it; a picture that is not `live` has no links.

    One that is a panel of another begins with the colour and the row `first`; `edges` are the least room at its left and right,
    and in the end the room that was taken; without names the groups are named by the panel below.
    """

    def __init__(
        self, width: float, height: float, *, name: str, theme: Theme = LIGHT, live: bool = True
    ) -> None:
        self.width, self.height = width, height
        self.name, self.theme, self.live = name, theme, live
        self.parts: list[str] = []
        self.patterns: dict[str, str] = {}
        self.first, self.has_names = 0, True
        self.edges: tuple[float, float] = (0, 0)

    def put(self, panel: Canvas, *, y: float) -> None:
        """Lay a picture into this one, `y` below its top."""
        group = str(html.tag("g", transform=f"translate(0 {n(y)})"))
        self.parts += [group.removesuffix("</g>"), *panel.parts, "</g>"]
        self.patterns |= panel.patterns

    @contextmanager
    def mark(self, say: str, *, row: int, place: int, href: str = "") -> Iterator[None]:
        """Put what is drawn inside into one figure that can be walked to; `say` is what it says."""
        name = "a" if href and self.live else "g"
        about: dict[str, Any] = {
            "data_say": say,
            "data_row": row + self.first,
            "data_place": place,
            "tabindex": "-1",
        }
        if self.live:
            role = "img" if name == "g" else None  # a plain group is nothing that a name could be given to
            self.parts.append(
                self._open(name, class_="mark", href=href or None, role=role, aria_label=say, **about)
            )
        yield
        if self.live:
            self.parts.append(f"</{name}>")

    def rect(self, x: float, y: float, width: float, height: float, fill: str, **more: Any) -> None:
        size = {"width": n(max(width, 0)), "height": n(max(height, 0))}
        self._shape("rect", x=n(x), y=n(y), **size, **self._filled(fill), **more)

    def path(self, d: str, *, fill: str = "", stroke: str = "", **more: Any) -> None:
        filled = self._filled(fill) if fill else {"fill": "none"}
        if stroke:
            stroke = self._tone(stroke)
            joined = f"{filled.get('class_', '')} cs-{stroke}".strip()
            filled |= {"class_": joined, "stroke": self.theme[stroke]}
        self._shape("path", d=d, **filled, **more)

    def line(self, x1: float, y1: float, x2: float, y2: float, stroke: str, **more: Any) -> None:
        self.path(f"M{n(x1)} {n(y1)}L{n(x2)} {n(y2)}", stroke=stroke, **more)

    def hit(self, x: float, y: float, width: float, height: float) -> None:
        """Let a pointer meet the mark here though nothing is seen."""
        if self.live:
            self._shape("rect", x=n(x), y=n(y), width=n(width), height=n(height), fill="none", class_="hit")

    def text(
        self,
        x: float,
        y: float,
        words: str,
        tone: str = "soft",
        *,
        anchor: str = "start",
        size: float = SIZE,
        weight: int = 400,
    ) -> None:
        style = {
            "font_size": n(size),
            "font_weight": weight,
            "text_anchor": None if anchor == "start" else anchor,
        }
        self._shape("text", words, x=n(x), y=n(y), **self._filled(tone), **style)

    def hatched(self, d: str, fill: str, hatch: str, *, faint: bool = False) -> None:
        """Fill a shape with a colour and lay a pattern over it; a `faint` one is of periods that are not over."""
        if faint:
            self.path(d, fill=fill, fill_opacity="0.22")
            self.path(
                d, fill=self._pattern(ABSENT, fill), stroke=fill, stroke_width="1", stroke_dasharray="3 2"
            )
            return
        self.path(d, fill=fill)
        if hatch:
            self.path(d, fill=self._pattern(hatch, "ground"), fill_opacity="0.5")

    def _pattern(self, d: str, stroke: str) -> str:
        stroke = self._tone(stroke)
        key = f"{self.name}-p{sum(map(ord, d)) % 997}-{stroke}"
        if key not in self.patterns:
            size = {"width": 6, "height": 6, "patternUnits": "userSpaceOnUse"}
            colours = {"class_": f"cs-{stroke}", "stroke": self.theme[stroke], "fill": "none"}
            drawn = html.tag("path", d=d, stroke_width="1.4", stroke_linecap="round", **colours)
            self.patterns[key] = html.tag("pattern", drawn, id=key, **size)
        return f"url(#{key})"

    def _filled(self, fill: str) -> dict[str, Any]:
        if fill.startswith("url("):
            return {"fill": fill}
        tone = self._tone(fill)
        return {"class_": f"cf-{tone}", "fill": self.theme[tone]}

    def _tone(self, tone: str) -> str:
        """Return the colour of a series of a panel: those of the panels above are not used again."""
        return of_series(int(tone) - 1 + self.first) if self.first and tone.isdigit() else tone

    def _shape(self, element: str, *children: Any, **attributes: Any) -> None:
        self.parts.append(str(html.tag(element, *children, **attributes)))

    def _open(self, element: str, **attributes: Any) -> str:
        return str(html.tag(element, **attributes)).removesuffix(f"</{element}>")

    def svg(self, *, label: str, class_: str = "") -> Markup:
        """Return the whole picture."""
        size = {
            "viewBox": f"0 0 {n(self.width)} {n(self.height)}",
            "width": n(self.width),
            "height": n(self.height),
        }
        inside = [Markup(part) for part in self.parts]  # noqa: S704 -- built of escaped parts only
        known = html.tag("defs", *self.patterns.values()) if self.patterns else ""
        spoken = {"role": "group" if self.live else "img", "aria_label": label}
        shape = {"class_": class_ or None, "xmlns": "http://www.w3.org/2000/svg", "font_family": "Inter"}
        return html.tag("svg", known, *inside, **shape, **size, **spoken)


def n(value: float) -> str:
    """Return a number of the drawing with one decimal at most."""
    return f"{value:.1f}".removesuffix(".0")


def rounded(x: float, y: float, width: float, height: float, *, r: float = 3, side: str = "top") -> str:
    """Return the outline of a bar that is round at its far end; `side` is where that is."""
    r = max(
        0.0,
        min(
            r,
            width / 2 if side in ("top", "bottom") else width,
            height / 2 if side in ("left", "right") else height,
        ),
    )
    corner = {
        "top": (r, r, 0, 0),
        "bottom": (0, 0, r, r),
        "right": (0, r, r, 0),
        "left": (r, 0, 0, r),
        "": (0, 0, 0, 0),
    }
    a, b, c, d = corner[side]
    return (
        f"M{n(x + a)} {n(y)}H{n(x + width - b)}q{n(b)} 0 {n(b)} {n(b)}V{n(y + height - c)}q0 {n(c)} {n(-c)} {n(c)}"
        f"H{n(x + d)}q{n(-d)} 0 {n(-d)} {n(-d)}V{n(y + a)}q0 {n(-a)} {n(a)} {n(-a)}z"
    )


def lines_of(points: Sequence[tuple[float, float] | None]) -> str:
    """Return a line through the points, broken where one is missing."""
    drawn, is_open = [], False
    for point in points:
        if point is None:
            is_open = False
            continue
        drawn.append(f"{'L' if is_open else 'M'}{n(point[0])} {n(point[1])}")
        is_open = True
    return "".join(drawn)


def legend(
    canvas: Canvas, names: Sequence[str], *, y: float = 0, left: float = 0, of_lines: bool = False
) -> float:
    """Draw the names of series with their colours and patterns, or dashes, in as many lines as it takes; return the height used."""
    x, top = left, y
    for place, name in enumerate(names):
        shown = letters.fitting(name, canvas.width - left - 24)
        wide = letters.width(shown) + 34
        if x > left and x + wide > canvas.width + 16:
            x, top = left, top + 20
        fill = of_series(place)
        if of_lines:
            canvas.line(
                x,
                top + 8,
                x + 16,
                top + 8,
                fill,
                stroke_width="2.5",
                stroke_dasharray=DASHES[pattern(place)] or None,
            )
        else:
            canvas.hatched(rounded(x, top + 2, 13, 11, r=2, side=""), fill, HATCHES[pattern(place)])
        canvas.text(x + 19, top + 12, shown)
        x += wide
    return top - y + 26
