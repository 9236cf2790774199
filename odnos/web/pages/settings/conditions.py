"""A filter made on a form: a few lines that must all hold, or one of them; what is deeper is written as text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.http import HttpRequest

from odnos.engine.access.actor import Actor
from odnos.engine.filters import text, tree, words
from odnos.engine.filters.tree import Condition, FilterError, Node
from odnos.engine.records import read
from odnos.objects.fields import Field
from odnos.objects.labels import Label
from odnos.objects.registry import ObjectType, registry
from odnos.web.given import whole

LINES = 4
BLANK = {"field": "", "operator": "is", "value": ""}
SEVERAL = ("in", "not_in", "between")


def context(kind: ObjectType, written: str, *, prefix: str, by: Actor) -> dict[str, Any]:
    """Return what the macro `condition_lines` shows for a filter in its text form."""
    lines, joint = lines_of(kind, written, by=by)
    return {
        "prefix": prefix,
        "fields": offered(kind),
        "operators": [(name, str(label)) for name, label in words.OPERATORS.items()],
        "lines": [*lines, *(BLANK for _ in range(LINES - len(lines)))] if lines is not None else [],
        "joint": joint,
        "written": written,
        "as_text": lines is None,
    }


def offered(kind: ObjectType) -> list[tuple[str, Label]]:
    """Return the fields that a line can ask: the object's own, and those of the records it names."""
    own = [(item.name, item.label) for item in kind.all_fields if item.operators]
    return own + [(f"{link}.{item.name}", f"{label} › {item.label}") for link, label, item in linked(kind)]


def linked(kind: ObjectType) -> Iterator[tuple[str, Label, Field]]:
    for link in kind.all_fields:
        to = getattr(link, "to", "")
        if to in registry and not link.system:
            yield from ((link.name, link.label, item) for item in registry.get(to).fields if item.operators)


def lines_of(kind: ObjectType, written: str, *, by: Actor) -> tuple[list[dict[str, str]] | None, str]:
    """Return a filter as lines, and whether all or any of them must hold; no lines for what is deeper than that."""
    try:
        node = text.parse(written)
    except FilterError:
        return None, "all"
    joint = "any" if isinstance(node, tree.Any) else "all"
    nodes: Sequence[Node] = (node,) if isinstance(node, Condition) else getattr(node, "nodes", ())
    if (
        isinstance(node, tree.Not)
        or len(nodes) > LINES
        or not all(isinstance(item, Condition) for item in nodes)
    ):
        return None, joint
    return [line(kind, item, by=by) for item in nodes if isinstance(item, Condition)], joint


def line(kind: ObjectType, node: Condition, *, by: Actor) -> dict[str, str]:
    given = node.value if isinstance(node.value, list | tuple) else [node.value]
    value = "; ".join(title(kind, node.path, item, by=by) for item in given if item is not None)
    return {"field": ".".join(node.path), "operator": node.operator, "value": value}


def title(kind: ObjectType, path: Sequence[str], raw: Any, *, by: Actor) -> str:
    """Return a record by its name, as it is typed."""
    item, number = end(kind, path), whole(str(raw))
    to = getattr(item, "to", "")
    if number is None or to not in registry:
        return str(raw)
    return read.titles([(to, number)], by=by).get((to, number)) or str(raw)


def end(kind: ObjectType, path: Sequence[str]) -> Field | None:
    item = kind.by_name.get(path[0])
    if item is None or len(path) == 1:
        return item
    to = getattr(item, "to", "")
    return end(registry.get(to), path[1:]) if to in registry else None


def given(request: HttpRequest, kind: ObjectType, *, prefix: str, by: Actor) -> str:
    """Return the filter that the form says, in its text form. What cannot be read is left for the rules to refuse."""
    if f"{prefix}-text" in request.POST:
        return request.POST[f"{prefix}-text"].strip()
    columns = [request.POST.getlist(f"{prefix}-{name}") for name in ("field", "operator", "value")]
    nodes = [
        condition(kind, field, operator, value.strip(), by=by, at=request.visit.at)  # type: ignore[attr-defined]
        for field, operator, value in zip(*columns, strict=False)
        if field
    ]
    if not nodes:
        return ""
    joined = (
        tree.Any(tuple(nodes)) if request.POST.get(f"{prefix}-joint") == "any" else tree.All(tuple(nodes))
    )
    return text.dump(nodes[0] if len(nodes) == 1 else joined)


def condition(kind: ObjectType, field: str, operator: str, value: str, *, by: Actor, at: Any) -> Condition:
    path = tuple(field.split("."))
    if operator in ("empty", "not_empty"):
        return Condition(path, operator)
    pieces = [piece.strip() for piece in value.split(";")] if operator in SEVERAL else [value]
    found = [named(end(kind, path), piece, by=by, at=at) for piece in pieces]
    return Condition(path, operator, found if operator in SEVERAL else found[0])


def named(item: Field | None, typed: str, *, by: Actor, at: Any) -> str:
    """Return the id of the record that somebody called by its name; anything else as it was typed."""
    to = getattr(item, "to", "")
    if to not in registry or typed in ("", "me", "mine") or whole(typed) is not None:
        return typed
    target = registry.get(to)
    asked = Condition((target.title,), "is", typed)
    rows = read.query(target, by=by, at=at, filter=asked, limit=2).rows
    return str(rows[0].id) if len(rows) == 1 else typed
