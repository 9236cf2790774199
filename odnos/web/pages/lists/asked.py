"""What an address asks for, and the address of anything else: every list is reproduced by its address alone."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
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
from odnos.web.pages.lists import looks, quick, ways, widths
from odnos.web.pages.lists.looks import Look
from odnos.web.pages.lists.ways import Way

PLACES = {"list": "", "board": "/board", "calendar": "/calendar"}


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A list, board or calendar (its `mode`) as its address asks for it. `look` is the view it starts from, the rest what differs from it.

    `way` says how the records are put together: by the lanes of a board, the groups of a list, the days of a calendar.
    """

    kind: ObjectType
    look: Look
    looks: tuple[Look, ...]
    preference: Preference
    filter: str
    q: str
    sort: str
    columns: tuple[str, ...]
    size: int
    way: Way
    widths: Mapping[str, int] = dataclasses.field(default_factory=dict)
    after: str = ""
    place: int = 0
    pipeline: str = ""
    closed: str = ""
    day: str = ""
    mode: str = "list"
    hidden: str = ""

    @property
    def node(self) -> Node:
        """The whole condition: the filter and the words of the quick search."""
        return tree.both(text.parse(self.filter), quick.condition(self.kind, self.q))

    @property
    def path(self) -> str:
        return f"/{self.kind.plural_key}{PLACES[self.mode]}"

    @property
    def board(self) -> bool:
        return self.mode == "board"

    @property
    def group(self) -> str:
        """The field of the lanes or days, the fields of the groups."""
        return self.way.group

    @property
    def is_changed(self) -> bool:
        """Whether it differs from its view, so that there is something to save."""
        look = self.look
        return bool(self.q) or (self.mode, self.filter, self.sort, self.columns, self.way, self.widths) != (
            look.kind,
            look.filter,
            look.sort,
            look.columns,
            ways.of_look(self.kind, look, look.kind),
            look.widths,
        )

    @property
    def opens_with(self) -> Look | None:
        """The view that the person wants when they go to these records."""
        first = self.preference.default_view
        return next((look for look in self.looks if look.key == first), None)

    def parameters(self, *, exact: bool = False) -> dict[str, str]:
        """Return what the address says beyond its view; pages and places are left out. An `exact` one says everything."""
        given = {"view": self.look.key} | {
            name: value for name, value, usual in self.told() if exact or value != usual
        }
        more = {
            "q": self.q,
            "pipeline": self.pipeline,
            "closed": self.closed,
            "day": self.day if self.mode == "calendar" else "",
        }
        return given | {name: value for name, value in more.items() if value}

    def told(self) -> Iterator[tuple[str, str, str]]:
        """Yield what an address can say: its name, its value, and the value that goes without saying."""
        look, usual = self.look, ways.of_look(self.kind, self.look, self.mode)
        yield "filter", self.filter, look.filter
        yield "sort", self.sort, look.sort if look.kind == self.mode else self.usual_sort
        yield "columns", ",".join(self.columns), ",".join(look.columns)
        yield "size", str(self.size), str(self.preference.size)
        yield "widths", widths.dump(self.widths), widths.dump(look.widths)
        yield from ((name, value, usual.told()[name]) for name, value in self.way.told().items())

    @property
    def usual_sort(self) -> str:
        return ways.sort_of(self.looks, self.look, self.mode)

    def href(self, path: str = "", *, extra: Mapping[str, str] | None = None, **changes: Any) -> str:
        """Return the address of this list with some things changed; a changed list starts at its first page."""
        changed = dataclasses.replace(self, **changes) if changes else self
        return f"{path or changed.path}?{urlencode({**changed.parameters(), **(extra or {})})}"

    @property
    def exact(self) -> str:
        """The address that shows the same to whoever may not see the view it started from."""
        return f"{self.path}?{urlencode(self.parameters(exact=True))}"


def read(kind: ObjectType, request: HttpRequest, *, mode: str = "list") -> Asked:
    """Return what the address (or the form that carries it) asks for. Unknown columns and sizes are left out."""
    given = request.GET if request.method == "GET" or "view" not in request.POST else request.POST
    by = request.visit.by  # type: ignore[attr-defined]
    preference = preferences.of(kind.key, by=by)
    offered = looks.all_of(kind, by=by, order=preference.order)
    look = chosen(offered, given.get("view") or "", preference, mode=mode)
    size = whole(given.get("size"))
    usual_sort = look.sort if look.kind == mode else ways.sort_of(offered, look, mode)
    return Asked(
        kind=kind,
        look=look,
        looks=tuple(offered),
        preference=preference,
        filter=given.get("filter", look.filter).strip(),
        q=given.get("q", "").strip()[:200],
        sort=given.get("sort") or usual_sort,
        columns=columns_of(kind, look, preference, given.get("columns", "")),
        widths=widths_of(kind, look, preference, given.get("widths", "")),
        size=size if size in preferences.SIZES else preference.size,
        way=ways.asked(kind, ways.of_look(kind, look, mode), mode, given),
        after=given.get("after", ""),
        place=whole(given.get("place")) or 0,
        pipeline=given.get("pipeline", ""),
        closed=given.get("closed", ""),
        day=given.get("day", ""),
        mode=mode,
        hidden=looks.hidden(given.get("view") or "", look),
    )


def mode_of(request: HttpRequest) -> str:
    """Return whether a form or a menu stands on a list, a board or a calendar."""
    given = request.POST.get("kind") or request.GET.get("kind") or ""
    return given if given in PLACES else "list"


def chosen(offered: list[Look], key: str, preference: Preference, *, mode: str) -> Look:
    """Return the view `key`, or the one that opens first."""
    for wanted in (key, preference.default_view):
        for look in offered:
            if look.key == wanted and (wanted == key or look.kind == mode):
                return look
    return looks.first_of(offered, mode) or looks.list_of(offered)


def columns_of(kind: ObjectType, look: Look, preference: Preference, written: str) -> tuple[str, ...]:
    """Return the columns that the address names, or those the person chose for this view, or the view's own."""
    names = written.split(",") if written else preference.columns.get(look.key, [])
    known = tuple(dict.fromkeys(name for name in names if name in kind.by_name))
    return looks.with_title(kind, known) if known else look.columns


def widths_of(kind: ObjectType, look: Look, preference: Preference, written: str) -> dict[str, int]:
    """Return how wide columns are: as the address says, as the person likes this view, or as it was saved."""
    given = widths.parse(written) if written else preference.widths.get(look.key) or look.widths
    return {name: pixels for name, pixels in given.items() if name in kind.by_name}
