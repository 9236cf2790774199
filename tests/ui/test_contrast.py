"""Text reaches 4.5 to 1 on every ground it stands on, signs and focus rings 3 to 1, by day and by night."""

import pytest

from tests.ui import contrast

GROUNDS = ("ground", "surface", "raised", "sunken")
TEXTS = [(ink, ground) for ink in ("ink", "ink-soft", "ink-faint") for ground in GROUNDS]
TEXTS += [
    ("accent-ink", "surface"),
    ("accent-ink", "accent-wash"),
    ("ink-faint", "accent-wash"),
    ("on-accent", "accent"),
    ("on-accent", "accent-hover"),
    ("on-bad", "bad"),
]
TEXTS += [
    (f"{tone}-ink", ground)
    for tone in ("good", "warn", "bad")
    for ground in (f"{tone}-wash", "surface", "raised")
]
SIGNS = [
    ("accent", "surface"),
    ("focus", "surface"),
    ("focus", "ground"),
    ("line-strong", "raised"),
    ("good", "surface"),
    ("warn", "surface"),
    ("bad", "surface"),
]


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), TEXTS)
def test_text_is_readable(ink, ground, theme):
    colours = contrast.tokens()

    assert contrast.ratio(colours[ink][theme], colours[ground][theme]) >= 4.5


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("sign", "ground"), SIGNS)
def test_signs_are_seen(sign, ground, theme):
    colours = contrast.tokens()

    assert contrast.ratio(colours[sign][theme], colours[ground][theme]) >= 3


def test_black_on_white_is_twenty_one_to_one():
    assert round(contrast.ratio((0, 0, 0), (1, 0, 0)), 1) == 21.0
