"""Filters in a file: records that are named by their number here are named by their names there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from odnos.engine.configuration.names import TEAM, Book, unwritten, written
from odnos.engine.filters import text
from odnos.engine.filters.tree import All, Condition, FilterError, Node, Not
from odnos.engine.filters.tree import Any as Some
from odnos.objects import configurable
from odnos.objects.fields import Field
from odnos.objects.registry import UnknownField, UnknownObject, registry

MARK = "@"
SPOKEN = frozenset(("me", "mine", ""))
Turn = Callable[[str, Any], Any]


class Unmovable(ValueError):
    """A filter names something that is only here."""


class Missing(LookupError):
    """A filter names something that is not here."""


def portable(filter_text: str, key: str, known: Book) -> str:
    """Return a filter with names instead of numbers. Raises Unmovable."""

    def turn(to: str, value: Any) -> Any:
        if value in SPOKEN or not str(value).isdecimal():
            return value
        name = known.names.get((to, int(value))) if movable(to) else None
        if name is None:
            raise Unmovable(_("It names a record or a person that is only here."))
        return MARK + written(name)

    if names_what_went(filter_text, key):
        raise Unmovable(_("It names an option that is offered no more."))
    return turned(filter_text, key, turn)


def names_what_went(filter_text: str, key: str) -> bool:
    """Whether a filter asks for an option that was archived: where the file is applied, there never was such a one."""
    try:
        found = list(conditions_in(text.parse(filter_text))) if filter_text else []
        asked = [(field_at(item.path, key), item.value) for item in found]
    except (FilterError, UnknownField, UnknownObject):
        return False
    return any(
        value in dict(getattr(field, "former", ()))
        for field, given in asked
        for value in (given if isinstance(given, list | tuple) else [given])
    )


def conditions_in(node: Node) -> Iterator[Condition]:
    if isinstance(node, Condition):
        yield node
    else:
        for item in (node.node,) if isinstance(node, Not) else node.nodes:
            yield from conditions_in(item)


def local(filter_text: str, key: str, known: Book) -> str:
    """Return a filter with the numbers that are used here. Raises Missing."""

    def turn(to: str, value: Any) -> Any:
        if not isinstance(value, str) or not value.startswith(MARK) or not movable(to):
            return value
        found = known.ids.get((to, unwritten(value[1:])))
        if found is None:
            raise Missing(_("“%(name)s” is not here.") % {"name": value[1:]})
        return str(found)

    return turned(filter_text, key, turn)


def movable(to: str) -> bool:
    return to == TEAM or any(part.object == to for part in configurable.every())


def turned(filter_text: str, key: str, turn: Turn) -> str:
    """Return a filter with each value that names a record put through `turn`; one that cannot be read stays as it is."""
    if not filter_text:
        return ""
    try:
        tree = text.parse(filter_text)
        there = walked(tree, key, turn)
    except (FilterError, UnknownField, UnknownObject):
        return filter_text
    return filter_text if there == tree else text.dump(there)


def walked(node: Node, key: str, turn: Turn) -> Node:
    if isinstance(node, Condition):
        to = target(node.path, key)
        if not to or node.value is None:
            return node
        if isinstance(node.value, list | tuple):
            return replace(node, value=[turn(to, item) for item in node.value])
        return replace(node, value=turn(to, node.value))
    if isinstance(node, Not):
        return Not(walked(node.node, key, turn))
    inner = tuple(walked(item, key, turn) for item in node.nodes)
    return All(inner) if isinstance(node, All) else Some(inner)


def target(path: tuple[str, ...], key: str) -> str:
    """Return the object whose records a condition compares; "" for one about something else."""
    return str(getattr(field_at(path, key), "to", ""))


def field_at(path: tuple[str, ...], key: str) -> Field | None:
    """Return the field that a path of an object ends at; None where it goes on through what is no link."""
    for name in path[:-1]:
        key = getattr(registry.get(key).field(name), "to", "")
        if not key:
            return None
    return registry.get(key).field(path[-1])
