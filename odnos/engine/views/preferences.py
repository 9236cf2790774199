"""How a person likes the lists of an object: which view opens first, how many rows, how dense, which columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from odnos.engine.access.actor import Actor
from odnos.engine.views.models import ListPreference

SIZES = (25, 50, 100, 200)
MOST_VIEWS = 200
DENSITIES = ("cosy", "compact")


@dataclass(frozen=True, kw_only=True)
class Preference:
    """`columns` holds a choice of columns by view, `order` the views that were put in order; an empty `default_view` is the one the product opens first."""

    default_view: str = ""
    size: int = 50
    density: str = "cosy"
    columns: dict[str, list[str]] = field(default_factory=dict)
    order: tuple[str, ...] = ()


def of(object_key: str, *, by: Actor) -> Preference:
    """Return what the actor chose, or the house's own choice."""
    kept = ListPreference.objects.filter(user_id=by.user_id or 0, object_key=object_key).first()
    if kept is None:
        return Preference()
    return Preference(
        default_view=kept.default_view,
        size=kept.size,
        density=kept.density,
        columns=kept.columns,
        order=tuple(kept.order),
    )


def keep(object_key: str, *, by: Actor, **given: Any) -> None:
    """Remember some of default_view, size, density, columns and order."""
    if by.user_id is None:
        return
    with transaction.atomic():
        ListPreference.objects.update_or_create(user_id=by.user_id, object_key=object_key, defaults=given)


def keep_order(object_key: str, view_keys: Sequence[str], *, by: Actor) -> None:
    """Remember the order of the views, as the actor alone sees it; views that come later stand behind."""
    keep(object_key, by=by, order=list(dict.fromkeys(view_keys))[:MOST_VIEWS])


def keep_columns(object_key: str, view_key: str, names: Sequence[str], *, by: Actor) -> None:
    """Remember the columns of one view; none at all forgets the choice."""
    with transaction.atomic():
        columns = dict(of(object_key, by=by).columns)
        columns.pop(view_key, None)
        if names:
            columns[view_key] = list(names)
        keep(object_key, by=by, columns=columns)
