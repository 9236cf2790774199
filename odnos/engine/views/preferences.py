"""How a person likes the lists of an object: which view opens first, how many rows, how dense, which columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import BigIntegerField, CharField

from odnos.engine.access.actor import Actor
from odnos.engine.tables.prepared import Given, Prepared
from odnos.engine.views.models import ListPreference

SIZES = (25, 50, 100, 200)
MOST_VIEWS = 200
MOST_FOLDED = 200
DENSITIES = ("cosy", "compact")
NARROWEST, WIDEST = 48, 1200
OF_ONE = Prepared(
    lambda: ListPreference.objects.filter(
        user_id=Given("user", BigIntegerField()), object_key=Given("object", CharField())
    )
)
STARRED = Prepared(
    lambda: (
        ListPreference.objects.filter(user_id=Given("user", BigIntegerField()))
        .exclude(starred=[])
        .order_by("id")
        .values("object_key", "starred")
    )
)


@dataclass(frozen=True, kw_only=True)
class Preference:
    """`columns`, `widths` and `folded` hold choices by view, `order` the views that were put in order, `starred` those
    kept at hand; an empty `default_view` is the one the product opens first.
    """

    default_view: str = ""
    size: int = 50
    density: str = "cosy"
    columns: dict[str, list[str]] = field(default_factory=dict)
    widths: dict[str, dict[str, int]] = field(default_factory=dict)
    folded: dict[str, list[str]] = field(default_factory=dict)
    order: tuple[str, ...] = ()
    starred: tuple[str, ...] = ()


def of(object_key: str, *, by: Actor) -> Preference:
    """Return what the actor chose, or the house's own choice."""
    kept = OF_ONE.instance(user=by.user_id or 0, object=object_key)
    if kept is None:
        return Preference()
    return Preference(
        default_view=kept.default_view,
        size=kept.size,
        density=kept.density,
        columns=kept.columns,
        widths=kept.widths,
        folded=kept.folded,
        order=tuple(kept.order),
        starred=tuple(kept.starred),
    )


def keep(object_key: str, *, by: Actor, **given: Any) -> None:
    """Remember some of default_view, size, density, columns, widths, folded, order and starred."""
    if by.user_id is None:
        return
    with transaction.atomic():
        ListPreference.objects.update_or_create(user_id=by.user_id, object_key=object_key, defaults=given)


def keep_order(object_key: str, view_keys: Sequence[str], *, by: Actor) -> None:
    """Remember the order of the views, as the actor alone sees it; views that come later stand behind."""
    keep(object_key, by=by, order=list(dict.fromkeys(view_keys))[:MOST_VIEWS])


def keep_columns(object_key: str, view_key: str, names: Sequence[str], *, by: Actor) -> None:
    """Remember the columns of one view; none at all forgets the choice."""
    keep_for(object_key, view_key, "columns", list(names), by=by)


def keep_widths(object_key: str, view_key: str, widths: Mapping[str, int], *, by: Actor) -> None:
    """Remember how wide the columns of one view are, in pixels; none at all forgets them."""
    kept = {name: max(NARROWEST, min(WIDEST, pixels)) for name, pixels in widths.items()}
    keep_for(object_key, view_key, "widths", kept, by=by)


def fold(object_key: str, view_key: str, lane: str, *, folded: bool, by: Actor) -> None:
    """Remember that a lane of a board is folded, or no longer."""
    with transaction.atomic():
        others = [item for item in of(object_key, by=by).folded.get(view_key, []) if item != lane]
        lanes = [*others, lane][-MOST_FOLDED:] if folded else others
        keep_for(object_key, view_key, "folded", lanes, by=by)


def star(object_key: str, view_key: str, *, by: Actor) -> bool:
    """Keep a view at hand, behind those that are there, or no longer; return whether it is there now."""
    with transaction.atomic():
        starred = list(of(object_key, by=by).starred)
        is_new = view_key not in starred
        now = [*starred, view_key] if is_new else [item for item in starred if item != view_key]
        keep(object_key, by=by, starred=now[:MOST_VIEWS])
        return is_new


def starred(*, by: Actor) -> dict[str, list[str]]:
    """Return the views that the actor keeps at hand, by object."""
    return {row["object_key"]: row["starred"] for row in STARRED.rows(user=by.user_id or 0)}


def keep_for(object_key: str, view_key: str, what: str, chosen: Any, *, by: Actor) -> None:
    """Remember a choice for one view; an empty one is forgotten."""
    with transaction.atomic():
        by_view = dict(getattr(of(object_key, by=by), what))
        by_view.pop(view_key, None)
        if chosen:
            by_view[view_key] = chosen
        keep(object_key, by=by, **{what: by_view})
