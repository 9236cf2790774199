"""How wide a text is in Inter, near enough to leave room for it without a font at hand."""

from __future__ import annotations

NARROW = frozenset("iljtfrI.,:;|!'’()[] \u00a0\u202f·-")
WIDE = frozenset("mwMWшщжюфыШЩЖЮФЫМ%@—…")


def width(text: str, *, size: float = 12) -> float:
    """Return the width in pixels, rather too much than too little."""
    return size * sum(map(_share, text))


def _share(letter: str) -> float:
    if letter in NARROW:
        return 0.33
    if letter in WIDE:
        return 0.89
    return 0.7 if letter.isupper() else 0.61


def fitting(text: str, room: float, *, size: float = 12) -> str:
    """Return as much of `text` as fits into `room`, with an ellipsis where it was cut."""
    if width(text, size=size) <= room:
        return text
    cut = text
    while cut and width(f"{cut}…", size=size) > room:
        cut = cut[:-1]
    return f"{cut.rstrip()}…" if cut else ""
