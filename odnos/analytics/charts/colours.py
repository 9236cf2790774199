"""The colours of charts, by day and by night.

Series are told apart by people with any colour vision: the palette was chosen so that each pair keeps its distance as
protanopes, deuteranopes and tritanopes see it (Machado, Oliveira, Fernandes 2009), with 3 : 1 against the ground
(WCAG 2.2, 1.4.11); tests hold both. Colour never stands alone: hatchings, dashes and shapes go with it.
On a page the classes of the same names win over these values, so that a chart follows the theme of its reader.
"""

from __future__ import annotations

from collections.abc import Mapping

Theme = Mapping[str, str]

LIGHT: Theme = {
    "ground": "#ffffff",
    "ink": "#131b20",
    "soft": "#454f56",
    "faint": "#616c73",
    "grid": "#e9e7e3",
    "axis": "#b9b9b6",
    "1": "#00677d",
    "2": "#b5830f",
    "3": "#2f2480",
    "4": "#ed54ab",
    "5": "#3f8cf0",
    "6": "#8f3b17",
    "7": "#8b7769",
    "r1": "#e4f1f4",
    "r2": "#c3e0e7",
    "r3": "#97c9d5",
    "r4": "#5fabbd",
    "r5": "#2a889f",
    "r6": "#00677d",
    "r7": "#00495b",
}
DARK: Theme = {
    "ground": "#171c1e",
    "ink": "#eaeef0",
    "soft": "#b7bec3",
    "faint": "#95a0a6",
    "grid": "#262d31",
    "axis": "#4a5358",
    "1": "#5bc6d5",
    "2": "#d9a928",
    "3": "#8c96e6",
    "4": "#c7c199",
    "5": "#326bd9",
    "6": "#cf6a3c",
    "7": "#a98aab",
    "r1": "#1d2f35",
    "r2": "#1f434d",
    "r3": "#215a68",
    "r4": "#2b7889",
    "r5": "#3f9aac",
    "r6": "#5bc6d5",
    "r7": "#a5e6ee",
}
SERIES = 7
STEPS = 7


def of_series(place: int) -> str:
    """Return the name of the colour of the series at `place`, counted from 0; after the last one they begin anew."""
    return str(place % SERIES + 1)


def of_share(share: float) -> str:
    """Return the name of the step of the ramp for 0 (least) to 1 (most)."""
    return f"r{min(STEPS, int(share * STEPS) + 1)}"


def on_share(share: float) -> str:
    """Return the name of the colour of writing on that step."""
    return "ink" if of_share(share) <= "r4" else "ground"
