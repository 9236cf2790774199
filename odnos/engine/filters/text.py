"""The filter tree as text, for addresses and the API.

    amount.gte:1000,any(owner.is:me,stage.in:[1,2]),company.industry.is:"Retail",closes_on.within:this_month

A comma means and. `all(…)`, `any(…)` and `not(…)` nest. A value is bare up to the next `,` `)` or `]`, or a JSON string.
"""

from __future__ import annotations

import json
import re
from typing import Any as Anything

from django.utils.translation import gettext as _

from odnos.engine.filters.tree import DEEPEST, EVERYTHING, MOST, All, Any, Condition, FilterError, Node, Not

HEAD = re.compile(r"(all|any|not)\(")
PATH = re.compile(r"([a-z_][a-z0-9_]*(?:\.[a-z_][a-z0-9_]*)+)")
BARE = re.compile(r"[^,()\[\]\"]*")
QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"')
PLAIN = re.compile(r"[^,()\[\]\"\s]+(?: [^,()\[\]\"\s]+)*")
LONGEST = 8000


def parse(written: str) -> Node:
    """Return the tree that `written` says; empty text is everything. Raises FilterError."""
    if len(written) > LONGEST:
        raise FilterError(_("This filter is too long."))
    if not written.strip():
        return EVERYTHING
    reader = Reader(written)
    nodes = reader.nodes(depth=0)
    if reader.place != len(written):
        raise reader.error("expected the end")
    return nodes[0] if len(nodes) == 1 else All(tuple(nodes))


def dump(node: Node) -> str:
    """Return the text of a tree; `parse` takes it back."""
    if isinstance(node, All):
        return ",".join(dump_inner(inner) for inner in node.nodes)
    return dump_inner(node)


def dump_inner(node: Node) -> str:
    if isinstance(node, Condition):
        head = ".".join((*node.path, node.operator))
        return head if node.value is None else f"{head}:{dump_value(node.value)}"
    if isinstance(node, Not):
        return f"not({dump_inner(node.node)})"
    word = "all" if isinstance(node, All) else "any"
    return f"{word}({','.join(dump_inner(inner) for inner in node.nodes)})"


def dump_value(value: Anything) -> str:
    if isinstance(value, list | tuple):
        return f"[{','.join(dump_value(item) for item in value)}]"
    written = value if isinstance(value, str) else json.dumps(value)
    return written if PLAIN.fullmatch(written) else json.dumps(written, ensure_ascii=False)


class Reader:
    """Reads one filter from left to right."""

    def __init__(self, written: str) -> None:
        self.written = written
        self.place = 0

    def error(self, expected: str) -> FilterError:
        return FilterError(
            _("In the filter, at position %(place)s, this is expected: %(expected)s. There stands: %(found)s")
            % {
                "place": self.place + 1,
                "expected": expected,
                "found": self.written[self.place : self.place + 30] or "…",
            },
            position=self.place + 1,
        )

    def accept(self, mark: str) -> bool:
        if self.written.startswith(mark, self.place):
            self.place += len(mark)
            return True
        return False

    def nodes(self, *, depth: int) -> list[Node]:
        if depth > DEEPEST:
            raise FilterError(_("A filter nests at most %(most)s deep.") % {"most": DEEPEST})
        found = [self.node(depth=depth)]
        while self.accept(","):
            found.append(self.node(depth=depth))
            if len(found) > MOST:
                raise FilterError(_("A filter has at most %(most)s conditions in a group.") % {"most": MOST})
        return found

    def node(self, *, depth: int) -> Node:
        if head := HEAD.match(self.written, self.place):
            self.place = head.end()
            empty = self.accept(")")
            inner = [] if empty else self.nodes(depth=depth + 1)
            if not empty and not self.accept(")"):
                raise self.error(")")
            return self.group(head[1], inner)
        return self.condition()

    def group(self, word: str, inner: list[Node]) -> Node:
        if word == "not":
            return Not(inner[0] if len(inner) == 1 else All(tuple(inner)))
        return All(tuple(inner)) if word == "all" else Any(tuple(inner))

    def condition(self) -> Condition:
        found = PATH.match(self.written, self.place)
        if not found:
            raise self.error("amount.gte:1000")
        self.place = found.end()
        *path, operator = found[1].split(".")
        return Condition(tuple(path), operator, self.value() if self.accept(":") else None)

    def value(self) -> Anything:
        if self.accept("["):
            items = [] if self.accept("]") else [self.one()]
            while items and self.accept(","):
                items.append(self.one())
            if items and not self.accept("]"):
                raise self.error("]")
            return items
        return self.one()

    def one(self) -> str:
        if found := QUOTED.match(self.written, self.place):
            try:
                written = str(json.loads(found[0]))
            except json.JSONDecodeError as error:
                raise self.error('"…"') from error
            self.place = found.end()
            return written
        bare = BARE.match(self.written, self.place)
        self.place = bare.end() if bare else self.place
        return bare[0].strip() if bare else ""
