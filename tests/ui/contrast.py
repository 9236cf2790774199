"""The contrast of two OKLCH colours by WCAG 2.2, and the colours of our tokens."""

import math
import re
from pathlib import Path

CSS = Path(__file__).parents[2] / "ui" / "css"
PAIR = re.compile(r"--([\w-]+): light-dark\(oklch\(([\d. ]+)\), oklch\(([\d. ]+)\)\)")

Colour = tuple[float, ...]


def tokens() -> dict[str, tuple[Colour, Colour]]:
    """Every token that is a plain colour: its light and its dark value."""
    text = "".join((CSS / name).read_text() for name in ("tokens.css", "tones.css"))
    return {name: (numbers(light), numbers(dark)) for name, light, dark in PAIR.findall(text)}


def numbers(written: str) -> Colour:
    return tuple(float(part) for part in written.split())


def luminance(colour: Colour) -> float:
    """Relative luminance of an OKLCH colour (matrices of Björn Ottosson's OKLab, clipped to sRGB)."""
    lightness, chroma, hue = colour
    a, b = chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    red = 4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short
    green = -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short
    blue = -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short
    red, green, blue = (min(1.0, max(0.0, part)) for part in (red, green, blue))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def ratio(one: Colour, other: Colour) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)
