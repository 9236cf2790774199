"""The views that a person keeps at hand in the sidebar."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from odnos.engine.access.actor import Actor
from odnos.engine.access.fields import known_to
from odnos.engine.views import preferences, saved
from odnos.engine.views.models import SavedView
from odnos.objects.labels import Label
from odnos.objects.registry import ObjectType, registry
from odnos.web.given import whole

ICONS = {"board": "board", "calendar": "calendar"}
PATHS = {"board": "/board", "calendar": "/calendar"}
Entry = tuple[str, Label, str]
"""Address, name and icon."""


def views(by: Actor) -> tuple[Entry, ...]:
    """Return the views at hand, in the order in which they were put there; those that are gone are left out."""
    starred = preferences.starred(by=by)
    if not starred:
        return ()
    ids = [number for keys in starred.values() for key in keys if (number := saved_id(key)) is not None]
    kept = {view.pk: view for view in saved.some(ids, by=by)} if ids else {}
    return tuple(
        entry for key, keys in starred.items() if key in registry for entry in of(key, keys, kept, by=by)
    )


def of(key: str, view_keys: list[str], kept: Mapping[int, SavedView], *, by: Actor) -> Iterator[Entry]:
    kind = known_to(key, by=by)
    declared = {view.key: view for view in kind.lists}
    for view_key in view_keys:
        number = saved_id(view_key)
        if number is not None and number in kept:
            yield entry(kind, view_key, kept[number].name, kept[number].kind)
        elif view_key in declared:
            yield entry(kind, view_key, declared[view_key].label, declared[view_key].kind)


def entry(kind: ObjectType, key: str, label: Label, mode: str) -> Entry:
    return f"/{kind.plural_key}{PATHS.get(mode, '')}?view={key}", label, ICONS.get(mode, "star")


def saved_id(key: str) -> int | None:
    return whole(key.removeprefix("v")) if key.startswith("v") else None
