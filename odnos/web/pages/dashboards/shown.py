"""A dashboard as a page has it: a kept one or a preset, with the period and the people that narrow all of its tiles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest

from odnos.analytics.reports import counted
from odnos.analytics.reports.definition import Report
from odnos.analytics.saved import kept, presets, tiles
from odnos.analytics.saved.kept import Unreadable
from odnos.analytics.saved.objects import DASHBOARD, REPORT
from odnos.analytics.saved.presets import Preset
from odnos.analytics.saved.tiles import Tile
from odnos.engine.access import scope
from odnos.engine.access.actor import Actor
from odnos.engine.filters.tree import FilterError
from odnos.engine.records import read
from odnos.engine.records.errors import NotFound
from odnos.engine.records.row import Row
from odnos.web.pages.dashboards import filtered
from odnos.web.pages.reports.asked import PARAMETERS, Asked, who

OWN = {"mine": {"person": "me"}, "team": {"team": "mine"}}


@dataclass(frozen=True, kw_only=True)
class Board:
    """A dashboard. `row` is None of a preset; `narrow` are the period, the person and the team that narrow every tile.

    `only` is the text of a filter for records of the kind `about`, which narrows every tile that has its fields.
    """

    name: str
    tiles: tuple[Tile, ...]
    row: Row | None = None
    preset: Preset | None = None
    narrow: Mapping[str, str] = field(default_factory=dict)
    about: str = ""
    only: str = ""
    may_change: bool = False

    @property
    def span(self) -> str:
        return self.narrow.get("span", "")

    @property
    def person(self) -> str:
        return self.narrow.get("person", "")

    @property
    def team(self) -> str:
        return self.narrow.get("team", "")

    @property
    def path(self) -> str:
        return (
            f"/dashboards/{self.row.id}"
            if self.row
            else f"/dashboards/preset/{self.preset.key if self.preset else ''}"
        )

    def parameters(self) -> dict[str, str]:
        """Return all that an address says of it; a filter that was taken away is said too, where one is kept."""
        is_kept = self.row is not None and bool(self.row["only"])
        told = {"about": self.about, "filter": self.only} if self.only else {"filter": ""} if is_kept else {}
        return {**self.narrow, **told}

    def href(self, path: str = "", *, extra: Mapping[str, str] | None = None) -> str:
        return f"{self.path}{path}?{urlencode({**self.parameters(), **(extra or {})})}"

    def tile(self, key: str) -> Tile:
        """Return the tile `key`. Raises NotFound."""
        found = next((item for item in self.tiles if item.key == key), None)
        if found is None:
            raise NotFound(f"tile {key}")
        return found


def kept_board(request: HttpRequest, number: int) -> Board:
    """Return a kept dashboard, with the parameters of the address. Raises NotFound."""
    visit = request.visit  # type: ignore[attr-defined]
    row = read.get(DASHBOARD, number, by=visit.by)
    given = {"span": row["span"] or "", **OWN.get(row["whose"] or "", {})}
    placed = tiles_of(row)
    return Board(
        name=row.title,
        tiles=placed,
        row=row,
        may_change=scope.covers(row.type, row.columns, by=visit.by, deed="edit"),
        narrow=narrowed(request, given, by=visit.by),
        about=about_of(request, row["about"] or first_kind(placed)),
        only=request.GET.get("filter", row["only"] or "").strip(),
    )


def preset_board(request: HttpRequest, key: str) -> Board:
    """Return a dashboard that comes with the product. Raises NotFound."""
    by = request.visit.by  # type: ignore[attr-defined]
    preset = presets.get(key)
    if preset is None:
        raise NotFound(f"dashboard {key}")
    placed = presets.tiles_of(preset, by=by)
    return Board(
        name=str(preset.name),
        tiles=placed,
        preset=preset,
        narrow=narrowed(request, OWN.get(preset.whose, {}), by=by),
        about=about_of(request, first_kind(placed)),
        only=request.GET.get("filter", "").strip(),
    )


def about_of(request: HttpRequest, usual: str) -> str:
    """Return of which kind of record the filter is: as the address says, if there is such a kind."""
    given = request.GET.get("about", "")
    return given if counted.is_known(given) else usual if counted.is_known(usual) else ""


def first_kind(placed: Sequence[Tile]) -> str:
    """Return the kind of record that most tiles with a report of their own are about; "" without any."""
    keys = Counter(item.ask.object_key for item in placed if item.ask)
    return next((key for key, _number in keys.most_common()), "")


def narrowed(request: HttpRequest, usual: Mapping[str, str], *, by: Actor) -> dict[str, str]:
    """Return the parameters of the address; what it does not say is as usual."""
    given = {name: request.GET.get(name, usual.get(name, "")) for name in PARAMETERS}
    team = who(given["team"], "mine")
    return {
        "span": given["span"][:30],
        "person": who(given["person"], "me"),
        "team": team if team != "mine" or by.team_id else "",
    }


def tiles_of(row: Row) -> tuple[Tile, ...]:
    """Return the tiles of a dashboard as they are kept; none where they cannot be read any more."""
    try:
        return tiles.parse(row["tiles"] or "[]")
    except (Unreadable, FilterError):
        return ()


@dataclass(frozen=True, kw_only=True)
class Asking:
    """What a tile asks: its report with the parameters of all, its title, where it is opened by itself, and what does not narrow it."""

    title: str
    asked: Asked
    note: str = ""

    @property
    def href(self) -> str:
        return self.asked.href()


def asking(board: Board, item: Tile, *, by: Actor) -> Asking:
    """Return what a tile asks. Raises NotFound where its report is gone or not shared, FilterError."""
    saved = read.get(REPORT, item.report, by=by) if item.report is not None else None
    report: Report | None = kept.parse(saved["definition"] or "") if saved else item.ask
    if report is None:
        raise NotFound(f"report of tile {item.key}")
    narrow, note = filtered.narrowed(board, report, by=by)
    asked = Asked(report=narrow, saved=saved, **board.narrow)
    return Asking(title=item.title or (saved.title if saved else ""), asked=asked, note=note)


def changed(board: Board, item: Tile) -> tuple[Tile, ...]:
    """Return the tiles of a dashboard with one of them changed; it stays where it was put, others make room."""
    others = tuple(item if other.key == item.key else other for other in board.tiles)
    return tiles.settled(others, item.key)


def without(board: Board, key: str) -> tuple[Tile, ...]:
    return tiles.settled([item for item in board.tiles if item.key != key])


def as_context(board: Board) -> list[dict[str, Any]]:
    return [{"tile": item, "href": board.href(f"/tiles/{item.key}")} for item in board.tiles]
