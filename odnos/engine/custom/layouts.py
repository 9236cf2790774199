"""Which layout a reader is shown: the one drawn for their role, else for all, else the one that the object declares.

A drawing says what is known to it. What came later stands in the panel of its section or in «More fields»; what is archived,
or hidden from the reader, is left out and comes back to its place.
"""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from django.utils.translation import gettext_lazy as _

from odnos.engine.access import roles
from odnos.engine.access.actor import Actor
from odnos.engine.access.fields import safe, whole
from odnos.engine.custom.drawing import Drawing, DrawnRelated, parse
from odnos.engine.custom.layout_object import code_of
from odnos.engine.custom.models import DrawnLayout
from odnos.engine.tables import definitions
from odnos.engine.tables.definitions import Definitions
from odnos.objects.fields import Field
from odnos.objects.labels import Label
from odnos.objects.layout import Layout, Panel, Related
from odnos.objects.registry import ObjectType, registry

Knows = Callable[[ObjectType], ObjectType]
MORE = _("More fields")
_drawn: dict[str, Drawing] = {}
_made: dict[tuple[str, str], tuple[ObjectType, int, Layout]] = {}


def of(object_type: ObjectType, *, by: Actor) -> Layout:
    """Return what stands where for `by`. Every name in it is a field that they may know."""
    kind = safe(object_type, by=by)
    place, shape = (kind.key, by.role), registry.shape
    known_ = _made.get(place)
    if known_ is None or known_[0] is not kind or known_[1] != shape:
        drawing = drawing_for(kind.key, by.role)
        known_ = (kind, shape, made(kind, drawing, lambda other: safe(other, by=by)))
        _made[place] = known_
    return known_[2]


def drawing_for(key: str, role: str) -> Drawing | None:
    """Return what was drawn for a role, or for the nearest of those it follows from, else for all."""
    codes = [code_of(key, code) for code in (*roles.chain(role), "")]
    return next((_drawn[code] for code in codes if code in _drawn), None)


def drawn_roles(key: str) -> set[str]:
    """Return the roles for which a layout of the object was drawn; "" are all."""
    return {code.removeprefix(key).removeprefix(".") for code in _drawn if code.split(".")[0] == key}


def made(object_type: ObjectType, drawing: Drawing | None, known_as: Knows = whole) -> Layout:
    """Return the layout that a drawing makes of an object, or without one its standard; other objects are as `known_as` says."""
    found = standard(object_type, known_as)
    if drawing is not None:
        found = dataclasses.replace(
            found,
            panels=panels(object_type, found, drawing),
            key=known(object_type, drawing.key),
            card=known(object_type, drawing.card),
            quick=known(object_type, drawing.quick),
            related=tuple(related(found.related, drawing.related, known_as)),
        )
    typed = [name for name in found.quick if object_type.field(name).by_hand]
    asked = dict.fromkeys((*typed, *needed(object_type)))
    return dataclasses.replace(found, quick=tuple(asked))


def standard(object_type: ObjectType, known_as: Knows) -> Layout:
    """Return the declared layout with the sections of added fields, and with every list there is."""
    layout = object_type.layout
    figures = [name for name in layout.card if is_figure(object_type.field(name))]
    usual = dict.fromkeys((*object_type.subtitle, "owner", *figures))
    return dataclasses.replace(
        layout,
        key=known(object_type, usual) if layout.key is None else layout.key,
        related=tuple(reached((*layout.related, *backward(object_type)), known_as)),
    )


def sections(object_type: ObjectType) -> list[str]:
    """Return the sections that administrators gave to added fields."""
    panels_ = object_type.layout.panels[len(object_type.drawn.panels) :]
    return list(dict.fromkeys(str(panel.title) for panel in panels_))


def is_figure(field: Field) -> bool:
    """Whether it is read as a figure: an amount, a number, a day."""
    return field.align == "end" or field.kind in ("date", "moment")


def known(object_type: ObjectType, names: Iterable[str]) -> tuple[str, ...]:
    return tuple(name for name in names if name in object_type.by_name)


def needed(object_type: ObjectType) -> Iterator[str]:
    """Yield the fields without which no record is made and which nothing fills in by itself."""
    path = object_type.by_name.get(object_type.layout.path)
    by_itself = {object_type.layout.path, str(getattr(path, "pipeline", ""))}
    parent = object_type.parent_field
    for field in object_type.fields:
        is_asked = field.required and field.by_hand and field.default is None
        if is_asked and field is not parent and field.name not in by_itself:
            yield field.name


def reached(lists: Iterable[Related], known_as: Knows) -> Iterator[Related]:
    """Yield the lists whose link a reader may know, with the columns that they may know."""
    for item in lists:
        kind = known_as(registry.get(item.object))
        if "." in item.through or item.through in kind.by_name:
            yield dataclasses.replace(item, columns=known(kind, item.columns))


def backward(object_type: ObjectType) -> list[Related]:
    """Return the links that lead to this object under a name and that its declaration does not list."""
    named = {(item.object, item.through) for item in object_type.layout.related}
    found = []
    for other, link in registry.links_to(object_type.key):
        label: Label = getattr(link, "reverse_label", "")
        if label and (other.key, link.name) not in named:
            title = other.plural if link.system else label  # a list holds records of many kinds
            columns = (other.title, *other.subtitle[:1])
            found.append(Related(object=other.key, through=link.name, title=title, columns=columns))
    return found


def panels(object_type: ObjectType, usual: Layout, drawing: Drawing) -> tuple[Panel, ...]:
    """Return the drawn panels, and behind them what the drawing does not know yet."""
    later = unknown(usual, drawing)
    drawn = []
    for item in drawing.panels:
        fields = (*known(object_type, item.fields), *later.pop(item.titles["name"], ()))
        if fields:
            drawn.append(Panel(title=item.title, fields=fields, columns=item.columns, open=item.open))
    return (*drawn, *(Panel(title=title, fields=tuple(fields)) for title, fields in later.items()))


def unknown(usual: Layout, drawing: Drawing) -> dict[Label, list[str]]:
    """Return the fields that came after the drawing, by the section that an administrator gave them."""
    found: dict[Label, list[str]] = defaultdict(list)
    for panel in usual.panels:
        title = panel.title if isinstance(panel.title, str) else MORE
        for name in panel.fields:
            if name not in drawing.known:
                found[title].append(name)
    return found


def related(usual: Sequence[Related], drawn: Sequence[DrawnRelated], known_as: Knows) -> Iterator[Related]:
    """Yield the lists in the drawn order, and behind them those that came later."""
    there = {(item.object, item.through): item for item in usual}
    for item in drawn:
        found = there.pop((item.object, item.through), None)
        if found is not None and not item.hidden:
            kind = known_as(registry.get(item.object))
            yield dataclasses.replace(found, columns=known(kind, item.columns) or found.columns)
    yield from there.values()


def read() -> None:
    """Know every drawing there is."""
    rows = DrawnLayout._base_manager.filter(deleted_at__isnull=True)
    found: Mapping[str, Drawing] = {
        row["code"]: parse(row["drawing"]) for row in rows.order_by("pk").values("code", "drawing")
    }
    replace(found)


def forget() -> None:
    """Know no drawing."""
    replace({})


def replace(found: Mapping[str, Drawing]) -> None:
    global _drawn  # noqa: PLW0603 -- in one go: another thread sees the old or the new
    _drawn = dict(found)
    _made.clear()


definitions.add(Definitions(name="layouts", tables=(DrawnLayout._meta.db_table,), read=read, forget=forget))
