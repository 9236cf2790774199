"""The tiles of a dashboard: what each shows and where it stands, as data that can be kept."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from odnos.analytics.reports.definition import Report
from odnos.analytics.saved import kept
from odnos.analytics.saved.kept import Unreadable
from odnos.objects.fields.naming import LARGEST_ID

WIDTH = 12
HIGHEST = 12
MOST = 40


@dataclass(frozen=True, kw_only=True)
class Tile:
    """A place of `w` by `h` cells at `x`, `y`. It shows the saved report `report`, or the question `ask` under a `title` of its own."""

    key: str
    x: int = 0
    y: int = 0
    w: int = 6
    h: int = 4
    title: str = ""
    report: int | None = None
    ask: Report | None = None


def parse(written: str) -> tuple[Tile, ...]:
    """Return the tiles that `dump` wrote. Raises Unreadable, FilterError."""
    try:
        raw = json.loads(written or "[]")
        json.dumps(raw, ensure_ascii=False).encode()  # half a character is no text
    except (ValueError, RecursionError) as error:
        raise Unreadable(_("The tiles cannot be read.")) from error
    if not isinstance(raw, list) or len(raw) > MOST or not all(isinstance(item, dict) for item in raw):
        raise Unreadable(_("A dashboard has at most %(most)s tiles.") % {"most": MOST})
    found = tuple(tile(item) for item in raw)
    if len({item.key for item in found}) != len(found):
        raise Unreadable(_("The tiles cannot be read."))
    return found


def tile(raw: dict[str, Any]) -> Tile:
    """Return one tile, put within the width of a dashboard."""
    report, key = raw.get("report"), raw.get("key")
    if not isinstance(key, str) or not key.isalnum() or len(key) > 20:
        raise Unreadable(_("The tiles cannot be read."))
    if report is not None and (
        not isinstance(report, int) or isinstance(report, bool) or not 0 < report <= LARGEST_ID
    ):
        raise Unreadable(_("The tiles cannot be read."))
    w, h = within(raw.get("w", 6), 1, WIDTH), within(raw.get("h", 4), 1, HIGHEST)
    return Tile(
        key=key,
        x=within(raw.get("x", 0), 0, WIDTH - w),
        y=within(raw.get("y", 0), 0, 1000),
        w=w,
        h=h,
        title=str(raw.get("title") or "")[:100],
        report=report,
        ask=kept.understood(raw["ask"]) if raw.get("ask") is not None and report is None else None,
    )


def within(value: Any, least: int, most: int) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise Unreadable(_("The tiles cannot be read."))
    return max(least, min(most, value))


def dump(tiles: Sequence[Tile]) -> str:
    """Return tiles as text, those above and to the left first."""
    ordered = sorted(tiles, key=lambda item: (item.y, item.x))
    return json.dumps([to_json(item) for item in ordered], ensure_ascii=False, separators=(",", ":"))


def to_json(item: Tile) -> dict[str, Any]:
    said = {"key": item.key, "x": item.x, "y": item.y, "w": item.w, "h": item.h, "title": item.title}
    return said | ({"report": item.report} if item.ask is None else {"ask": kept.to_json(item.ask)})


def free_key(tiles: Sequence[Tile]) -> str:
    """Return a key that no tile has."""
    taken = {item.key for item in tiles}
    return next(f"t{number}" for number in range(1, MOST + 2) if f"t{number}" not in taken)


def below(tiles: Sequence[Tile], new: Tile) -> tuple[Tile, ...]:
    """Return the tiles with one more, at the first place where it stands free."""
    rows = max((item.y + item.h for item in tiles), default=0)
    for y in range(rows + 1):
        for x in range(WIDTH - new.w + 1):
            put = replace(new, x=x, y=y)
            if not any(overlap(put, item) for item in tiles):
                return (*tiles, put)
    return (*tiles, replace(new, x=0, y=rows))


def overlap(one: Tile, other: Tile) -> bool:
    return (
        one.x < other.x + other.w
        and other.x < one.x + one.w
        and one.y < other.y + other.h
        and other.y < one.y + one.h
    )


def settled(tiles: Sequence[Tile], first: str = "") -> tuple[Tile, ...]:
    """Return tiles that do not lie upon each other, moved up as far as they go; the one called `first` stays where it was put."""
    put: list[Tile] = [item for item in tiles if item.key == first]
    for item in sorted((item for item in tiles if item.key != first), key=lambda item: (item.y, item.x)):
        put.append(dropped(item, put))
    if first:
        put.sort(key=lambda item: (item.y, item.x))
        return settled(put)
    return tuple(put)


def dropped(item: Tile, put: Sequence[Tile]) -> Tile:
    """Return a tile at the highest free place of its columns that is not above the tiles over it."""
    y = 0
    while any(overlap(replace(item, y=y), other) for other in put):
        y += 1
    return replace(item, y=y)
