"""What of two records stays when they become one: field by field, and what both may keep united."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from odnos.engine.records.row import Row
from odnos.objects.fields import Field, Links, MultiChoice
from odnos.objects.registry import ObjectType

Picks = Mapping[str, str]
"""For each field where the two differ: "left" keeps the survivor's value, "right" takes the other's."""


@dataclass(frozen=True, kw_only=True)
class Choice:
    """One field of two records: both values, and the one that is taken unless somebody picks otherwise."""

    field: Field
    left: Any
    right: Any
    pick: str

    @property
    def same(self) -> bool:
        return bool(self.left == self.right) or is_united(self.field)


def is_united(field: Field) -> bool:
    """Whether both records' values are kept together: tags, further addresses, links."""
    return isinstance(field, Links | MultiChoice)


def can_merge(object_type: ObjectType) -> bool:
    """Whether records of this object are recognised as doubles at all."""
    return bool(object_type.duplicates)


def choices(left: Row, right: Row) -> list[Choice]:
    """Return the fields of two records side by side; an empty value of the survivor gives way."""
    found = []
    for field in left.type.all_fields:
        if field.readonly or (field.is_empty(left[field.name]) and field.is_empty(right[field.name])):
            continue
        pick = "right" if field.is_empty(left[field.name]) else "left"
        found.append(Choice(field=field, left=left[field.name], right=right[field.name], pick=pick))
    return found


def picked(choice: Choice, picks: Picks) -> Any:
    return choice.right if picks.get(choice.field.name, choice.pick) == "right" else choice.left


def united(choice: Choice) -> tuple[Any, ...]:
    by_key = {getattr(item, "id", item): item for item in (*choice.right, *choice.left)}
    order = dict.fromkeys(getattr(item, "id", item) for item in (*choice.left, *choice.right))
    return tuple(by_key[key] for key in order)


def without_self(field: Field, value: Any, left: Row, right: Row) -> Any:
    """Return `value` without names of the two records themselves: neither can lead to the other any more."""
    ours = {left.reference, right.reference}
    if not ours & set(field.references(value)):
        return value
    if isinstance(field, Links):
        return tuple(item for item in value if (field.to, item.id) not in ours)
    other = right[field.name] if value == left[field.name] else left[field.name]
    return None if ours & set(field.references(other)) else other
