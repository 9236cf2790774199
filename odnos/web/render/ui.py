"""Icons, avatars, badges and hairlines; the same functions serve templates and the renderers of hot loops."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django.utils import translation
from markupsafe import Markup

from odnos.lib import html, numbers
from odnos.web import assets

HUES = 12


def icon(name: str, *, size: str = "", label: str = "") -> Markup:
    """Return the drawing `name` (ui/icons.json) in the colour of its text. With a `label` it speaks, without it is decoration."""
    return drawn(name, size, label, assets.stamp())


@lru_cache(maxsize=1024)
def drawn(name: str, size: str, label: str, _made_at: float) -> Markup:
    every = assets.drawings()
    inside = Markup(every.get(name) or every.get("object", ""))  # noqa: S704 -- our own build wrote it
    spoken: dict[str, Any] = {"role": "img", "aria_label": label} if label else {"aria_hidden": "true"}
    return html.tag(
        "svg", inside, class_=f"icon icon-{size}" if size else "icon", viewBox="0 0 24 24", **spoken
    )


def hue(seed: object) -> str:
    """Return the class of the colour that always belongs to `seed`."""
    return f"hue-{zlib.crc32(str(seed).encode()) % HUES}"


def initials(name: str) -> str:
    """Return the one or two letters that stand for a name."""
    words = [word for word in name.replace(".", " ").split() if word[0].isalnum()]
    letters = words[0][0] + words[-1][0] if len(words) > 1 else name.strip()[:1]
    return letters.upper()


@lru_cache(maxsize=4096)
def avatar(name: str, *, size: str = "", square: bool = False, seed: str = "") -> Markup:
    """Return the round sign of a person, or the square one of a company."""
    shape = (
        f"avatar {hue(seed or name)}"
        + (f" avatar-{size}" if size else "")
        + (" avatar-square" if square else "")
    )
    return html.tag("span", class_=shape, data_initials=initials(name), title=name, aria_hidden="true")


@lru_cache(maxsize=4096)
def person(name: str, *, size: str = "") -> Markup:
    """Return the avatar and the name."""
    return html.tag("span", avatar(name, size=size), html.tag("span", name), class_="person")


def badge(text: str, *, tone: str = "none", icon_name: str = "") -> Markup:
    """Return a small label; `tone` is none, accent, good, warn, bad or hue-0 … hue-11."""
    inside = (icon(icon_name), text) if icon_name else (text,)
    return html.tag("span", *inside, class_=f"badge {tone_class(tone)}")


def dot(tone: str, *, ring: bool = False) -> Markup:
    return html.tag("span", class_=f"dot {'dot-ring ' if ring else ''}{tone_class(tone)}", aria_hidden="true")


def tone_class(tone: str) -> str:
    return tone if tone.startswith("hue-") else f"tone-{tone}"


def hidden_inputs(values: Mapping[str, Any]) -> Markup:
    """Return the hidden inputs by which a form carries `values`."""
    inputs = (
        f'<input type="hidden" name="{html.escaped(name)}" value="{html.escaped(value)}">'
        for name, value in values.items()
    )
    return Markup("".join(inputs))  # noqa: S704 -- built of escaped parts only


def grouped(number: int) -> str:
    """Return a number as the reader's language writes it: 8,800 or 8 800."""
    return numbers.show(number, locale=translation.get_language() or "en")


def hairline(share: float, *, tone: str = "accent", height: int = 3) -> Markup:
    """Return a thin bar filled to `share` (0 to 1). A picture only: write the number beside it."""
    filled = html.tag("rect", width=f"{max(0.0, min(1.0, share)) * 100:.1f}%", height=height)
    return html.tag(
        "svg", filled, class_=f"hairline {tone_class(tone)}", height=height, width="100%", aria_hidden="true"
    )
