"""What the filter builder offers: fields of the object and of what it links to, with their operators and values."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import orjson
from django.utils.translation import gettext as _

from odnos.engine.access import rights
from odnos.engine.access.actor import Actor
from odnos.engine.access.fields import known_to
from odnos.engine.filters import text
from odnos.engine.filters.tree import FilterError, Node, conditions
from odnos.engine.filters.words import of_none
from odnos.engine.records import read
from odnos.engine.records.said import ID, reached
from odnos.objects.access import Everyone
from odnos.objects.context import Context
from odnos.objects.fields import Field
from odnos.objects.registry import ObjectType, registry
from odnos.web.pages.lists import chips, offers, words
from odnos.web.pages.lists.offers import Option

FEW = 200
"""Objects with no more records than this are offered as a choice; others are found by typing."""
NOT_ASKED = frozenset(("rank", "file"))


def context(
    kind: ObjectType, written: str, *, name: str = "filter", by: Actor, ctx: Context
) -> dict[str, str]:
    """Return what the macro `filter_tree` draws: an input `name` with the filter's text form, and the builder that writes it.

    A text that cannot be read is shown as it is, without a builder, to be mended by hand.
    """
    try:
        node = text.parse(written)
        fields, tree = fields_json(kind, node, by=by, ctx=ctx), orjson.dumps(node.to_json(), default=str)
    except FilterError:
        fields, tree = "[]", b"{}"
    return {"name": name, "text": written, "fields": fields, "tree": tree.decode()}


def fields_json(kind: ObjectType, node: Node, *, by: Actor, ctx: Context) -> str:
    """Return the fields of the builder as JSON for x-filter."""
    known = titles_of(kind, node, by=by, ctx=ctx)
    own = [described(field, by=by, ctx=ctx) for field in asked_fields(kind)]
    linked = [
        described(inner, by=by, ctx=ctx, through=field)
        for field in asked_fields(kind)
        if is_door(field, by)
        for inner in asked_fields(known_to(field.to, by=by))  # type: ignore[attr-defined]
        if not inner.system and not getattr(inner, "to", "")
    ]
    offered = [*own, *linked]
    offered += further(kind, node, {said["path"] for said in offered}, by=by, ctx=ctx)
    for said in offered:
        if said["kind"] == "link" and not said["values"]:
            said["titles"] = known.get(said["object"], {})
    return orjson.dumps(offered).decode()


def further(
    kind: ObjectType, node: Node, offered: set[str], *, by: Actor, ctx: Context
) -> Iterator[dict[str, Any]]:
    """Yield the fields that the filter asks for beyond those offered: through links of links, and the records themselves."""
    for condition in conditions(node):
        path = ".".join(condition.path)
        if condition.path == ID and path not in offered:
            offered.add(path)
            how = [(condition.operator, of_none(condition.operator))]
            yield {"path": path, "label": str(kind.label), "kind": "text", "operators": how}
        field, label = reached(kind, condition.path)
        if path not in offered and field is not None and condition.operator in field.operators:
            offered.add(path)
            yield described(field, by=by, ctx=ctx) | {"path": path, "label": label}


def asked_fields(kind: ObjectType) -> list[Field]:
    return [field for field in kind.all_fields if field.operators and field.kind not in NOT_ASKED]


def is_door(field: Field, by: Actor) -> bool:
    """Whether conditions may go on through this link: to business records that the reader may see."""
    key = getattr(field, "to", "")
    if field.system or key not in registry or isinstance(registry.get(key).access, Everyone):
        return False
    return rights.may(by, "see", registry.get(key)) != "none"


def described(field: Field, *, by: Actor, ctx: Context, through: Field | None = None) -> dict[str, Any]:
    path = f"{through.name}.{field.name}" if through else field.name
    label = f"{through.label} › {field.label}" if through else str(field.label)
    said: dict[str, Any] = {
        "path": path,
        "label": label,
        "kind": field.kind,
        "operators": words.operators(field),
    }
    if getattr(field, "choices", ()):
        said["choices"] = [(key, str(label)) for key, label in (*field.choices, *field.former)]  # type: ignore[attr-defined]
    if "within" in field.operators:
        said["values"] = [(key, str(label)) for key, label in words.PERIODS.items()]
    if getattr(field, "to", ""):
        said |= {"kind": "link", "object": field.to, "values": records(field, by=by, ctx=ctx)}  # type: ignore[attr-defined]
    return said


def records(field: Field, *, by: Actor, ctx: Context) -> list[Option]:
    """Return the records to choose from, oneself first; none where there are too many to list."""
    kind = known_to(field.to, by=by)  # type: ignore[attr-defined]
    listed = offers.of(kind, by=by, ctx=ctx, limit=FEW)
    special = {"user": [("me", _("me"))], "team": [("mine", _("my team"))]}.get(kind.key, [])
    return [*special, *listed] if listed else []


def titles_of(kind: ObjectType, node: Node, *, by: Actor, ctx: Context) -> dict[str, dict[str, str]]:
    """Return the titles of the records that the filter names already, by their object."""
    found: dict[str, dict[str, str]] = {}
    for (key, number), title in read.titles(set(chips.named(kind, node, ctx)), by=by).items():
        found.setdefault(key, {})[str(number)] = title or _("Hidden")
    return found
