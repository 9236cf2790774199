"""What a search finds a record by."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from odnos.engine import index
from odnos.engine.index.entry import Entry, text_of
from odnos.engine.records.draft import Draft
from odnos.lib import text
from odnos.objects.access import Everyone, ParentDecides
from odnos.objects.fields import Field
from odnos.objects.registry import ObjectType

WORD = re.compile(r"\w+")


def write(object_type: ObjectType, drafts: Sequence[Draft], *, anew: bool = False) -> None:
    """Write the search entries of `drafts` that a search would find otherwise than before."""
    if not is_searched(object_type):
        return
    names = read_by(object_type)
    fresh = [draft for draft in drafts if draft.is_new]
    known = [
        draft for draft in drafts if not draft.is_new and (anew or any(draft.changed(name) for name in names))
    ]
    index.write([entry(object_type, draft.id or 0, draft.values.get) for draft in fresh], fresh=True)
    index.write([entry(object_type, draft.id or 0, draft.__getitem__) for draft in known])


def remove(object_type: ObjectType, ids: Sequence[int]) -> None:
    """Take records out of the search."""
    index.remove(object_type.key, ids)


def reassign(object_type: ObjectType, ids: Sequence[int], owner_id: int | None, team_id: int | None) -> None:
    """Give the search entries of records to another owner."""
    index.reassign(object_type.key, ids, owner_id, team_id)


def entry(object_type: ObjectType, record_id: int, value: Callable[[str], Any]) -> Entry:
    """Return the search entry of a record whose fields `value` gives by name."""
    plan = plan_of(object_type)
    title = text.fold(plan.title.index_text(value(plan.title.name)))
    lines = {title: None}
    for name, index_text in plan.others:
        found = value(name)
        if found and (line := text.fold(index_text(found))):
            lines[line] = None
    return Entry(
        object_key=object_type.key,
        record_id=record_id,
        text=text_of(lines),
        owner_id=value("owner"),
        team_id=value("team"),
        also_id=value(plan.also) if plan.also else None,
        words=tuple(WORD.findall(title)) if plan.teaches else (),
    )


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What an entry is made of: found out once for each object, since an import asks a million times."""

    title: Field
    others: tuple[tuple[str, Callable[[Any], str]], ...]
    also: str
    teaches: bool


_plans: dict[tuple[str, bool], tuple[ObjectType, int, Plan]] = {}


def plan_of(object_type: ObjectType) -> Plan:
    known = _plans.get((object_type.key, object_type.narrowed_from is not None))
    if known is None or known[0] is not object_type or known[1] != object_type.shape:
        plan = Plan(
            title=object_type.title_field,
            others=tuple((name, object_type.field(name).index_text) for name in searched(object_type)),
            also=also_of(object_type),
            teaches=not isinstance(object_type.access, ParentDecides),
        )
        known = _plans[object_type.key, object_type.narrowed_from is not None] = (
            object_type,
            object_type.shape,
            plan,
        )
    return known[2]


def searched(object_type: ObjectType) -> list[str]:
    """Return the names of the fields, the title apart, in which a record is found."""
    return [
        field.name for field in object_type.all_fields if field.searchable and field.name != object_type.title
    ]


def is_searched(object_type: ObjectType) -> bool:
    """Whether records of this object are found by a search at all."""
    return any(field.searchable for field in object_type.all_fields)


def also_of(object_type: ObjectType) -> str:
    """Return the name of the link to a person who sees the record besides its owner and team."""
    access = object_type.access
    return "" if isinstance(access, Everyone) or not access.also else access.also[0]


def read_by(object_type: ObjectType) -> set[str]:
    """Return the names of all fields that an entry is made of."""
    also = also_of(object_type)
    return {object_type.title, *searched(object_type), "owner", "team", *([also] if also else [])}
