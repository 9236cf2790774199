"""A filter in words: «Stage is Won and Amount more than €1,000»."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from odnos.engine.access.actor import Actor
from odnos.engine.access.fields import safe
from odnos.engine.filters import tree, words
from odnos.engine.filters.tree import Condition, Node
from odnos.engine.records import read
from odnos.engine.views import segments
from odnos.engine.views.models import Segment
from odnos.objects.context import Context, Reference
from odnos.objects.fields import Field, Invalid
from odnos.objects.registry import ObjectType, UnknownField, registry

ID = ("id",)


def of(object_type: ObjectType, node: Node, *, by: Actor, ctx: Context) -> str:
    """Return a filter as a clause. Records that it names are called as `by` may know them; of fields hidden from them it says that there is something."""
    titles = read.titles(set(named(object_type, node, ctx)), by=by)
    return clause(object_type, node, replace(ctx, titles=titles), by=by)


def clause(object_type: ObjectType, node: Node, ctx: Context, *, by: Actor | None = None) -> str:
    """The same, with the titles that `ctx` knows; everything is told unless it is said to whom."""
    if isinstance(node, Condition):
        if by is not None and not knows(object_type, node.path, by=by):
            return str(_("something that you may not see"))
        field, label = reached(object_type, node.path)
        how = words.operator(field, node.operator) if field else words.of_none(node.operator)
        return " ".join(part for part in (label, how, shown(field, node, ctx)) if part)
    if isinstance(node, tree.Not):
        return str(_("not (%(condition)s)") % {"condition": clause(object_type, node.node, ctx, by=by)})
    joint = _("and") if isinstance(node, tree.All) else _("or")
    inner = [clause(object_type, item, ctx, by=by) for item in node.nodes]
    bracketed = [
        part if isinstance(item, Condition) else f"({part})"
        for item, part in zip(node.nodes, inner, strict=True)
    ]
    return f" {joint} ".join(inner if len(inner) == 1 else bracketed)


def knows(object_type: ObjectType, path: Sequence[str], *, by: Actor) -> bool:
    """Whether every field on a path that there is, is there for `by`."""
    kind = object_type
    for name in path:
        # What reports count may be no record, and is whole as it is.
        whole = registry.get(kind.key) if kind.key in registry else kind
        if name in whole.by_name and name not in safe(whole, by=by).by_name:
            return False
        key = str(getattr(whole.by_name.get(name), "to", ""))
        if key not in registry:
            break
        kind = registry.get(key)
    return True


def named(object_type: ObjectType, node: Node, ctx: Context) -> Iterator[Reference]:
    """Yield the records that a filter names."""
    for condition in tree.conditions(node):
        field, _label = reached(object_type, condition.path)
        given = condition.value if isinstance(condition.value, list | tuple) else [condition.value]
        for raw in given if field and field.names_records else ():
            if str(raw).isascii() and str(raw).isdigit():
                assert field is not None
                with suppress(Invalid):  # a number that no record has
                    yield from field.references(field.parse(raw, ctx))


def reached(kind: ObjectType, path: Sequence[str]) -> tuple[Field | None, str]:
    """Return the field at the end of a path, and the path in words."""
    if tuple(path) == ID:
        return None, str(kind.label)
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
    if node.path[-1:] == ID and node.operator == segments.OPERATOR:
        return name_of(node.value)
    if node.path == ID:
        return ngettext("%(number)s chosen", "%(number)s chosen", len(given)) % {"number": len(given)}
    joint = " – " if node.operator == "between" else ", "
    return joint.join(one(field, item, node.operator, ctx) for item in given)


def name_of(token: Any) -> str:
    """Return what a segment is called; whoever knows its token may know its name."""
    found = Segment.objects.filter(token=str(token)[:40]).values_list("name", flat=True).first()
    return f"“{found}”" if found else "—"


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
