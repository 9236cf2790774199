"""The views of an object as tabs: those that come with the product and those that people saved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from odnos.engine.access.actor import Actor
from odnos.engine.views import saved
from odnos.engine.views.models import SavedView
from odnos.objects.labels import Label
from odnos.objects.registry import ObjectType
from odnos.objects.view import View


@dataclass(frozen=True, kw_only=True)
class Look:
    """One view. `saved_id` is None for a declared one; `mine` says whether the reader may change it."""

    key: str
    label: Label
    kind: str
    filter: str
    sort: str
    columns: tuple[str, ...]
    group_by: str = ""
    saved_id: int | None = None
    audience: str = ""
    mine: bool = False

    @property
    def is_board(self) -> bool:
        return self.kind == "board"


def all_of(kind: ObjectType, *, by: Actor, order: Sequence[str] = ()) -> list[Look]:
    """Return every view of an object that `by` may open: those named in `order` first, then those they have not placed."""
    declared = [of_declared(kind, view) for view in kind.lists]
    every = [*declared, *(of_saved(kind, view, by=by) for view in saved.of(kind.key, by=by))]
    placed = {key: place for place, key in enumerate(order)}
    return sorted(every, key=lambda look: placed.get(look.key, len(placed)))


def of_declared(kind: ObjectType, view: View) -> Look:
    return Look(
        key=view.key,
        label=view.label,
        kind=view.kind,
        filter=view.filter,
        sort=view.sort,
        columns=with_title(kind, view.columns),
        group_by=view.group_by,
    )


def of_saved(kind: ObjectType, view: SavedView, *, by: Actor) -> Look:
    names = tuple(name for name in view.columns if name in kind.by_name) or kind.view.columns
    return Look(
        key=f"v{view.pk}",
        label=view.name,
        kind=view.kind,
        filter=view.filter,
        sort=view.sort,
        columns=with_title(kind, names),
        group_by=view.group_by,
        saved_id=view.pk,
        audience=view.audience,
        mine=saved.may_change(view, by=by),
    )


def with_title(kind: ObjectType, names: tuple[str, ...]) -> tuple[str, ...]:
    """Every list has the column that opens its records."""
    return names if kind.title in names else (kind.title, *names)


def board_of(looks: list[Look]) -> Look | None:
    """Return the first board, or None for an object that has none."""
    return next((look for look in looks if look.is_board), None)


def list_of(looks: list[Look]) -> Look:
    """Return the view that a list opens with."""
    return next((look for look in looks if not look.is_board), looks[0])
