"""An object as somebody may know it: some of its fields are not there at all, others are only read."""

from __future__ import annotations

import copy
import dataclasses
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from odnos.objects.fields import Field
from odnos.objects.layout import Layout, Panel, Related
from odnos.objects.registry import ObjectType
from odnos.objects.view import View

DEFAULT_SORT = "-updated_at"


def narrowed(object_type: ObjectType, *, hidden: Collection[str], fixed: Collection[str]) -> ObjectType:
    """Return the object without the fields `hidden`, and with those `fixed` read-only; the same one if neither names any."""
    names = object_type.by_name.keys()
    if not names & set(hidden) and not names & set(fixed):
        return object_type
    known = {name: field for name, field in object_type.by_name.items() if name not in hidden}
    for name in fixed:
        if name in known:
            known[name] = dataclasses.replace(known[name], readonly=True)
    made = copy.copy(object_type)
    made.__dict__.update(settled(object_type, known), narrowed_from=object_type)
    return made


def settled(whole: ObjectType, known: Mapping[str, Field]) -> dict[str, Any]:
    """Return everything of an object that speaks of its fields, as far as it speaks of `known` ones."""
    columns = {column for field in known.values() for column in field.columns}
    return {
        "fields": those(whole.fields, known),
        "declared": those(whole.declared, known),
        "added": those(whole.added, known),
        "all_fields": those(whole.all_fields, known),
        "derived": those(whole.derived, known),
        "by_name": dict(known),
        "kept": {column: keeps for column, keeps in whole.kept.items() if column in columns},
        "layout": fitted_layout(whole.layout, known),
        "drawn": fitted_layout(whole.drawn, known),
        "views": tuple(fitted_view(view, known) for view in whole.views if fits(view, known)),
        "subtitle": kept(whole.subtitle, known),
        "duplicates": kept(whole.duplicates, known),
    }


def those(fields: Iterable[Field], known: Mapping[str, Field]) -> tuple[Field, ...]:
    return tuple(known[field.name] for field in fields if field.name in known)


def kept(names: Iterable[str], known: Collection[str]) -> tuple[str, ...]:
    return tuple(name for name in names if name in known)


def fitted_layout(layout: Layout, known: Collection[str]) -> Layout:
    """Return a layout that names no other fields than `known` ones; panels that are empty by it are left out."""
    panels = (
        Panel(title=panel.title, fields=kept(panel.fields, known))
        for panel in layout.panels
        if kept(panel.fields, known)
    )
    return dataclasses.replace(
        layout,
        panels=tuple(panels),
        related=tuple(item for item in layout.related if leads(item, known)),
        path=layout.path if layout.path in known else "",
        card=kept(layout.card, known),
        quick=kept(layout.quick, known),
    )


def leads(item: Related, known: Collection[str]) -> bool:
    """Whether a related list is reached by a link that is known; one `through` another object's link says so itself."""
    _own, dot, name = item.through.rpartition(".")
    return not dot or name in known


def fits(view: View, known: Collection[str]) -> bool:
    return not view.group_by or view.group_by in known


def fitted_view(view: View, known: Collection[str]) -> View:
    """Return a view with known columns, in an order by a known field. Its filter is fitted where it is asked."""
    sort = view.sort if view.sort.removeprefix("-") in known or view.sort == "id" else DEFAULT_SORT
    return dataclasses.replace(view, columns=kept(view.columns, known), sort=sort)
