"""What an address asks for, and the address of anything else: every list is reproduced by its address alone."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest

from odnos.engine.filters import text, tree
from odnos.engine.filters.tree import Node
from odnos.engine.views import preferences
from odnos.engine.views.preferences import Preference
from odnos.objects.registry import ObjectType
from odnos.web.given import whole
from odnos.web.pages.lists import looks, quick
from odnos.web.pages.lists.looks import Look


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A list or board as its address asks for it. `look` is the view it starts from, the rest what differs from it."""

    kind: ObjectType
    look: Look
    looks: tuple[Look, ...]
    preference: Preference
    filter: str
    q: str
    sort: str
    columns: tuple[str, ...]
    size: int
    after: str = ""
    place: int = 0
    pipeline: str = ""
    closed: str = ""
    board: bool = False

    @property
    def node(self) -> Node:
        """The whole condition: the filter and the words of the quick search."""
        return tree.both(text.parse(self.filter), quick.condition(self.kind, self.q))

    @property
    def path(self) -> str:
        return f"/{self.kind.plural_key}/board" if self.board else f"/{self.kind.plural_key}"

    @property
    def is_changed(self) -> bool:
        """Whether it differs from its view, so that there is something to save."""
        look = self.look
        return bool(self.q) or (self.filter, self.sort, self.columns) != (
            look.filter,
            look.sort,
            look.columns,
        )

    @property
    def opens_with_board(self) -> bool:
        """Whether the person wants a board when they go to these records."""
        first = self.preference.default_view
        return any(look.key == first and look.is_board for look in self.looks)

    def parameters(self) -> dict[str, str]:
        """Return what the address says beyond its view; pages and places are left out."""
        told = (
            ("filter", self.filter, self.look.filter),
            ("sort", self.sort, self.look.sort),
            ("columns", ",".join(self.columns), ",".join(self.look.columns)),
            ("size", str(self.size), str(self.preference.size)),
        )
        given = {"view": self.look.key} | {name: value for name, value, usual in told if value != usual}
        more = {"q": self.q, "pipeline": self.pipeline, "closed": self.closed}
        return given | {name: value for name, value in more.items() if value}

    def href(self, path: str = "", *, extra: Mapping[str, str] | None = None, **changes: Any) -> str:
        """Return the address of this list with some things changed; a changed list starts at its first page."""
        changed = dataclasses.replace(self, **changes) if changes else self
        return f"{path or changed.path}?{urlencode({**changed.parameters(), **(extra or {})})}"


def read(kind: ObjectType, request: HttpRequest, *, board: bool = False) -> Asked:
    """Return what the address (or the form that carries it) asks for. Unknown columns and sizes are left out."""
    given = request.GET if request.method == "GET" or "view" not in request.POST else request.POST
    by = request.visit.by  # type: ignore[attr-defined]
    preference = preferences.of(kind.key, by=by)
    offered = looks.all_of(kind, by=by, order=preference.order)
    look = chosen(offered, given.get("view") or "", preference, board=board)
    size = whole(given.get("size"))
    return Asked(
        kind=kind,
        look=look,
        looks=tuple(offered),
        preference=preference,
        filter=given.get("filter", look.filter).strip(),
        q=given.get("q", "").strip()[:200],
        sort=given.get("sort") or look.sort,
        columns=columns_of(kind, look, preference, given.get("columns", "")),
        size=size if size in preferences.SIZES else preference.size,
        after=given.get("after", ""),
        place=whole(given.get("place")) or 0,
        pipeline=given.get("pipeline", ""),
        closed=given.get("closed", ""),
        board=board,
    )


def chosen(offered: list[Look], key: str, preference: Preference, *, board: bool) -> Look:
    """Return the view `key`, or the one that opens first."""
    for wanted in (key, preference.default_view):
        for look in offered:
            if look.key == wanted and (wanted == key or look.is_board == board):
                return look
    return (looks.board_of(offered) if board else None) or looks.list_of(offered)


def columns_of(kind: ObjectType, look: Look, preference: Preference, written: str) -> tuple[str, ...]:
    """Return the columns that the address names, or those the person chose for this view, or the view's own."""
    names = written.split(",") if written else preference.columns.get(look.key, [])
    known = tuple(dict.fromkeys(name for name in names if name in kind.by_name))
    return looks.with_title(kind, known) if known else look.columns
