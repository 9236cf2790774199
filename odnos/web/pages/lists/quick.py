"""The words typed into “find in this list”, as a filter over the fields that a search looks into."""

from __future__ import annotations

from odnos.engine.filters.tree import Any as AnyOf
from odnos.engine.filters.tree import Condition, Node
from odnos.lib import phones
from odnos.objects.fields import Field
from odnos.objects.registry import ObjectType

FEWEST_DIGITS = 3


def condition(kind: ObjectType, words: str) -> Node | None:
    """Return the condition that some searchable field contains `words`, or None without any."""
    if not words:
        return None
    fields = [field for field in kind.fields if is_asked(field, words)]
    found = tuple(Condition((field.name,), "contains", words) for field in fields)
    return AnyOf(found or (Condition((kind.title,), "contains", words),))


def is_asked(field: Field, words: str) -> bool:
    """A telephone number is asked only with some digits, or every one would match."""
    if "contains" not in field.operators or not field.searchable:
        return False
    return field.kind != "phone" or len(phones.digits(words)) >= FEWEST_DIGITS
