"""The tree of a formula."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, kw_only=True)
class Node:
    """A piece of a formula; `place` is where it begins in the text."""

    place: int


@dataclass(frozen=True, kw_only=True)
class Literal(Node):
    """A number, a text, true or false."""

    value: Decimal | str | bool


@dataclass(frozen=True, kw_only=True)
class Name(Node):
    """A field of the record, or, behind a point, of the record that it names."""

    path: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Call(Node):
    """A function or an operator with its values."""

    name: str
    given: tuple[Node, ...]


def asks_day(node: Node) -> bool:
    """Whether the value of a formula depends on the day it is worked out on."""
    return isinstance(node, Call) and (node.name == "today" or any(map(asks_day, node.given)))


def names(node: Node) -> Iterator[tuple[str, ...]]:
    """Yield the path of every field that a formula reads."""
    if isinstance(node, Name):
        yield node.path
    elif isinstance(node, Call):
        for inner in node.given:
            yield from names(inner)
