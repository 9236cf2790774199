"""The filter as chips: one for each condition at the top, each with the address of the list without it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from odnos.engine.filters import text, tree
from odnos.engine.filters.tree import Condition, Node
from odnos.engine.filters.words import of_none
from odnos.engine.records.said import reached, shown
from odnos.objects.context import Context, Reference
from odnos.objects.registry import ObjectType
from odnos.web.given import whole
from odnos.web.pages.lists import words
from odnos.web.pages.lists.asked import Asked


@dataclass(frozen=True, kw_only=True)
class Chip:
    """A condition in words, and where the list without it is."""

    field: str
    operator: str
    value: str
    remove: str


def chips(asked: Asked, ctx: Context) -> list[Chip]:
    """Return the chips of a list's filter."""
    nodes = top(text.parse(asked.filter))
    found = []
    for place, node in enumerate(nodes):
        rest = [*nodes[:place], *nodes[place + 1 :]]
        remove = asked.href(filter=text.dump(tree.All(tuple(rest))))
        found.append(chip(asked.kind, node, remove, ctx))
    return found


def top(node: Node) -> list[Node]:
    """Return the conditions that must all hold."""
    return list(node.nodes) if isinstance(node, tree.All) else [node]


def chip(kind: ObjectType, node: Node, remove: str, ctx: Context) -> Chip:
    if isinstance(node, Condition):
        field, label = reached(kind, node.path)
        operator = words.operator(field, node.operator) if field else of_none(node.operator)
        return Chip(field=label, operator=operator, value=shown(field, node, ctx), remove=remove)
    number = len(list(tree.conditions(node)))
    said = ngettext("%(number)s condition", "%(number)s conditions", number) % {"number": number}
    return Chip(field="", operator=how(node), value=said, remove=remove)


def how(node: Node) -> str:
    """Return what a group asks of the conditions in it."""
    if isinstance(node, tree.Not):
        return _("none of")
    return _("any of") if isinstance(node, tree.Any) else _("all of")


def references(asked: Asked, ctx: Context) -> Iterator[Reference]:
    """Yield the records that the filter of a list names, whose titles its chips need."""
    return named(asked.kind, text.parse(asked.filter), ctx)


def named(kind: ObjectType, node: Node, ctx: Context) -> Iterator[Reference]:
    """Yield the records that a filter names."""
    for condition in tree.conditions(node):
        field, _label = reached(kind, condition.path)
        given = condition.value if isinstance(condition.value, list | tuple) else [condition.value]
        for raw in given if field and field.names_records else ():
            if whole(str(raw)):
                assert field is not None
                yield from field.references(field.parse(raw, ctx))
