"""The filter tree: the one grammar of lists, boards, saved views, exports, rights and the API."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass

from django.utils.translation import gettext as _


class FilterError(ValueError):
    """A filter that cannot be understood; the message says what to change, `position` (from 1) where in the text."""

    def __init__(self, message: str, *, position: int | None = None) -> None:
        super().__init__(message)
        self.position = position


@dataclass(frozen=True)
class Condition:
    """`path operator value`; a path goes through links: ("company", "industry")."""

    path: tuple[str, ...]
    operator: str
    value: t.Any = None

    def to_json(self) -> dict[str, t.Any]:
        return {"field": ".".join(self.path), "op": self.operator, "value": self.value}


@dataclass(frozen=True)
class All:
    """Every one of `nodes` holds; of none, everything does."""

    nodes: tuple[Node, ...] = ()

    def to_json(self) -> dict[str, t.Any]:
        return {"all": [node.to_json() for node in self.nodes]}


@dataclass(frozen=True)
class Any:
    """At least one of `nodes` holds."""

    nodes: tuple[Node, ...] = ()

    def to_json(self) -> dict[str, t.Any]:
        return {"any": [node.to_json() for node in self.nodes]}


@dataclass(frozen=True)
class Not:
    """`node` does not hold."""

    node: Node

    def to_json(self) -> dict[str, t.Any]:
        return {"not": self.node.to_json()}


Node = Condition | All | Any | Not
EVERYTHING = All()
DEEPEST = 8
MOST = 100


def both(*nodes: Node | None) -> Node:
    """Return the tree in which all of `nodes` hold; None and empty ones are left out."""
    kept = tuple(node for node in nodes if node is not None and node != EVERYTHING)
    return kept[0] if len(kept) == 1 else All(kept)


def conditions(node: Node) -> t.Iterator[Condition]:
    """Return every condition of a tree."""
    if isinstance(node, Condition):
        yield node
    elif isinstance(node, Not):
        yield from conditions(node.node)
    else:
        for inner in node.nodes:
            yield from conditions(inner)


def from_json(raw: t.Any, *, depth: int = 0) -> Node:
    """Return the tree that `to_json` wrote. Raises FilterError."""
    if depth > DEEPEST or not isinstance(raw, dict):
        raise FilterError(
            _("A filter is an object with all, any, not, or field, op and value, at most 8 deep.")
        )
    if "not" in raw:
        return Not(from_json(raw["not"], depth=depth + 1))
    for word, kind in (("all", All), ("any", Any)):
        if word in raw:
            if not isinstance(raw[word], list) or len(raw[word]) > MOST:
                raise FilterError(
                    _("“%(word)s” takes a list of at most %(most)s conditions.")
                    % {"word": word, "most": MOST}
                )
            return kind(tuple(from_json(item, depth=depth + 1) for item in raw[word]))
    if not isinstance(raw.get("field"), str) or not isinstance(raw.get("op"), str):
        raise FilterError(_("A condition has a field and an op."))
    return Condition(tuple(raw["field"].split(".")), raw["op"], raw.get("value"))
