"""A field made on the way: a column that has no place yet gets one, of the kind that its values are."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from odnos.engine.access.actor import Actor
from odnos.engine.custom import actions
from odnos.engine.custom.rules import takes_fields
from odnos.engine.tables import definitions
from odnos.engine.transfer import recognise
from odnos.objects.registry import ObjectType

NEW = "+"
FEW = 12
"""At most so many different values make a column one of choices."""
LONG = 200


def offer(object_type: ObjectType, *, by: Actor) -> list[tuple[str, Any, bool]]:
    """Return the choice by which a column becomes a field of its own, for those who may add fields."""
    if not by.is_administrator or not takes_fields(object_type):
        return []
    return [(NEW, _("＋ New field"), False)]


def make(object_type: ObjectType, column: str, values: Sequence[str], *, by: Actor, at: dt.datetime) -> str:
    """Add a field named like the column, and return what the mapping calls it. Raises Denied, Invalid."""
    kind = kind_of(values)
    settings: dict[str, Any] = {"is_open": True} if kind == "choice" else {}
    settings |= {"places": 4} if kind == "number" else {}
    named = {"object": object_type.key, "kind": kind, "name": column.strip()[:100] or _("New field")}
    row = actions.make({**named, **settings}, by=by, at=at)
    definitions.refresh()
    return str(row["code"])


def kind_of(values: Sequence[str]) -> str:
    """Return the kind of field that a column's values suggest."""
    filled = [value.strip() for value in values if value.strip()]
    if not filled:
        return "text"
    kinds = recognise.kinds_in(filled) or frozenset()
    for kind in ("email", "url", "date", "number", "phone"):
        if kind in kinds:
            return kind
    if max(map(len, filled)) > LONG or any("\n" in value for value in filled):
        return "long_text"
    return "choice" if len(set(filled)) <= FEW and len(filled) >= 3 * len(set(filled)) else "text"
