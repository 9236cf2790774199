"""Drawing layouts, taking them away and copying them: each one change set, so that one undo takes it back."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from odnos.engine.access.actor import Actor
from odnos.engine.custom import layouts
from odnos.engine.custom.actions import KIND
from odnos.engine.custom.drawing import Drawing, DrawnPanel, DrawnRelated, dump
from odnos.engine.custom.labels import LANGUAGES
from odnos.engine.custom.layout_object import LAYOUT, code_of
from odnos.engine.custom.rules import taken_codes
from odnos.engine.filters.tree import Condition
from odnos.engine.records import read, write
from odnos.engine.records.at_once import change_set
from odnos.engine.records.errors import Conflict
from odnos.engine.records.row import Row
from odnos.objects.labels import Label
from odnos.objects.layout import Layout, Panel
from odnos.objects.registry import ObjectType, registry


@dataclass(frozen=True, kw_only=True)
class Saved:
    """A layout as it was written, and the change set that undoes it."""

    version: int
    change_set: int


def drawn(key: str, role: str, *, by: Actor, at: dt.datetime) -> Row | None:
    """Return the layout drawn for exactly this object and role."""
    asked = Condition(("code",), "is", code_of(key, role))
    return next(iter(read.query(LAYOUT, by=by, at=at, filter=asked, limit=1).rows), None)


def save(key: str, role: str, drawing: str, *, version: int | None, by: Actor, at: dt.datetime) -> Saved:
    """Keep a drawing in place of the one that had `version`; None: there was none. Raises Conflict, Invalid, Denied."""
    row = drawn(key, role, by=by, at=at)
    if row is not None and version is None:
        raise Conflict(row, frozenset(("drawing",)))
    return put(key, role, drawing, row, version=version, by=by, at=at)


def put(  # noqa: PLR0913 -- what is written, where, over what, by whom and when
    key: str, role: str, drawing: str, row: Row | None, *, version: int | None, by: Actor, at: dt.datetime
) -> Saved:
    with change_set(KIND, _("Layout of %(objects)s drawn") % {"objects": plural(key)}, by=by, at=at) as one:
        stamp = {"by": by, "at": at, "change_set": one}
        if row is None:
            made = write.create(LAYOUT, {"object": key, "role": role, "drawing": drawing}, **stamp)  # type: ignore[arg-type]
        else:
            made = write.update(LAYOUT, row.id, {"drawing": drawing}, version=version, **stamp)  # type: ignore[arg-type]
        return Saved(version=made.version, change_set=one)


def reset(key: str, role: str, *, by: Actor, at: dt.datetime) -> int:
    """Go back to the standard. Return the change set that undoes it, 0 if nothing was drawn."""
    row = drawn(key, role, by=by, at=at)
    if row is None:
        return 0
    with change_set(
        KIND, _("Layout of %(objects)s taken away") % {"objects": plural(key)}, by=by, at=at
    ) as one:
        write.delete_one(LAYOUT, row.id, by=by, at=at, change_set=one)
        return one


def copy(key: str, role: str, to: str, *, by: Actor, at: dt.datetime) -> int:
    """Give the role `to` what `role` is shown now. Return the change set that undoes it."""
    row = drawn(key, to, by=by, at=at)
    version = row.version if row else None
    return put(key, to, written(key, role), row, version=version, by=by, at=at).change_set


def plural(key: str) -> Label:
    return registry.get(key).plural if key in registry else key


def written(key: str, role: str) -> str:
    """Return what a role is shown as a drawing: what was drawn for it or for all, or the standard in every language."""
    drawing = layouts.drawing_for(key, role)
    return dump(as_drawing(registry.get(key)) if drawing is None else drawing)


def as_drawing(object_type: ObjectType) -> Drawing:
    """Return the standard layout as somebody would draw it."""
    layout = layouts.made(object_type, None)
    return Drawing(
        panels=tuple(panel_of(panel) for panel in layout.panels),
        key=layout.key or (),
        card=layout.card,
        quick=layout.quick,
        related=related_of(layout),
        unused=unused(object_type, layout),
    )


def current(key: str, role: str) -> Drawing:
    """Return what a role is shown as a drawing to go on with: what came after it was drawn has its place, what is gone has none."""
    object_type, drawing = registry.get(key), layouts.drawing_for(key, role)
    if drawing is None:
        return as_drawing(object_type)
    usual = layouts.made(object_type, None)
    there = taken_codes(key)
    later = layouts.unknown(usual, drawing)
    panels = [
        dataclasses.replace(item, fields=(*kept(item.fields, there), *later.pop(item.titles["name"], ())))
        for item in drawing.panels
    ]
    panels += [DrawnPanel(titles=titles_of(title), fields=tuple(names)) for title, names in later.items()]
    placed = {name for item in panels for name in item.fields}
    every = dict.fromkeys((*drawing.unused, *(field.name for field in object_type.all_fields)))
    return dataclasses.replace(
        drawing,
        panels=tuple(panels),
        unused=tuple(name for name in kept(every, there) if name not in placed),
        key=kept(drawing.key, there),
        card=kept(drawing.card, there),
        quick=tuple(dict.fromkeys((*kept(drawing.quick, there), *layouts.needed(object_type)))),
        related=lists_of(usual, drawing),
    )


def kept(names: Iterable[str], there: Collection[str]) -> tuple[str, ...]:
    return tuple(name for name in names if name in there)


def lists_of(usual: Layout, drawing: Drawing) -> tuple[DrawnRelated, ...]:
    """Return the drawn lists that there still are, and behind them the others."""
    there = {(item.object, item.through): item for item in related_of(usual)}
    drawn_ = [item for item in drawing.related if there.pop((item.object, item.through), None)]
    return (*drawn_, *there.values())


def unused(object_type: ObjectType, layout: Layout) -> tuple[str, ...]:
    """Return the fields that stand in no panel."""
    return tuple(field.name for field in object_type.all_fields if field.name not in layout.fields)


def panel_of(panel: Panel) -> DrawnPanel:
    return DrawnPanel(
        titles=titles_of(panel.title), fields=panel.fields, columns=panel.columns, open=panel.open
    )


def titles_of(title: Label) -> dict[str, str]:
    """Return a title as it is in each language; one that an administrator wrote is the same in all."""
    blank = {f"name_{language}": "" for language in LANGUAGES}
    if not isinstance(title, Promise):
        return {"name": title, **blank}
    for language in LANGUAGES:
        with translation.override(language):
            blank[f"name_{language}"] = str(title)
    return {"name": blank["name_en"], **blank}


def related_of(layout: Layout) -> tuple[DrawnRelated, ...]:
    return tuple(
        DrawnRelated(object=item.object, through=item.through, columns=item.columns)
        for item in layout.related
    )
