"""Names of built files: `asset("main.css")` is the address of its content-hashed copy."""

from __future__ import annotations

import json
import time
from functools import lru_cache
from pathlib import Path

BUILD = Path(__file__).parent / "static" / "build"


def url(name: str) -> str:
    """Return the address of the built file `name`; before the first build, the name it would have."""
    return f"/static/build/{read('manifest.json', stamp()).get(name, name)}"


def drawings() -> dict[str, str]:
    """Return the inside of every icon's SVG by its name."""
    return read("icons.json", stamp())


@lru_cache(maxsize=8)
def read(name: str, _made_at: float) -> dict[str, str]:
    """Read a file of the build once; a build made at another time is read anew."""
    path = BUILD / name
    return dict(json.loads(path.read_text())) if path.exists() else {}


def stamp() -> float:
    """When the build was made, looked up once a second, so that a rebuild is seen without a restart."""
    return made_at(int(time.monotonic()))


@lru_cache(maxsize=1)
def made_at(_second: int) -> float:
    try:
        return (BUILD / "manifest.json").stat().st_mtime
    except FileNotFoundError:
        return 0.0
