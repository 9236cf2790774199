"""The filter as chips: one for each condition at the top, each with the address of the list without it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from odnos.engine.filters import text, tree
from odnos.engine.filters.tree import Condition, Node
from odnos.objects.context import Context, Reference
from odnos.objects.fields import Field, Invalid
from odnos.objects.registry import ObjectType, UnknownField, registry
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
        operator = words.operator(field, node.operator) if field else node.operator
        return Chip(field=label, operator=operator, value=shown(field, node, ctx), remove=remove)
    number = len(list(tree.conditions(node)))
    said = ngettext("%(number)s condition", "%(number)s conditions", number) % {"number": number}
    how = (
        _("not") if isinstance(node, tree.Not) else _("any of") if isinstance(node, tree.Any) else _("all of")
    )
    return Chip(field="", operator=how, value=said, remove=remove)


def reached(kind: ObjectType, path: Sequence[str]) -> tuple[Field | None, str]:
    """Return the field at the end of a path, and the path in words."""
    labels: list[str] = []
    field: Field | None = None
    current: ObjectType | None = kind
    for name in path:
        try:
            field = current.field(name) if current else None
        except UnknownField:
            field = None
        labels.append(str(field.label) if field else name)
        current = registry.get(field.to) if field and getattr(field, "to", "") in registry else None  # type: ignore[attr-defined]
    return field, " › ".join(labels)


def shown(field: Field | None, node: Condition, ctx: Context) -> str:
    """Return the value of a condition in words."""
    if node.value is None or node.operator in ("empty", "not_empty"):
        return ""
    given = node.value if isinstance(node.value, list | tuple) else [node.value]
    joint = " – " if node.operator == "between" else ", "
    return joint.join(one(field, item, node.operator, ctx) for item in given)


def one(field: Field | None, raw: Any, operator: str, ctx: Context) -> str:
    if raw == "me":
        return str(words.ME)
    if raw == "mine":
        return str(words.MY_TEAM)
    if operator == "within":
        return words.period(str(raw))
    if field is None or operator in ("contains", "starts"):
        return str(raw)
    try:
        return field.text(field.parse(raw, ctx), ctx) or str(raw)
    except Invalid:
        return str(raw)


def references(asked: Asked, ctx: Context) -> Iterator[Reference]:
    """Yield the records that the filter names, whose titles its chips need."""
    for condition in tree.conditions(text.parse(asked.filter)):
        field, _label = reached(asked.kind, condition.path)
        given = condition.value if isinstance(condition.value, list | tuple) else [condition.value]
        for raw in given if field and field.names_records else ():
            if whole(str(raw)):
                assert field is not None
                yield from field.references(field.parse(raw, ctx))
