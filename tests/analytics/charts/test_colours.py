"""The palette is told apart by people with any colour vision, and stands out from its ground."""

from itertools import combinations

import numpy as np
import pytest

from odnos.analytics.charts.colours import DARK, LIGHT, SERIES, STEPS, of_share, on_share

VISIONS = {
    "all colours": np.eye(3),
    "no red": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "no green": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
    "no blue": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
    ),
}
"""Machado, Oliveira, Fernandes 2009, severity 1, in linear light."""
APART = 0.075
"""Distance in OKLab below which two colours side by side are hard to tell."""
THEMES = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])


def linear(colour):
    value = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    return np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4)


def contrast(one, other):
    low, high = sorted(float(linear(colour) @ [0.2126, 0.7152, 0.0722]) for colour in (one, other))
    return (high + 0.05) / (low + 0.05)


def seen(colour, vision):
    r = np.clip(VISIONS[vision] @ linear(colour), 0, 1)
    first = np.cbrt(
        np.array(
            [
                [0.4122214708, 0.5363325363, 0.0514459929],
                [0.2119034982, 0.6806995451, 0.1073969566],
                [0.0883024619, 0.2817188376, 0.6299787005],
            ]
        )
        @ r
    )
    return (
        np.array(
            [
                [0.2104542553, 0.793617785, -0.0040720468],
                [1.9779984951, -2.428592205, 0.4505937099],
                [0.0259040371, 0.7827717662, -0.808675766],
            ]
        )
        @ first
    )


@THEMES
def test_every_series_stands_out_from_the_ground(theme):
    assert [n for n in range(1, SERIES + 1) if contrast(theme[str(n)], theme["ground"]) < 3] == []


@THEMES
def test_writing_can_be_read(theme):
    assert [tone for tone in ("ink", "soft", "faint") if contrast(theme[tone], theme["ground"]) < 4.5] == []


@THEMES
@pytest.mark.parametrize("vision", VISIONS)
def test_series_are_told_apart(theme, vision):
    colours = [theme[str(n)] for n in range(1, SERIES + 1)]

    close = [
        pair
        for pair in combinations(colours, 2)
        if np.linalg.norm(seen(pair[0], vision) - seen(pair[1], vision)) < APART
    ]

    assert close == []


@THEMES
def test_figures_on_squares_can_be_read(theme):
    shares = [(step + 0.5) / STEPS for step in range(STEPS)]

    assert [of_share(s) for s in shares if contrast(theme[of_share(s)], theme[on_share(s)]) < 4] == []


def test_the_page_has_the_same_colours():
    from pathlib import Path

    sheet = (Path(__file__).parents[3] / "ui/css/parts/charts.css").read_text()
    names = [*map(str, range(1, SERIES + 1)), *(f"r{n}" for n in range(1, STEPS + 1))]

    assert [n for n in names if f"--c-{n}: light-dark({LIGHT[n]}, {DARK[n]})" not in sheet] == []
