"""Widths of columns as an address has them: `name:240,amount:120`, in pixels."""

from __future__ import annotations

from collections.abc import Mapping

from odnos.engine.views.preferences import NARROWEST, WIDEST
from odnos.web.given import whole


def parse(written: str) -> dict[str, int]:
    """Return widths by column; what is not one is left out."""
    pairs = (item.partition(":") for item in written.split(",")[:200])
    found = {name: whole(pixels) for name, _colon, pixels in pairs if name}
    return {name: max(NARROWEST, min(WIDEST, pixels)) for name, pixels in found.items() if pixels}


def dump(widths: Mapping[str, int]) -> str:
    return ",".join(f"{name}:{pixels}" for name, pixels in widths.items())
