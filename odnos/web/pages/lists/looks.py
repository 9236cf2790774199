"""The views of an object as tabs: those that come with the product and those that people saved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from odnos.engine.access.actor import Actor
from odnos.engine.filters import text
from odnos.engine.filters.tree import FilterError
from odnos.engine.records import fitting
from odnos.engine.views import saved
from odnos.engine.views.models import SavedView
from odnos.objects.labels import Label
from odnos.objects.narrowed import DEFAULT_SORT
from odnos.objects.registry import ObjectType
from odnos.objects.view import View
from odnos.web.given import whole


@dataclass(frozen=True, kw_only=True)
class Look:
    """One view. `saved_id` is None for a declared one; `mine` says whether the reader may change what it shows, `ruled`
    whether they say who sees it, `partial` whether it names fields that they may not see. `order` sorts its groups, `sort` its records.
    """

    key: str
    label: Label
    kind: str
    filter: str
    sort: str
    columns: tuple[str, ...]
    group_by: str = ""
    totals: tuple[str, ...] = ()
    order: str = ""
    span: str = ""
    widths: Mapping[str, int] = field(default_factory=dict)
    saved_id: int | None = None
    audience: str = ""
    editors: str = "owner"
    mine: bool = False
    ruled: bool = False
    partial: bool = False


def all_of(kind: ObjectType, *, by: Actor, order: Sequence[str] = ()) -> list[Look]:
    """Return every view of an object that `by` may open: those named in `order` first, then those they have not placed."""
    declared = [of_declared(kind, view, by=by) for view in kind.lists]
    every = [*declared, *(of_saved(kind, view, by=by) for view in saved.of(kind.key, by=by))]
    placed = {key: place for place, key in enumerate(order)}
    return sorted(every, key=lambda look: placed.get(look.key, len(placed)))


def of_declared(kind: ObjectType, view: View, *, by: Actor) -> Look:
    return Look(
        key=view.key,
        label=view.label,
        kind=view.kind,
        filter=filter_of(kind, view.filter, by=by),
        sort=view.sort,
        columns=with_title(kind, view.columns),
        group_by=view.group_by,
    )


def of_saved(kind: ObjectType, view: SavedView, *, by: Actor) -> Look:
    names = tuple(name for name in view.columns if name in kind.by_name) or kind.view.columns
    filter = filter_of(kind, view.filter, by=by)
    return Look(
        key=f"v{view.pk}",
        label=view.name,
        kind=view.kind,
        filter=filter,
        sort=sort_of(kind, view.sort),
        columns=with_title(kind, names),
        group_by=view.group_by,
        totals=tuple(view.options.get("totals", ())),
        order=view.options.get("order", ""),
        span=view.options.get("span", ""),
        widths=view.options.get("widths", {}),
        saved_id=view.pk,
        audience=view.audience,
        editors=view.editors,
        mine=saved.may_change(view, by=by),
        ruled=saved.rules(view, by=by),
        partial=filter != view.filter or not fits(kind, view),
    )


def filter_of(kind: ObjectType, written: str, *, by: Actor) -> str:
    """Return a kept filter without the conditions that the reader may not ask."""
    try:
        node = text.parse(written)
    except FilterError:
        return written
    known = fitting.fitted(node, kind, by=by)
    return written if known == node else text.dump(known)


def sort_of(kind: ObjectType, sort: str) -> str:
    """Return the order of a view, or the usual one where the reader knows no such field."""
    name = sort.removeprefix("-")
    return sort if name == "id" or name in kind.by_name else DEFAULT_SORT


def fits(kind: ObjectType, view: SavedView) -> bool:
    """Whether a view names no other fields than those the reader knows."""
    groups = [part.partition(":")[0] for part in view.group_by.split(",") if part]
    return (
        all(name in kind.by_name for name in (*view.columns, *groups))
        and sort_of(kind, view.sort) == view.sort
    )


def with_title(kind: ObjectType, names: tuple[str, ...]) -> tuple[str, ...]:
    """Every list has the column that opens its records."""
    return names if kind.title in names else (kind.title, *names)


def first_of(looks: Sequence[Look], mode: str) -> Look | None:
    """Return the first view that is a list, a board or a calendar, or None where there is none."""
    return next((look for look in looks if look.kind == mode), None)


def list_of(looks: Sequence[Look]) -> Look:
    """Return the view that a list opens with."""
    return first_of(looks, "list") or looks[0]


def hidden(key: str, shown: Look) -> str:
    """Return `key` where it names a saved view that is gone or kept from the reader: they are not told which."""
    is_saved = key.startswith("v") and whole(key.removeprefix("v")) is not None
    return key if is_saved and key != shown.key else ""
